"""What was sent to a township is found by its code."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("review", "0002_append_only")]
    operations = [
        migrations.AddIndex(model_name="alert", index=models.Index(fields=["sent_to"], name="sent_to_township")),
    ]
