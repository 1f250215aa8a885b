"""What the work list needs: the township by name, how a night was read, and three indexes."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns fill with the next import: another shape of reading is brought in again."""

    dependencies = [("review", "0002_append_only")]
    operations = [
        migrations.AddField(
            "alert",
            "township_name",
            models.CharField(blank=True, default="", max_length=80, verbose_name="乡镇街道名称"),
            preserve_default=False,
        ),
        migrations.AddField(
            "night",
            "shape",
            models.CharField(blank=True, default="", max_length=32, verbose_name="导入方式的摘要"),
            preserve_default=False,
        ),
        migrations.AddIndex("alert", models.Index(fields=["version"], name="alert_version")),
        migrations.AddIndex("alert", models.Index(fields=["touched_at", "version"], name="alert_touched")),
        migrations.AddIndex("alert", models.Index(fields=["division_code", "shown"], name="of_division")),
    ]
