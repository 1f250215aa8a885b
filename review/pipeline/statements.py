"""Asking the published file with the statements of sql/desk, values bound as variables of the cursor."""

from __future__ import annotations

from functools import cache
from typing import Any

from flows.published import File
from flows.resources import sql_texts


def ask(file: File, name: str, **values: object) -> list[dict[str, Any]]:
    """Rows of sql/desk/<name>.sql, which reads its values by getvariable('<their name>')."""
    for variable, value in values.items():
        file.con.execute(f"SET VARIABLE {variable} = ?", [value])
    return file.rows(_texts()[name])


@cache
def _texts() -> dict[str, str]:
    return sql_texts("desk")
