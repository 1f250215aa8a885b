"""The views on decisions, over a published file of a few rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.warehouse import Engine, open_readonly, publish
from tests.flows.small_city import AS_OF, city, rows

MEASURE = {"rule_id": "CB-01", "rule_version": 1, "fired": 5, "undecided": 5}
GROUP = {"measure": "alert", "attribute": "township", "n": 60, "hits": 30, "rate": 0.5}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("home")
    told = {"precision": 2 / 3, "precision_low": 0.2077, "precision_high": 0.9385}
    finding = {"decision_id": "D1", "division_code": "999901001001", "decided_on": date(2026, 11, 22)}
    tables = city() | {
        "rule_measures": rows(
            "rule_measures", MEASURE, MEASURE | told | {"rule_version": 2}, MEASURE | {"month": "2026-11"}
        ),
        "fairness": rows(
            "fairness",
            GROUP | {"group_value": "999901", "flagged": True, "ratio": 1.3},
            GROUP | {"group_value": "999902", "flagged": False},
        ),
        "confirmed_findings": rows("confirmed_findings", finding),
        "recall_sample": rows("recall_sample", {"sample_id": "S1"}, {"sample_id": "S2", "result": "抽查-未见问题"}),
    }
    publish(folder, AS_OF, "r1", tables, Engine(folder / "spill", 2))
    with open_readonly(folder / "hedui.duckdb") as connection:
        yield connection


def test_a_precision_nobody_knows_is_empty(con: duckdb.DuckDBPyConnection) -> None:
    found = con.sql("SELECT rule_version, title, precision_percent, precision_interval FROM rule_precision ORDER BY 1")
    assert found.fetchall() == [(1, "多套住房", None, None), (2, "多套住房", 66.7, "20.8 至 93.8")]


def test_only_what_is_flagged_and_only_what_waits(con: duckdb.DuckDBPyConnection) -> None:
    assert con.sql("SELECT 组, 指标 FROM 公平性_提示").fetchall() == [("示例市一县", "有预警")]
    assert con.sql("SELECT sample_id FROM sample_to_review").fetchall() == [("S1",)]
    assert con.sql("SELECT decision_id, division FROM findings_to_act_on").fetchall() == [("D1", "示例市一县向阳村")]
