"""The published DuckDB file, and the only module that opens DuckDB files.

`publish` builds a version aside, closes it, sees it to the disk and puts it in place by rename (flows/versions.py).
Whatever stops it, the file published before stays readable and unchanged, and the message is one Chinese sentence.
SQL is put together here and in flows/warehouse_tables.py only; names come from schemas/ and sql/, values are bound,
paths are ours.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from flows.errors import NightStoppedError
from flows.resources import sql_texts
from flows.rule_space import RuleSpace, create_rule_space, fill_rule_space
from flows.versions import (
    STABLE,
    building_path,
    put_in_place,
    remove_leftovers,
    remove_old,
    replace_whole,
    version_name,
)
from flows.warehouse_message import message_of
from flows.warehouse_tables import (
    Source,
    create_table,
    create_twin,
    create_view,
    fill_table,
    name_text,
    parts_of,
    path_pattern,
    value_text,
)
from schemas.facts import FACTS, PERSON
from schemas.published import PublishedTable, duckdb_type, published
from transforms.fingerprint import VOLATILE, Kind, of_relation
from transforms.views import View, parse_view


class PublishError(NightStoppedError):
    """The file could not be published; the one published before is untouched."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What DuckDB may use. `spill` is a private folder for what does not fit into memory; plaintext, so mode 700."""

    spill: Path
    threads: int | None = None
    memory_limit: str = "4GB"

    @property
    def config(self) -> dict[str, str | bool | int | float | list[str]]:
        """DuckDB settings. No extension is ever fetched; icu, json and parquet are built in."""
        self.spill.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.spill.chmod(0o700)
        offline = {"autoinstall_known_extensions": "false", "allow_community_extensions": "false"}
        threads = {} if self.threads is None else {"threads": str(self.threads)}
        return {**offline, **threads, "memory_limit": self.memory_limit, "temp_directory": str(self.spill)}


def publish(
    folder: Path,
    as_of: date,
    run_id: str,
    tables: Mapping[str, Source],
    engine: Engine,
    space: RuleSpace = RuleSpace(),  # noqa: B008  frozen and empty
) -> Path:
    """Publish a night and return the version's path; `folder / "hedui.duckdb"` is the same file by its stable name.

    `tables`: key of schemas.published -> rows; of a frame or parquet file the published columns are taken. Tables
    not given are published empty. `space`: what rules read (flows/rule_space.py). Raises PublishError, and ValueError
    for a table or column that is not known. The caller holds the run lock.
    """
    version = folder / version_name(as_of, run_id)
    building = building_path(folder, version.name)
    try:
        _check(tables)
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        _build(building, tables, engine, space)
        put_in_place(building, version)
        remove_old(folder, version)
    except (OSError, duckdb.Error, pl.exceptions.PolarsError, MemoryError) as error:
        with suppress(OSError):
            remove_leftovers(folder)  # a full disk is not left full
        # A message of DuckDB may quote a value: `from None` keeps it off the screen.
        raise PublishError(message_of(error, folder / STABLE)) from None
    return version


def write_apart(
    path: Path,
    tables: Iterable[tuple[PublishedTable, pl.DataFrame]],
    made: Sequence[View],
    twins: Sequence[View],
    engine: Engine,
) -> None:
    """Write a file of its own, for another audience, whole or not at all: tables, views, and Chinese twins of tables.

    Raises PublishError; a file that stood there before stays as it was.
    """
    building = building_path(path.parent, path.name)
    try:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        building.unlink(missing_ok=True)
        with duckdb.connect(str(building), config=engine.config) as con:
            con.execute("SET TimeZone = 'Asia/Shanghai'")
            con.execute("BEGIN")
            con.execute("CREATE SCHEMA fact")
            for table, rows in tables:
                create_table(con, table)
                fill_table(con, table, rows)
            for view in made:
                create_view(con, view)
            for view in twins:
                create_twin(con, view)
            con.execute("COMMIT")
            con.execute("CHECKPOINT")
        replace_whole(building, path)
    except (OSError, duckdb.Error, pl.exceptions.PolarsError, MemoryError) as error:
        with suppress(OSError):
            building.unlink(missing_ok=True)
            building.with_name(f"{building.name}.wal").unlink(missing_ok=True)
        raise PublishError(message_of(error, path)) from None


