"""Doubts about numbers: which references become facts, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from schemas.catalogue import TABLES
from tests.transforms.link.invented import A, B, complete
from transforms.facts import Keyed, facts_of
from transforms.link.links import LINKS

MEMBERS, CHILDREN = "civil_affairs.household_members", "civil_affairs.children"
OWNERS, BENEFITS = "housing.properties", "civil_affairs.benefits"
DOUBTED = A[:17] + ("1" if A[17] != "1" else "2")
CENTENARIAN = "999901991231997"


def doubts(table: str, role: str, row: dict[str, Any], **link: Any) -> list[dict[str, Any]]:
    """The doubts about one delivered row and the link of one person in it."""
    spec = TABLES[table]
    given = {column.name: row.get(column.name) for column in spec.columns}
    types = {name: pl.Date if name in ("birth_date", "start_on") else pl.String for name in given}
    rows = pl.DataFrame([{"row": 0, **given}], schema={"row": pl.UInt32, **types})
    said = {"row": 0, "record_no": "R1", "person_role": role, "owner_index": 1, "person_key": "P1"}
    said |= {"person_apart_key": "P1", "method": "exact_id", "certainty": "certain", "number_holder_key": "P1"}
    links = pl.DataFrame([{name: (said | link).get(name) for name in LINKS}], schema=LINKS)
    return facts_of(Keyed(table, rows.lazy(), links.lazy()))["number_doubt"].collect().to_dicts()


def member(number: str, state: str, sex: str | None, born: date | None, **link: Any) -> list[dict[str, Any]]:
    row = {"record_no": "R1", "household_no": "J1", "name": "张三", "id_number": number, "sex": sex, "birth_date": born}
    return doubts(MEMBERS, "member", row, number_state=state, **link)


@pytest.mark.parametrize(
    ("number", "state", "sex", "born"),
    [
        (A, "valid", "男", date(1980, 1, 1)),
        (A, "valid", None, None),
        (A, "valid", "未知", None),
        (None, "empty", "女", date(1980, 1, 1)),
    ],
)
def test_nothing_to_ask(number: str, state: str, sex: str | None, born: date | None) -> None:
    assert member(number, state, sex, born, number_holder_key="P1" if number else None) == []


@pytest.mark.parametrize(
    ("number", "state", "sex", "born", "sex_differs", "days"),
    [
        (A, "valid", "女", date(1980, 1, 1), True, None),
        (A, "valid", "男", date(1979, 11, 30), False, -32),
        (A, "valid", None, date(1980, 1, 2), None, 1),
        ("999901800101123", "legacy15", "男", date(1980, 1, 1), False, None),
        ("999901800101122", "legacy15", "男", date(1980, 1, 3), True, 2),
        (CENTENARIAN, "legacy15", "男", date(1899, 12, 31), False, None),
    ],
)
def test_own_sex_and_birth_against_the_number(
    number: str, state: str, sex: str | None, born: date, sex_differs: bool | None, days: int | None
) -> None:
    (doubt,) = member(number, state, sex, born)
    assert (doubt["sex_differs"], doubt["birth_days_off"], doubt["candidate_key"]) == (sex_differs, days, None)
    assert (doubt["name"], doubt["birth_date"], doubt["household_no"]) == ("张三", born, "J1")


def test_a_repaired_number_keeps_its_candidate_where_the_link_is_taken_away() -> None:
    repaired = {"method": "repaired_id", "certainty": "likely", "person_apart_key": "P9", "number_holder_key": None}
    (doubt,) = member(DOUBTED, "invalid", None, None, **repaired)
    assert (doubt["candidate_key"], doubt["candidate_apart_key"], doubt["person_apart_key"]) == ("P1", "P1", "P9")
    assert doubt["birth_date"] == date(1980, 1, 1), "what the digits say, for want of an own date"


@pytest.mark.parametrize("number", ["无", "123", A[:14], "9" * 18])
def test_an_invalid_number_may_tell_no_date(number: str) -> None:
    (doubt,) = member(number, "invalid", None, None, number_holder_key=None)
    assert doubt["birth_date"] is None


def test_somebody_elses_number_and_the_second_owner_of_a_cell() -> None:
    row = {"record_no": "R1", "owner_name": "张三、李四", "owner_id_number": f"{A},{B}"}
    link = {"number_state": "valid", "owner_index": 2, "number_holder_key": "P7"}
    (doubt,) = doubts(OWNERS, "owner", row, **link)
    assert (doubt["number_holder_key"], doubt["name"], doubt["table_label"]) == ("P7", None, "不动产登记(住建)")
    assert doubts(OWNERS, "owner", row, **link | {"number_holder_key": "P1"}) == []


def test_declared_children_are_always_asked_about_and_their_parents_are_not() -> None:
    row = {
        "record_no": "R1",
        "name": "张小",
        "id_number": A,
        "father_name": "张三",
        "father_id_number": complete(B[:17]),
    }
    (doubt,) = doubts(CHILDREN, "child", row, number_state="valid")
    assert doubt["declared_child"]
    assert doubts(CHILDREN, "father", row, number_state="valid") == []
    orphan = {"record_no": "R1", "name": "张小", "id_number": A, "program": "孤儿基本生活费"}
    assert [doubt["declared_child"] for doubt in doubts(BENEFITS, "recipient", orphan, number_state="valid")] == [True]
    assert doubts(BENEFITS, "recipient", orphan | {"program": "高龄津贴"}, number_state="valid") == []
