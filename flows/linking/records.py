"""Records of the newest night, as `hedui link` is asked about them: which reference is meant, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.linking.fingerprints import SHAPES
from flows.linking.links import LinkFolder
from flows.night import Night, newest_night
from flows.settings import Settings
from flows.steps.link import STEP
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.link.judgements import REFERENCE_KEY, SAID
from transforms.link.references import REFERENCE

Key = tuple[str, str, str, int]
"""Table, record number, role and owner of a reference."""
_ROLE = re.compile(r"^(?P<record>.+)#(?P<role>[a-z_]+)(?:/(?P<owner>\d+))?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest night, and the folder where its step link wrote."""

    night: Night
    folder: Path

    def read(self, name: str) -> pl.DataFrame:
        """A parquet file that the step link wrote."""
        return pl.read_parquet(self.folder / f"{name}.parquet")


def newest(settings: Settings) -> Asked:
    """The newest published night of a home. Raises UsageError if there is none, or an older version made it."""
    night = newest_night(settings)
    if not (night.folder / STEP / "review.parquet").is_file():
        raise UsageError(f"{settings.home} 的最近一夜由旧版程序生成。请重新运行 hedui nightly。")
    return Asked(night, night.folder / STEP)


def links_of_record(asked: Asked, text: str, role: str | None = None, owner: int | None = None) -> list[dict[str, Any]]:
    """Links of every person that a record names, as far as role and owner do not choose; never empty.

    `text`: 部门.表/业务流水号, or that with #角色 or #角色/第几位 behind. Raises UsageError for what is not there.
    """
    table, slash, number = text.partition("/")
    if not slash or table not in TABLES or not TABLES[table].persons:
        raise UsageError(f"“{text}”应写作 部门.表/业务流水号，如 civil_affairs.benefits/BE000000001。")
    chosen = _ROLE.match(number)
    if chosen and chosen["role"] in {person.role for person in TABLES[table].persons}:
        number, role = chosen["record"], chosen["role"]
        owner = int(chosen["owner"]) if chosen["owner"] else owner
    path = LinkFolder(asked.folder, asked.night.lake.staged).links(table)
    links = pl.scan_parquet(path).filter(pl.col("record_no") == number).collect()
    if links.is_empty():
        raise UsageError(f"最近一夜的 {table} 中没有流水号 {number}。")
    if role is not None:
        links = links.filter(pl.col("person_role") == role)
    if owner is not None:
        links = links.filter(pl.col("owner_index") == owner)
    if links.is_empty():
        raise UsageError(f"{table}/{number} 中没有这个角色或这一位。角色有：{'、'.join(_roles(table))}。")
    links = links.sort(pl.col("method") == "exact_id", "row", "owner_index").with_columns(table_key=pl.lit(table))
    return links.to_dicts()


def one_link(asked: Asked, text: str) -> dict[str, Any]:
    """The link of the one reference that a text names. Raises UsageError also when the record names several people."""
    links = links_of_record(asked, text)
    keys = {key_of(link) for link in links}
    if len(keys) > 1:
        ways = "、".join(f"{text.partition('#')[0]}#{role}/{owner}" for _, _, role, owner in sorted(keys))
        raise UsageError(f"“{text}”中有几个人，请写明是哪一个：{ways}。")
    if len(links) > 1:
        raise UsageError(f"“{text}”这一流水号有几行，无法判断是哪一行。请先向交付部门核实流水号。")
    return links[0]


def key_of(link: dict[str, Any], side: str = "") -> Key:
    """The reference that a row names; `side` 'a' or 'b' for a pair."""
    table, record, role, owner = (link[f"{side}_{name}" if side else name] for name in REFERENCE_KEY)
    return str(table), str(record), str(role), int(owner)


def named(key: Key) -> str:
    """A reference as it is written on the command line."""
    table, record, role, owner = key
    return f"{table}/{record}#{role}" + (f"/{owner}" if owner > 1 else "")


def said(asked: Asked, keys: Iterable[Key]) -> pl.DataFrame:
    """What references say of their person: REFERENCE_KEY and SAID; twice where a record number is. Personal data."""
    wanted: dict[str, set[Key]] = {}
    for key in keys:
        wanted.setdefault(key[0], set()).add(key)
    schema: dict[str, pl.DataType] = {
        "table_key": pl.String(),
        **{name: REFERENCE[name] for name in (*REFERENCE_KEY[1:], *SAID)},
    }
    parts = [pl.DataFrame(schema=schema)]
    for table, of_table in wanted.items():
        shape = SHAPES[table]
        rows = rows_in_force(asked.night, TABLES[table], shape.columns)
        named_there = rows.filter(pl.col("record_no").is_in([key[1] for key in of_table]))
        found = shape.references(named_there).with_columns(table_key=pl.lit(table))
        chosen = pl.DataFrame(sorted(of_table), schema=list(REFERENCE_KEY), orient="row")
        chosen = chosen.with_columns(pl.col("owner_index").cast(pl.Int16))
        parts.append(found.join(chosen, on=list(REFERENCE_KEY), how="semi").select(*schema))
    return pl.concat(parts)


def _roles(table: str) -> list[str]:
    return [person.role for person in TABLES[table].persons]
