"""A request that is not in order: every row is answered, nothing guessed."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.verify.request_rows import AS_OF, all_purposes, read, row, text_of, valid_number
from transforms.verify.request import read_request

SECOND = {"name": "王二", "id_number": valid_number(2), "relation": "子"}
SHORT = {"request_no": "A1", "member_kind": "共同生活"} | SECOND


def said(*rows: dict[str, str], broken: dict[int, str] | None = None) -> list[tuple[bool, str]]:
    return list(read(*rows, broken=broken).answers.select("taken", "said").iter_rows())


def test_household_in_order_is_taken_whole() -> None:
    request = read(row(), SHORT)
    assert request.answers["taken"].to_list() == [True, True]
    assert request.households.select("purpose", "program", "division_code").row(0) == (
        "社会救助",
        "最低生活保障",
        "999901001001",
    )
    assert request.members["line"].to_list() == [1, 2]
    assert request.grants["line"].to_list() == [1]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row(purpose="核查")], "“用途”读不出"),
        ([row(purpose="社会救助", program="五保")], "“救助类别”读不出"),
        ([row(program="")], "须填“救助类别”"),
        ([row(purpose="法律援助")], "“救助类别”应为空"),
        ([row(applied_on="2026-13-01")], "“申请日期”读不出"),
        ([row(applied_on="2027-11-20")], "晚于数据截止日"),
        ([row(division_code="")], "“村居代码”未填"),
        ([row(residence="郊区")], "“城乡”读不出"),
        ([row(relation="子")], "没有“本人”"),
        ([row(), row(name="王二", id_number=valid_number(2))], "“本人”有2行（第1、2行）"),
        ([row(), SHORT, SHORT], "同一成员出现2次（第2、3行）"),
        ([row(), SHORT | {"address": "甲村"}, row(**SECOND, address="乙村")], "“家庭住址”不一致"),
        ([row(), SHORT | {"relation": "侄子"}], "同户第2行未受理"),
        ([row(), SHORT | {"name": ""}], "同户第2行未受理"),
    ],
)
def test_household_that_is_not_in_order_is_not_verified(rows: list[dict[str, str]], why: str) -> None:
    request = read(*rows, row(request_no="B1", id_number=valid_number(9)))
    answers = request.answers.to_dicts()
    assert [one["line"] for one in answers] == list(range(1, len(rows) + 2))
    assert not any(one["taken"] for one in answers[:-1])
    assert any(why in one["said"] for one in answers), answers
    assert all(one["said"] for one in answers[:-1])
    assert answers[-1]["taken"]
    assert request.households["request_no"].to_list() == ["B1"]


def test_same_number_of_fifteen_and_eighteen_digits_is_one_person() -> None:
    whole = valid_number(2)
    assert "同一成员出现2次" in said(row(), SHORT, SHORT | {"name": "王三", "id_number": whole[:6] + whole[8:17]})[1][1]


def test_row_that_reading_lost_is_answered_and_stops_its_household() -> None:
    answers = said(row(), SHORT, broken={2: "应有26列，实有3列", 7: "应有26列，实有1列"})
    assert [taken for taken, _ in answers] == [False, False, False]
    assert "同户第2行未受理" in answers[0][1]
    assert answers[2][1] == "应有26列，实有1列"


def test_unreadable_amount_is_unknown_never_zero() -> None:
    request = read(row(declared_income_yuan_month="约一千"))
    assert request.households["declared_income_yuan_month"].to_list() == [None]
    assert "按未知处理" in request.answers["said"][0]
    assert "约一千" not in request.answers["said"][0]


@pytest.mark.parametrize("column", ["revoked_on", "valid_until", "signed_on"])
def test_grant_with_a_day_that_cannot_be_read_does_not_count(column: str) -> None:
    request = read(row(**{column: "去年"}))
    assert request.grants["void"].to_list() == ["授权书的内容读不出，不予采信"]
    assert "授权不予采信" in request.answers["said"][0]


def test_scope_of_a_grant() -> None:
    tables = read(row(sources="住建;人社·养老金待遇")).grants["opens"].to_list()
    assert tables == [["housing.properties", "housing.rentals", "housing.sale_contracts", "human_resources.pensions"]]
    assert read(row(sources="")).grants["opens"].to_list() == [None]
    assert "无法识别" in read(row(sources="住建、车管所")).grants["void"][0]


def test_missing_column_is_told_on_every_row() -> None:
    request = read_request(text_of(row(), SHORT).drop("name"), all_purposes(), AS_OF, {}, {})
    assert request.answers["taken"].to_list() == [False, False]
    assert request.answers["said"].str.contains("缺少必填列:姓名").all()
    assert request.households.is_empty()


@pytest.mark.long
def test_fifty_thousand_households_are_answered_row_by_row() -> None:
    rows = [
        row(request_no=f"A{at}", id_number=valid_number(at % 900 + 1), relation="本人" if at % 1000 else "子")
        for at in range(50_000)
    ]
    answers = read(*rows).answers
    assert answers["line"].to_list() == list(range(1, 50_001))
    assert answers.filter(~answers["taken"]).height == 50


@pytest.mark.parametrize("place", [1, 2])
def test_row_without_a_number_stops_the_households_beside_it(place: int) -> None:
    """申请编号 merged over a household's rows, or a csv row cut short: it may be anybody's member."""
    rows = [row(), row(request_no="B1", id_number=valid_number(9)), row(request_no="C1", id_number=valid_number(8))]
    rows.insert(place, SHORT | {"request_no": ""})
    found = read(*rows).households["request_no"].to_list()
    assert found == {1: ["C1"], 2: ["A1"]}[place]
    text = text_of(*rows).filter(pl.col("row_number") != place + 1)
    cut = read_request(text, all_purposes(), AS_OF, {place + 1: "应有23列"}, {})
    assert cut.households["request_no"].to_list() == found
    assert cut.answers.height == 4
    assert f"第{place + 1}行没有可读的申请编号" in cut.answers["said"][place - 1]


def test_empty_row_is_none() -> None:
    """Spreadsheets leave formatted rows behind, csv rows of commas; they stop nobody."""
    request = read(row(), SHORT, {"name": " "}, {}, row(request_no="B1", id_number=valid_number(9)))
    assert request.households["request_no"].to_list() == ["A1", "B1"]
    assert request.answers["line"].to_list() == [1, 2, 5]


def test_many_lost_rows_are_counted_not_listed() -> None:
    request = read(row(), *[{"name": "王"}] * 9)
    assert "第2、3、4、5、6等9行没有可读的申请编号" in request.answers["said"][0]
