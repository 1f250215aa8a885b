"""What keeps the log append-only in the database itself, and the row its chain ends in. After every migrate."""

from __future__ import annotations

from typing import Any

from django.db import connections

_SQLITE = {
    f"entry_{what}_refused": f"CREATE TRIGGER IF NOT EXISTS entry_{what}_refused BEFORE {what} ON review_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for what in ("UPDATE", "DELETE")
}
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION review_entry_refused() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE OR REPLACE TRIGGER entry_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON review_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION review_entry_refused()",
)


def protect(using: str = "default", **_: Any) -> None:
    """Make sure of it; safe to repeat. A receiver of post_migrate."""
    from review.models import Head

    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE.values():
            cursor.execute(statement)
    Head.objects.using(using).get_or_create(pk=1)


def unprotect(using: str = "default") -> None:
    """For tests only: what a person with the database in their hands could do."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS entry_refused ON review_entry")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
