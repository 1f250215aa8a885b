"""`hedui analysts-file`: the analysts' file, made of the published one (docs/decisions/0021).

A file of its own and in a folder of its own, for DuckDB has no users: who may read a file reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from flows.analysts.questions import questions
from flows.errors import UsageError
from flows.journal import analysts_secret
from flows.lake import Lake
from flows.published import File, opened
from flows.resources import sql_texts
from flows.settings import Settings
from flows.warehouse import Engine, PublishError, views, write_apart
from schemas.analysts import ABOUT, AS_IS, TAKEN, K, Taken
from schemas.analysts_left_out import LEFT_OUT, VIEWS
from schemas.published import PublishedTable, published
from transforms.analysts import Key, places, said_of, small_cells, treated, without_small_cells
from transforms.dictionary import dictionary
from transforms.questions import as_published
from transforms.views import View

NAME = "hedui-analysts.duckdb"
PURPOSE = "统计分析"
_CELLS = {"program": "救助类别", "disability": "残疾类别", "benefit": "待遇类别"}
"""What may be known of people besides township, sex and age: sql/cells/<name>.sql, and how it is called."""
_VILLAGE = 10  # digits from which on a division code names a village


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `small` are people who stand in small cells even so, of `people` (grain: one combination)."""

    path: Path
    night: date
    key_version: str
    tables: int
    rows: int
    size: int
    small: pl.DataFrame


@cache
def views_by_name() -> dict[str, View]:
    """The views of sql/views by their English names."""
    return {view.name: view for view in views()}


def default_path(settings: Settings) -> Path:
    """Where the file lies unless it is told: beside the warehouse, not in it."""
    return settings.home.absolute() / "analysts" / NAME


def analysts_table(key: str) -> PublishedTable:
    """A table of the analysts' file: names, types as published, and comments that say what became of each column."""
    if key in ABOUT:
        columns = ABOUT[key]
        dtypes = {name: dtype for name, (dtype, _) in columns.items()}
        comment = {"about_this_file": "文件说明:怎样得来,能用来做什么", "small_cells": "小格提示:还剩多少人可能被认出"}[
            key
        ]
        return PublishedTable("main", key, comment, dtypes, {name: said for name, (_, said) in columns.items()})
    how = TAKEN[key].columns
    if (view := views_by_name().get(key)) is not None:
        comment, comments, dtypes = view.comment, view.columns, dict.fromkeys(how, pl.String())
    else:
        table = published()[key]
        comment, comments, dtypes = table.comment, table.comments, table.dtypes
    told = {name: comments[name] + ("" if one == AS_IS else f"({said_of(one)})") for name, one in how.items()}
    schema, _, name = key.rpartition(".")
    return PublishedTable(schema or "main", name, comment, {name: dtypes[name] for name in how}, told)


def write_analysts_file(
    settings: Settings, out: Path | None = None, purpose: str = PURPOSE, *, new_key: bool = False
) -> Written:
    """Write the file anew from the newest published one. Raises PublishError, NightStoppedError, UsageError."""
    path = (out or settings.analysts_file or default_path(settings)).absolute()
    lake = Lake(settings.home.absolute())
    if path.resolve().is_relative_to(lake.warehouse.resolve()):
        raise UsageError(f"{path} 在发布目录 {lake.warehouse} 里,会顶替中心的文件。请把分析文件写到别的目录。")
    with opened(settings) as file:
        key = Key(analysts_secret(lake, renew=new_key), purpose)
        told = _Rows(file, key)
        engine = Engine(lake.home / "lake" / "spill", settings.threads, settings.memory_limit)
        every = views_by_name()
        made = [every[name] for name in VIEWS]
        twins = [_twin(name) for name in TAKEN if name in every]
        write_apart(path, told.tables(), made, twins, engine)
        return Written(path, file.night, key.version, told.count, told.rows, path.stat().st_size, told.small)


def _twin(name: str) -> View:
    """The Chinese twin of a view that is a table here, with the columns taken."""
    view = views_by_name()[name]
    return View(view.name, view.chinese, view.comment, {c: view.columns[c] for c in TAKEN[name].columns}, "")


