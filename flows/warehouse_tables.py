"""How a published table, its comments and its views are written into the DuckDB file being built.

SQL is put together here and in flows/warehouse.py only; names come from schemas/ and sql/, values are bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from schemas.published import PublishedTable
from transforms.views import View


@dataclass(frozen=True, slots=True)
class Parquet:
    """Rows of one parquet file of the lake. `constants` are text columns the file lacks, the same in every row."""

    path: Path
    constants: Mapping[str, str] = field(default_factory=dict)


Source = pl.DataFrame | Parquet | Sequence[Parquet]


def create_table(con: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    """One table without rows, with its comments."""
    columns = ", ".join(f"{name_text(column)} {type_}" for column, type_ in table.types.items())
    con.execute(f"CREATE TABLE {_target(table)} ({columns})")
    _comment(con, "TABLE", _target(table), table.comment, table.comments)


def fill_table(con: duckdb.DuckDBPyConnection, table: PublishedTable, source: Source) -> None:
    """The rows of a table that was created."""
    target = _target(table)
    files = [part for part in parts_of(source) if isinstance(part, Parquet)]
    for part in parts_of(source):
        # Handing over a frame of no rows takes as long as one of a few, and most tables of a small night have none.
        if isinstance(part, pl.DataFrame) and not part.is_empty():
            con.register("source_frame", part.select(list(table.dtypes)).to_arrow())
            names = ", ".join(map(name_text, table.dtypes))
            con.execute(f"INSERT INTO {target} SELECT {names} FROM source_frame")
            con.unregister("source_frame")
    if files:
        _insert_files(con, target, list(table.dtypes), files)


def _target(table: PublishedTable) -> str:
    return f"{name_text(table.schema)}.{name_text(table.name)}"


def _insert_files(
    con: duckdb.DuckDBPyConnection, target: str, columns: Sequence[str], files: Sequence[Parquet]
) -> None:
    """The rows of all files in one statement: with a statement a file DuckDB hardly uses a second core."""
    selects: list[str] = []
    values: list[str] = []
    for file in files:
        picked = ", ".join("?" if column in file.constants else name_text(column) for column in columns)
        selects.append(f"SELECT {picked} FROM read_parquet(?)")
        values += [file.constants[column] for column in columns if column in file.constants]
        values.append(path_pattern(file.path))
    con.execute(f"INSERT INTO {target} {' UNION ALL '.join(selects)}", values)


def create_view(con: duckdb.DuckDBPyConnection, view: View) -> None:
    """A view and its Chinese twin."""
    con.execute(f"CREATE VIEW {name_text(view.name)} AS {view.sql}")
    _comment(con, "VIEW", name_text(view.name), f"{view.chinese}:{view.comment}", view.columns)
    create_twin(con, view)


def create_twin(con: duckdb.DuckDBPyConnection, view: View) -> None:
    """The Chinese twin of a view, or of a table that stands in its place."""
    twin = ", ".join(f"{name_text(column)} AS {name_text(chinese)}" for column, chinese in view.chinese_columns.items())
    con.execute(f"CREATE VIEW {name_text(view.chinese)} AS SELECT {twin} FROM {name_text(view.name)}")
    chinese_comments = {view.chinese_columns[column]: text for column, text in view.columns.items()}
    _comment(con, "VIEW", name_text(view.chinese), view.comment, chinese_comments)


def _comment(con: duckdb.DuckDBPyConnection, kind: str, target: str, comment: str, columns: Mapping[str, str]) -> None:
    say(
        con,
        f"COMMENT ON {kind} {target} IS {value_text(comment)}",
        *(f"COMMENT ON COLUMN {target}.{name_text(name)} IS {value_text(text)}" for name, text in columns.items()),
    )


def say(con: duckdb.DuckDBPyConnection, *statements: str) -> None:
    """Run statements that give no rows by one call: of comments made one by one, most of the time is calls."""
    con.execute(";\n".join(statements))


def parts_of(source: Source) -> Sequence[pl.DataFrame | Parquet]:
    """The frames and files a table is made of."""
    return [source] if isinstance(source, (pl.DataFrame, Parquet)) else source


def name_text(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def value_text(text: str) -> str:
    """A quoted SQL text."""
    return "'" + text.replace("'", "''") + "'"


def path_pattern(path: Path) -> str:
    """A path that DuckDB takes as it stands: it reads names as patterns, so `x[1]` would open `x1`."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
