"""The published file as commands ask it: read-only, by rows, and aware of which tables and columns it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from flows.lake import Lake
from flows.settings import Settings
from flows.warehouse import open_readonly


@dataclass(frozen=True, slots=True)
class File:
    """An open published file. An older version may lack tables and columns that this one knows."""

    con: duckdb.DuckDBPyConnection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Rows of a query, values bound."""
        found = self.con.execute(sql, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def columns(self, table: str) -> list[str]:
        """Columns of a table or view of the main schema; none if it is not there."""
        asked = (
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'hedui' AND schema_name = 'main' "
            "AND table_name = ? ORDER BY column_index"
        )
        return [row["column_name"] for row in self.rows(asked, [table])]

    @property
    def night(self) -> date:
        """The night that the file is of."""
        night: date = self.rows("SELECT max(as_of) AS night FROM runs")[0]["night"]
        return night


@contextmanager
def opened(settings: Settings) -> Iterator[File]:
    """The newest published file of a home. Raises PublishError if there is none."""
    con = open_readonly(Lake(settings.home.absolute()).stable)
    try:
        yield File(con)
    finally:
        con.close()
