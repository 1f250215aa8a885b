"""A rule pasted into the published file finds what it found in the night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import polars as pl
import pytest

from flows.resources import sql_texts
from tests.conftest import RunNights
from transforms.rules.head import is_waiting

NIGHT = date(2026, 11, 22)
RULES = sql_texts("rules/alert")


@pytest.fixture(scope="module")
def space(city_a: RunNights) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file as an analyst opens it; a reader cannot change it, so one opening serves all rules."""
    with city_a.published(NIGHT) as con:
        con.execute("USE hedui.mart")
        yield con


@pytest.fixture(scope="module")
def findings(city_a: RunNights) -> pl.DataFrame:
    return pl.read_parquet(city_a.home / f"lake/nights/{NIGHT}/monitor/findings.parquet")


@pytest.mark.parametrize("rule", [name for name, text in sorted(RULES.items()) if not is_waiting(name, text)])
def test_pasted_rule_finds_the_same(space: duckdb.DuckDBPyConnection, findings: pl.DataFrame, rule: str) -> None:
    found = findings.filter(pl.col("rule_id") == rule)
    wanted = sorted(found["anchor_record_no"])
    pasted = sorted(space.sql(RULES[rule]).pl()["anchor_record_no"])
    # The space shows one world, of links as they are; that something may be absent in the other is the night's to say.
    likely = sorted(found.filter(pl.col("certainty") == "likely")["anchor_record_no"])
    assert set(pasted) <= set(wanted)
    assert set(wanted) - set(pasted) <= set(likely)


def test_every_relation_of_the_space_is_explained(city_a: RunNights) -> None:
    with city_a.published(NIGHT) as con:
        silent = con.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'mart' AND comment IS NULL"
        ).fetchall()
    assert silent == []
