"""The contested records as they are in force in a night: their fingerprints."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from flows.night import Night
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.disputes.marks import mark_of
from transforms.disputes.standing import MARKS


def marks_of(night: Night, records: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Fingerprints of the records (table, number) that are in force in a night whose step stage has run; MARKS."""
    wanted: dict[str, set[str]] = {}
    for table, record_no in records:
        wanted.setdefault(table, set()).add(record_no)
    found = []
    for table, numbers in sorted(wanted.items()):
        if table not in TABLES:
            continue
        rows = rows_in_force(night, TABLES[table]).filter(pl.col("record_no").is_in(sorted(numbers)))
        found += [(table, row["record_no"], mark_of(row, night.secret)) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(found, schema=MARKS, orient="row")