def open_readonly(path: Path, engine: Engine | None = None) -> duckdb.DuckDBPyConnection:
    """A locked reader of a published file: no writing, no other file, no setting can be changed.

    The file is attached to a connection in memory, since DuckDB gives a second `connect` of one process the old file.
    Raises PublishError when there is no such file or it cannot be opened.
    """
    if not path.is_file():
        raise PublishError(f"找不到已发布的数据库 {path}。请先运行 hedui nightly。")
    con = duckdb.connect(":memory:", config=engine.config if engine else {})
    try:
        con.execute(f"ATTACH {value_text(str(path))} AS hedui (READ_ONLY)")
    except duckdb.Error:
        con.close()
        raise PublishError(f"无法打开 {path}:文件损坏,或正被其他程序以写方式占用。") from None
    for statement in (
        "USE hedui",
        "SET GLOBAL TimeZone = 'Asia/Shanghai'",  # cursors of the connection too
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        con.execute(statement)
    return con


def facts_connection(facts: Mapping[str, Sequence[Path]], engine: Engine) -> duckdb.DuckDBPyConnection:
    """A connection in memory where the schema `fact` has a view for every fact and for people, over parquet files.

    Facts without a file are empty, with their types. Rows have no order: whoever wants one says so.
    """
    con = duckdb.connect(":memory:", config={**engine.config, "preserve_insertion_order": False})
    con.execute("SET TimeZone = 'Asia/Shanghai'")
    con.execute("CREATE SCHEMA fact")
    for name, fact in {**FACTS, "person": PERSON, "person_apart": PERSON}.items():
        types = {column: duckdb_type(spec.dtype) for column, spec in fact.columns.items()}
        # DuckDB takes every file of a view to be as long as the first, and joins by that: the longest comes first.
        files = sorted(facts.get(name, ()), key=lambda path: (-path.stat().st_size, path.name))
        paths = ", ".join(value_text(path_pattern(path)) for path in files)
        columns = ", ".join(
            f"CAST({name_text(c) if paths else 'NULL'} AS {type_}) AS {name_text(c)}" for c, type_ in types.items()
        )
        rows = f"FROM read_parquet([{paths}])" if paths else "WHERE false"
        con.execute(f"CREATE VIEW fact.{name_text(name)} AS SELECT {columns} {rows}")
    return con


def fingerprints(path: Path, kind: Kind = "quick", volatile: frozenset[str] = VOLATILE) -> dict[str, str]:
    """Content fingerprint of every table of a published file, by key; see transforms/fingerprint.py."""
    with open_readonly(path) as con:
        return {key: of_relation(con.table(key), kind, volatile) for key in published()}


@cache
def views() -> tuple[View, ...]:
    """The views of sql/views, in the order they are made; parsed once in a process, as the code is."""
    return tuple(parse_view(file, text) for file, text in sql_texts("views").items())


def _check(tables: Mapping[str, Source]) -> None:
    """Every table is known and every source has the columns published; checked before anything is written."""
    if strange := sorted(set(tables) - set(published())):
        raise ValueError(f"tables nobody publishes: {', '.join(strange)}")
    for key, source in tables.items():
        for part in parts_of(source):
            if isinstance(part, pl.DataFrame):
                there = set(part.columns)
            else:
                there = set(pl.scan_parquet(part.path, glob=False).collect_schema()) | set(part.constants)
            if missing := [column for column in published()[key].dtypes if column not in there]:
                raise ValueError(f"{key}: columns missing: {', '.join(missing)}")


def _build(building: Path, tables: Mapping[str, Source], engine: Engine, space: RuleSpace) -> None:
    """Write all tables, comments, views and rows into a new file, and close it without a log."""
    building.write_bytes(_blank(building, engine, space))
    with _opened(building, engine) as con:
        for key, source in tables.items():
            fill_table(con, published()[key], source)
        fill_rule_space(con, space)


_blanks: dict[Hashable, bytes] = {}  # code decides the shape: one with a rule space, one without


def _blank(building: Path, engine: Engine, space: RuleSpace) -> bytes:
    """The file before any row, some 4 MB: code only, so made once in a process; a small city's rows take less time."""
    if space.shape not in _blanks:
        with _opened(building, engine) as con:
            con.execute("CREATE SCHEMA fact")
            for table in published().values():
                create_table(con, table)
            for view in views():
                create_view(con, view)
            create_rule_space(con, space)
        _blanks[space.shape] = building.read_bytes()
        building.unlink()
    return _blanks[space.shape]


@contextmanager
def _opened(building: Path, engine: Engine) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file being built, in one transaction that ends with the file whole and without a log."""
    # Rows of a table have no order; not keeping one lets DuckDB write with all threads into a smaller file.
    with duckdb.connect(str(building), config={**engine.config, "preserve_insertion_order": False}) as con:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        # Measured on 22 million rows: without FSST half the time, and a file under twice the size.
        con.execute("SET disabled_compression_methods = 'fsst,dict_fsst,zstd'")
        con.execute("BEGIN")
        yield con
        con.execute("COMMIT")
        con.execute("CHECKPOINT")
