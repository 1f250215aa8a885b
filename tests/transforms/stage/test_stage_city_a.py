"""Every file of the sample city: what is put into quarantine is exactly what its truth says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.reading import read_text
from schemas.catalogue import TABLES, TableSpec
from transforms.stage.table import Staged, stage

CITY = Path(__file__).parents[2] / "cases/city_a"
KINDS = {"missing": "missing", "code": "code", "date": "unreadable", "amount": "unreadable"}


class File(NamedTuple):
    batch_date: date
    spec: TableSpec
    staged: Staged


@cache
def files() -> tuple[File, ...]:
    return tuple(_files())


def _files() -> Iterator[File]:
    for path in sorted(CITY.glob("inbox/*/*/manifest.json")):
        manifest = json.loads(path.read_text("utf-8"))
        for one in manifest["tables"]:
            spec = TABLES[f"{manifest['department']}.{one['table']}"]
            text = read_text(path.parent / one["file"], one["format"], one.get("encoding"), frozenset(spec.headers))
            columns = {header: name for header, name in spec.headers.items() if header in text.frame.columns}
            yield File(date.fromisoformat(manifest["batch_date"]), spec, stage(text.frame.rename(columns), spec))


def test_quarantine_is_the_truth() -> None:
    truth = pl.read_parquet(CITY / "truth/quarantine.parquet")
    expected = truth.with_columns(check_name=pl.col("kind").replace_strict(KINDS))
    names = ["batch_date", "department", "table_name", "row_number", "record_no", "column_name", "check_name"]
    found = [
        (file.batch_date, file.spec.department, file.spec.table, *cell)
        for file in files()
        for cell in file.staged.quarantine.select(names[3:]).rows()
    ]
    assert sorted(found) == sorted(expected.select(names).rows())


def test_the_account_balances_in_every_file() -> None:
    feeds = pl.read_parquet(CITY / "truth/feeds.parquet")
    expected = {
        (one["batch_date"], one["department"], one["table_name"]): (one["rows_in"], one["broken"])
        for one in feeds.iter_rows(named=True)
    }
    found = {
        (file.batch_date, file.spec.department, file.spec.table): (file.staged.rows_in, file.staged.rows_quarantined)
        for file in files()
    }
    assert found == {key: counts for key, counts in expected.items() if key in found}
    assert all(rows == 0 for key, (rows, _) in expected.items() if key not in found)


def test_nothing_else_is_unreadable() -> None:
    assert {file.spec.key: file.staged.defects.rows() for file in files() if file.staged.defects.height} == {}
