"""A rule pasted into the published file finds what it found in the night."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.resources import sql_texts
from tests.conftest import RunNights
from transforms.rules.head import is_waiting

NIGHT = date(2026, 11, 22)


@pytest.mark.parametrize(
    "rule", [name for name, text in sorted(sql_texts("rules/alert").items()) if not is_waiting(name, text)]
)
def test_pasted_rule_finds_the_same(city_a: RunNights, rule: str) -> None:
    found = pl.read_parquet(city_a.home / f"lake/nights/{NIGHT}/monitor/findings.parquet")
    wanted = sorted(found.filter(pl.col("rule_id") == rule)["anchor_record_no"])
    with city_a.published(NIGHT) as con:
        con.execute("USE hedui.mart")
        rows = con.sql(sql_texts("rules/alert")[rule]).pl()
    pasted = sorted(rows["anchor_record_no"])
    # The space shows one world, of links as they are; that something may be absent in the other is the night's to say.
    likely = sorted(found.filter((pl.col("rule_id") == rule) & (pl.col("certainty") == "likely"))["anchor_record_no"])
    assert set(pasted) <= set(wanted)
    assert set(wanted) - set(pasted) <= set(likely)


def test_every_relation_of_the_space_is_explained(city_a: RunNights) -> None:
    with city_a.published(NIGHT) as con:
        silent = con.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'mart' AND comment IS NULL"
        ).fetchall()
    assert silent == []
