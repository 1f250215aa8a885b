"""`hedui link explain`: why a record was, or was not, linked to a person. Shows no name and no number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.journal import nights
from flows.lake import Lake
from flows.steps.link import STEP
from schemas.catalogue import TABLES
from transforms.link.explain import waterfall


@dataclass(frozen=True, slots=True)
class Explained:
    """`link`: the record's own link. `rows`: the waterfall, empty when the two were never compared. `others`: how many
    people else were compared, and the probability of the best of them.
    """

    link: dict[str, Any]
    rows: list[dict[str, Any]]
    others: int
    second: float


def explain(home: Path, record: str, other: str) -> Explained:
    """The pair of a record (DEPARTMENT.TABLE/RECORD) and another record, or a person key, in the last night.

    Raises UsageError when a record or person is not there.
    """
    lake = Lake(home.absolute())
    if not (published := nights(lake)):
        raise UsageError(f"{home} 中还没有发布过的夜。")
    folder = lake.night(max(published)) / STEP
    link = _link(folder, record)
    key = other if "/" not in other else _link(folder, other)["person_key"]
    groups = pl.read_parquet(folder / "groups.parquet")
    group = groups.filter(pl.col("person_key") == key)["group"]
    table, number = record.split("/", 1)
    units = pl.read_parquet(folder / "open.parquet").filter(
        (pl.col("table_key") == table)
        & (pl.col("record_no") == number)
        & (pl.col("person_role") == link["person_role"])
    )["unit"]
    pairs = pl.read_parquet(folder / "pairs.parquet").filter(pl.col("unit").is_in(units.implode()))
    met = pairs.filter(pl.col("group").is_in(group.implode())).sort("match_probability", descending=True)
    rest = pairs.filter(~pl.col("group").is_in(group.implode()))
    rows = waterfall(met.row(0, named=True)) if met.height else []
    return Explained(link, rows, rest.height, float(rest["match_probability"].max() or 0.0))  # type: ignore[arg-type]


def _link(folder: Path, record: str) -> dict[str, Any]:
    """The link of a record's first role that is not settled by an equal number, else of its first."""
    table, _, number = record.partition("/")
    if table not in TABLES or not TABLES[table].persons:
        raise UsageError(f"“{record}”应写作 部门.表/业务流水号,如 civil_affairs.benefits/BE000000001。")
    links = pl.read_parquet(folder / "links" / f"{table}.parquet").filter(pl.col("record_no") == number)
    if links.is_empty():
        raise UsageError(f"最近一夜的 {table} 中没有流水号 {number}。")
    first = links.sort(pl.col("method") == "exact_id", "row", "owner_index").row(0, named=True)
    return dict(first)
