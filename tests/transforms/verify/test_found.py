"""The six classes, each by its literal case; and what a conclusion may be drawn from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.transforms.verify.request_rows import AS_OF, all_purposes, fact, no_facts
from transforms.verify.concluded import AS_DECLARED, INCOMPLETE, OVER, WITHIN, code, compared, limits, sentence
from transforms.verify.found import DOUBT, ERR, HIT, NO_ANSWER, NONE, NOT_ASKED, asked_items, found_of
from transforms.verify.sums import Sums, known_sums, open_tables, printed

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
        ({"records": [HOME], "basis": None}, NOT_ASKED, "未授权，未查询（没有授权书）"),
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


def test_what_was_not_declared_is_not_as_declared() -> None:
    assert code(True, [{"differs": None}] * 3, [HIT]) == INCOMPLETE
    assert "没有申报收入和住房，无从比较；按查得的数据未超过标准" in sentence(INCOMPLETE, True, {}, silent=True)


HOUSE = {"declared_income_yuan_month": Decimal(500), "declared_home_count": 1, "declared_deposits_yuan": Decimal(9)}


def test_declared_against_found_says_what_cannot_be_compared() -> None:
    assert [one["differs"] for one in compared(HOUSE, Sums(MEASURE))] == [True, True, None]
    assert [one["differs"] for one in compared(HOUSE | {"declared_home_count": 2}, Sums(MEASURE))][1] is False
    assert [one["differs"] for one in compared(HOUSE | {"declared_home_count": 3}, Sums(MEASURE))][1] is True
    assert {one["differs"] for one in compared(HOUSE, Sums({}))} == {None}
    assert compared(HOUSE, Sums({}))[2]["found"].startswith("未查询")
    part = Sums(MEASURE, frozenset({"homes", "verified_yuan_month"}))
    assert [one["differs"] for one in compared(HOUSE, part)] == [True, True, None]
    assert [one["differs"] for one in compared(HOUSE | {"declared_home_count": 3}, part)][1] is None


def test_limit_is_the_parameter_times_and_its_edge_is_within() -> None:
    purpose = all_purposes().by_name["养老服务"]
    policy = {"standard": {"value": "1040", "valid_from": date(2026, 7, 1), "source": None}}

    def within(given: Sums, values: dict[str, Any] = policy) -> list[bool | None]:
        return [one["within"] for one in limits(purpose, given, values)]

    at = {"income_per_head_yuan": Decimal("2080.00"), "homes": 2}
    over = {"income_per_head_yuan": Decimal("2080.01"), "homes": 3}
    both = frozenset(at)
    assert within(Sums(at)) == [True, True]
    assert within(Sums(at, both)) == [None, None]
    assert within(Sums(over)) == within(Sums(over, both)) == [False, False]
    assert within(Sums(over), {}) == [None, False]
    assert within(Sums({})) == [None, None]


MEASURE = {
    "members": 1,
    "verified_yuan_month": Decimal("500.01"),
    "income_yuan_month": Decimal("500.01"),
    "income_per_head_yuan": Decimal("500.01"),
    "homes": 2,
    "home_area_m2": Decimal("80.50"),
    "non_residential": 0,
    "home_bought": 0,
    "rigid_expense_year_yuan": Decimal(0),
}
HOUSING = "housing.properties"


def shown(apart: dict[str, Any] | None, asked: set[str], open_ones: set[str]) -> dict[str, str]:
    return {one["label"]: one["value"] for one in printed(known_sums(MEASURE, apart, asked, open_ones))}


def test_sum_of_a_source_that_was_not_asked_or_did_not_answer_is_no_zero() -> None:
    told = shown(None, {HOUSING}, set())
    assert (told["住房（套）"], told["住房面积（平方米）"], told["商业、办公用房（处）"]) == ("2", "80.5", "0")
    assert (told["近期新购住房（处）"], told["核对家庭月收入（元）"], told["近12个月个人负担医疗费用（元）"]) == (
        "—",
    ) * 3
    told = shown(None, {HOUSING}, {HOUSING})
    assert (told["住房（套）"], told["商业、办公用房（处）"]) == ("至少2", "—")


def test_sum_that_rests_on_a_likely_link_is_told_without_it() -> None:
    told = shown(MEASURE | {"homes": 1, "home_area_m2": Decimal(0)}, {HOUSING}, set())
    assert (told["住房（套）"], told["住房面积（平方米）"], told["商业、办公用房（处）"]) == ("至少1", "—", "0")


def test_late_source_leaves_its_sums_open() -> None:
    sources = [
        {"source_table": HOUSING, "late": True, "cut_off": AS_OF},
        {"source_table": "b.b", "late": False, "cut_off": None},
        {"source_table": "c.c", "late": False, "cut_off": AS_OF},
        {"source_table": "d.d", "late": False, "cut_off": AS_OF},
    ]
    found = [{"source_table": "c.c", "class": ERR}, {"source_table": "d.d", "class": HIT}]
    assert open_tables(found, sources, {ERR}) == {HOUSING, "b.b", "c.c"}
