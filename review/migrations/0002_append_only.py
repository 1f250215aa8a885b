"""The log is append-only in the database itself, and its chain has a beginning."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = [
    f"CREATE TRIGGER entry_{what}_refused BEFORE {what} ON review_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for what in ("UPDATE", "DELETE")
]
_POSTGRES = [
    "CREATE FUNCTION review_entry_refused() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE TRIGGER entry_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON review_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION review_entry_refused()",
]


def _begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("review", "Head").objects.get_or_create(pk=1)
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Forward only: a log that could be opened again would be none."""

    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(_begin)]