class _Rows:
    """The tables one after another, so that only one is in memory; counts what went by."""

    def __init__(self, file: File, key: Key) -> None:
        self._file, self._key = file, key
        self.count = self.rows = 0
        self.small = pl.DataFrame()

    def tables(self) -> Iterator[tuple[PublishedTable, pl.DataFrame]]:
        """Every table of the file with its rows."""
        bands = self._read("person_bands")
        known = places(bands)
        tables = [*map(analysts_table, TAKEN)]
        for table in tables:
            yield self._counted(table, self._made(table.key, bands, known))
        yield self._counted(analysts_table("small_cells"), self.small)
        yield self._counted(analysts_table("about_this_file"), self._about())
        every = [views_by_name()[name] for name in VIEWS]
        own = [*tables, *map(analysts_table, ABOUT)]
        yield self._counted(published()["dictionary_columns"], dictionary(own, every, delivered=False))
        yield self._counted(published()["analyst_questions"], as_published(list(questions())))

    def _counted(self, table: PublishedTable, rows: pl.DataFrame) -> tuple[PublishedTable, pl.DataFrame]:
        self.count, self.rows = self.count + 1, self.rows + rows.height
        dtypes = {name: rows.schema[name] for name in table.dtypes}
        return PublishedTable(table.schema, table.name, table.comment, dtypes, table.comments), rows

    def _read(self, key: str) -> pl.DataFrame:
        try:
            return self._file.con.table(key).select(*TAKEN[key].columns).pl()
        except (duckdb.CatalogException, duckdb.BinderException):
            raise PublishError(
                f"已发布的文件没有 {key} 或缺少它的列,是旧版本写的。请用现在的版本发布一夜(hedui nightly)后再试。"
            ) from None

    def _made(self, key: str, bands: pl.DataFrame, known: frozenset[str]) -> pl.DataFrame:
        rows = treated(bands if key == "person_bands" else self._read(key), TAKEN[key], self._key.derived, known)
        if key == "person_bands":
            rows = without_small_cells(rows)
            self.small = self._small(rows)
        if key == "divisions":
            rows = rows.filter(pl.col("code").str.len_chars() < _VILLAGE)
        if key == "fairness":
            rows = rows.filter(pl.col("n") >= K)
        return rows

    def _small(self, bands: pl.DataFrame) -> pl.DataFrame:
        """How many are left in small cells when what else is known of them is added."""
        sql, pseudonym = sql_texts("cells"), {"person_key": TAKEN["person_bands"].columns["person_key"]}
        more = {}
        for name, said in _CELLS.items():
            found = self._file.con.sql(sql[name]).pl()
            value = found.columns[1]
            taken = Taken({**pseudonym, value: AS_IS})
            more[said] = treated(found, taken, self._key.derived, frozenset())
        return small_cells(bands, more)

    def _about(self) -> pl.DataFrame:
        """What a reader must know, in the file itself."""
        run = self._file.rows("SELECT run_id, as_of FROM runs ORDER BY as_of DESC, run_id LIMIT 1")[0]
        left = ";".join(f"{name}:{why}" for name, why in LEFT_OUT.items())
        told = [
            ("夜次", f"{run['as_of']}(运行编号 {run['run_id']})"),
            ("用途", self._key.purpose),
            ("化名密钥", f"版本 {self._key.version};密钥不在文件内。同一密钥、同一用途的文件之间化名相同,否则不同"),
            ("性质", "去标识化的个人信息,不是匿名信息:仍属个人信息,只能用于上述用途,不得对外提供,不得试图认出任何人"),
            ("小格", f"人员的区划、性别、年龄段合起来不足{K}人的已放宽;加上别的列仍可能认出人,见 small_cells"),
            ("结果的公布", f"公布的表中不足{K}人的格请隐去或合并"),
            ("与中心文件的出入", "金额、日期、区划取了约数:同一查询的合计与按日期的筛选会略有出入,以中心文件为准"),
            ("未收入的表", left),
        ]
        rows = [{"place": place, "item": item, "told": said} for place, (item, said) in enumerate(told, 1)]
        return pl.DataFrame(rows, schema=analysts_table("about_this_file").dtypes, orient="row")
