"""From a record back to the delivered file and row: which delivery counted on a night, and where in it it stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl

from flows.deliveries import Delivery, DeliveryLog
from flows.lake import Lake
from flows.staging import ROWS
from schemas.catalogue import TABLES, TableSpec

Record = tuple[str, str]
"""Table (department.table) and record number."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was delivered. `row_number` counts from 1 without the header; None with `note` saying why.

    `kept`: whether the delivered bytes are still in the lake.
    """

    department: str
    table: str
    file: str | None = None
    sha256: str | None = None
    batch_date: date | None = None
    revision: int | None = None
    row_number: int | None = None
    kept: bool = False
    note: str | None = None

    def as_data(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


def places(lake: Lake, night: date, records: Iterable[Record], log: DeliveryLog | None = None) -> dict[Record, Place]:
    """The place of every record as it counted on a night; a record of no table of the contract has no place.

    `log`: the journal of deliveries, for who has read it already.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for table, record in records:
        wanted[table].add(record)
    log = log or DeliveryLog(lake)
    found: dict[Record, Place] = {}
    for table, numbers in wanted.items():
        if table in TABLES:
            found |= _in_table(lake, TABLES[table], log.in_force(TABLES[table], night), numbers)
    return found


def _in_table(lake: Lake, spec: TableSpec, deliveries: list[Delivery], numbers: set[str]) -> dict[Record, Place]:
    """Newest first: of an event table's record the last delivery that has it counts."""
    found: dict[Record, Place] = {}
    left, gone = set(numbers), False
    for one in reversed(deliveries):
        path = lake.staged / str(one.staged) / ROWS
        if not left:
            break
        if not path.is_file():
            gone = True
            continue
        rows = pl.scan_parquet(path).filter(pl.col("record_no").is_in(sorted(left))).select("record_no", "row_number")
        # Of a number that stands in a file twice the last row counts.
        for record, row in rows.sort("row_number").collect().iter_rows():
            found[(spec.key, record)] = _place(lake, spec, one, row)
            left.discard(record)
    note = "交付已不在数据湖中，无法回到原行" if gone else "该夜采用的交付中没有这条记录"
    missing = {(spec.key, record): Place(spec.department_label, spec.label, note=note) for record in left}
    return found | missing


def _place(lake: Lake, spec: TableSpec, one: Delivery, row: int) -> Place:
    kept = one.sha256 is not None and (lake.received / one.sha256[:2] / one.sha256).is_file()
    return Place(
        department=spec.department_label,
        table=spec.label,
        file=one.file,
        sha256=one.sha256,
        batch_date=one.batch_date,
        revision=one.revision,
        row_number=row,
        kept=kept,
        note=None if kept else "原文件已不保留，只有其整理后的数据",
    )
