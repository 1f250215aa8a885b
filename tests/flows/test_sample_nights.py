"""The invented cities walked by the real night: a clean one is silent, in the bundled one every rule is seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.sample import write_sample
from flows.settings import load
from flows.walk import Outcome, plain, run_nights
from tests.conftest import BundledCity
from tests.rules.rule_files import NOT_PLANTED, texts
from transforms.rules.head import parse_rules

NIGHTS = 3


def walk(inbox: Path, home: Path) -> Outcome:
    return run_nights(load(None, inbox=inbox, home=home), plain, lambda *_: None)


def ask(outcome: Outcome, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(outcome.warehouse, read_only=True) as con:
        return con.sql(sql).fetchall()


@pytest.mark.parametrize(
    ("people", "seed", "nights", "first"),
    [
        (700, 11, 2, date(2026, 11, 20)),
        pytest.param(1200, 5, 3, date(2026, 10, 14), marks=pytest.mark.long, id="the heating season begins"),
        pytest.param(1000, 3, 3, date(2026, 6, 29), marks=pytest.mark.long, id="the standard rises"),
        pytest.param(1500, 6, 2, date(2026, 12, 31), marks=pytest.mark.long, id="the year ends"),
        pytest.param(20_000, 4, 1, date(2026, 11, 20), marks=pytest.mark.long, id="larger"),
    ],
)
def test_a_clean_city_is_silent(tmp_path: Path, people: int, seed: int, nights: int, first: date) -> None:
    write_sample(people, seed, nights, tmp_path / "inbox", clean=True, first_night=first)
    outcome = walk(tmp_path / "inbox", tmp_path / "home")
    assert outcome.exit_code == 0
    assert ask(outcome, "SELECT rule_id, anchor_record_no FROM alerts") == []
    assert ask(outcome, "SELECT * FROM quarantine") == []
    assert ask(outcome, "SELECT * FROM defects") == []
    assert ask(outcome, "SELECT DISTINCT outcome FROM verification_results") == [("pass",)]
    assert ask(outcome, "SELECT DISTINCT method FROM identity_links ORDER BY 1") == [("exact_id",), ("unlinked",)]


def test_every_planted_case_is_found_and_no_near_miss(bundled_city: BundledCity) -> None:
    outcome, truth = bundled_city.outcome, bundled_city.truth
    assert outcome.exit_code == 0
    alerts = pl.DataFrame(
        ask(outcome, "SELECT rule_id, anchor_table, anchor_record_no, state FROM alerts"),
        schema=["rule_id", "anchor_table", "anchor_record_no", "state"],
        orient="row",
    )
    anchor = ["rule_id", "anchor_table", "anchor_record_no"]
    cases = pl.read_parquet(truth / "cases.parquet")
    last = cases.group_by(*anchor, "fires").agg(pl.col("to_night").max())
    found = last.join(alerts, on=anchor, how="left")
    assert found.filter(~pl.col("fires"))["state"].null_count() == found.filter(~pl.col("fires")).height > 0
    planted = found.filter("fires")
    assert planted.filter(pl.col("state").is_null()).rows() == []
    open_at_last = planted["to_night"] == NIGHTS
    assert (open_at_last == (planted["state"] != "resolved")).all()
    assert set(alerts["state"]) == {"new", "ongoing", "reopened", "resolved"}
    rules = parse_rules(texts("rules/alert"))
    live = {rule.id for rule in rules if rule.head.status == "live"}
    assert set(planted["rule_id"]) == live - NOT_PLANTED
    refused = pl.read_parquet(truth / "quarantine.parquet")
    rows = ask(outcome, "SELECT department || '.' || table_name, row_number, column_name FROM quarantine ORDER BY ALL")
    assert rows == sorted(refused.select("table", "row_number", "column_name").rows())
    assert ask(outcome, "SELECT count(*) > 20 FROM defects") == [(True,)]
