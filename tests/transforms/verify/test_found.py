"""The six classes, each by its literal case; and what a conclusion may be drawn from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.transforms.verify.request_rows import AS_OF, all_purposes, fact, no_facts
from transforms.verify.concluded import AS_DECLARED, INCOMPLETE, OVER, WITHIN, code, compared, limits
from transforms.verify.found import DOUBT, ERR, HIT, NO_ANSWER, NONE, NOT_ASKED, asked_items, found_of

HOME = {
    "source_table": "housing.properties",
    "record_no": "B1",
    "person_key": "P",
    "kind": "registered",
    "status": "现势",
    "usage": "住宅",
    "area_m2": Decimal("80.5"),
    "on_date": date(2020, 1, 2),
}


def homes(
    records: list[dict[str, Any]],
    member: dict[str, Any] | None = None,
    cut_off: date | None = AS_OF,
    basis: str | None = "授权",
    defect: str | None = None,
) -> list[dict[str, Any]]:
    """What is found of one person's homes."""
    known = all_purposes()
    who = {
        "request_no": "A",
        "line": 1,
        "person_key": "P",
        "purpose": "社会救助",
        "asked_on": AS_OF,
        "certainty": "certain",
        "number_state": "valid",
        "holder_key": None,
    }
    members = pl.DataFrame([who | (member or {})], schema_overrides={"holder_key": pl.String, "certainty": pl.String})
    gated = asked_items(members, known).filter(pl.col("item") == "homes")
    gated = gated.with_columns(basis=pl.lit(basis, pl.String), ground=pl.lit("没有授权书"))
    sources = pl.DataFrame(
        {"source_table": ["housing.properties"], "cut_off": [cut_off], "late": [cut_off != AS_OF]},
        schema={"source_table": pl.String, "cut_off": pl.Date, "late": pl.Boolean},
    )
    told = [("housing.properties", "B1", defect)] if defect else []
    defects = pl.DataFrame(
        told, schema={"source_table": pl.String, "record_no": pl.String, "reason": pl.String}, orient="row"
    )
    facts = no_facts() | {"asset": fact("asset", *records)}
    return found_of(gated, members, facts, sources, defects, known).to_dicts()


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        ({"records": [HOME]}, HIT, ""),
        ({"records": []}, NONE, ""),
        ({"records": [HOME | {"usage": "商业"}]}, NONE, ""),
        ({"records": [HOME], "basis": None}, NOT_ASKED, "未授权,未查询(没有授权书)"),
        ({"records": [HOME | {"person_apart_key": "Q"}]}, DOUBT, "核实是否同一人"),
        ({"records": [HOME], "member": {"certainty": "likely"}}, DOUBT, "核实是否同一人"),
        ({"records": [], "member": {"certainty": "likely"}}, DOUBT, "不能认为没有"),
        ({"records": [], "cut_off": None}, NO_ANSWER, "从未交付"),
        ({"records": [], "cut_off": date(2026, 11, 20)}, NO_ANSWER, "最近一次为2026-11-20"),
        ({"records": [HOME], "cut_off": date(2026, 11, 20)}, HIT, "为2026-11-20的数据"),
        ({"records": [HOME], "defect": "“份额”不是百分比"}, ERR, "读不出的内容"),
        ({"records": [], "member": {"certainty": None, "number_state": "invalid"}}, ERR, "校验不通过"),
        ({"records": [], "member": {"certainty": None, "number_state": "empty"}}, ERR, "没有身份号码"),
        ({"records": [], "member": {"certainty": None, "holder_key": "X"}}, ERR, "姓名不同"),
        ({"records": [], "member": {"certainty": None}}, NONE, ""),
    ],
)
def test_class(given: dict[str, Any], kind: str, words: str) -> None:
    (one,) = homes(**given)
    assert one["class"] == kind
    assert words in one["note"]
    assert (one["record_no"] is None) == (kind not in (HIT, DOUBT, ERR) or not given["records"])
    assert one["note"] or kind in (NONE, HIT)


@pytest.mark.parametrize(
    ("within", "differs", "classes", "expected"),
    [
        (True, False, [HIT, NONE], AS_DECLARED),
        (False, False, [HIT, NONE], AS_DECLARED),
        (True, True, [HIT], WITHIN),
        (False, True, [HIT], OVER),
        (False, True, [NOT_ASKED], OVER),
        (True, True, [NO_ANSWER], INCOMPLETE),
        (True, False, [NOT_ASKED], INCOMPLETE),
        (True, False, [ERR], INCOMPLETE),
        (True, False, [DOUBT], INCOMPLETE),
        (None, True, [HIT], INCOMPLETE),
    ],
)
def test_code(within: bool | None, differs: bool, classes: list[str], expected: str) -> None:
    assert code(within, [{"differs": differs}, {"differs": None}], classes) == expected


def test_declared_against_found_says_what_cannot_be_compared() -> None:
    home = {"declared_income_yuan_month": Decimal(500), "declared_home_count": 1, "declared_deposits_yuan": Decimal(9)}
    measure = {"verified_yuan_month": Decimal("500.01"), "homes": 1}
    assert [one["differs"] for one in compared(home, measure)] == [True, False, None]
    assert [one["differs"] for one in compared(home, {"verified_yuan_month": None, "homes": None})] == [
        None,
        None,
        None,
    ]
    assert compared(home, None)[2]["found"].startswith("未查询")


def test_limit_is_the_parameter_times_and_its_edge_is_within() -> None:
    purpose = all_purposes().by_name["养老服务"]
    policy = {"standard": {"value": "1040", "valid_from": date(2026, 7, 1), "source": None}}
    at = {"income_per_head_yuan": Decimal("2080.00"), "homes": 2}
    assert [one["within"] for one in limits(purpose, at, policy)] == [True, True]
    over = {"income_per_head_yuan": Decimal("2080.01"), "homes": 3}
    assert [one["within"] for one in limits(purpose, over, policy)] == [False, False]
    assert [one["within"] for one in limits(purpose, over, {})] == [None, False]
    assert [one["within"] for one in limits(purpose, None, policy)] == [None, None]
