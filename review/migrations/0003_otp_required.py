"""Whether an account must have a one-time-code device."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("review", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="otp_required",
            field=models.BooleanField(default=False, help_text="登录后须先绑定动态码设备。", verbose_name="须用动态码"),
        )
    ]
