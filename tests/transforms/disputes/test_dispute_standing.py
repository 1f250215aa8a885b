"""The life of a dispute: each row of its table by a literal case, and what holds of every sequence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.published.disputed import Disputes
from transforms.disputes.marks import mark_of
from transforms.disputes.records import DISPUTE
from transforms.disputes.standing import MARKS, standing, suspended_records
from transforms.disputes.taking import refused_closing, refused_opening

DAY = date(2026, 11, 20)
TABLE, RECORD = "housing.properties", "PR1"


def said(kind: str, seq: int, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(DISPUTE)
    row |= {"seq": seq, "id": f"i{seq}", "as_of": DAY, "kind": kind, "dispute_id": f"Y{'0' * 16}", "done_on": DAY}
    row |= {"done_by": "甲", "note": "情况", "recorded_at": "x"}
    if kind == "open":
        row |= {"source_table": TABLE, "record_no": RECORD, "record_mark": "m1", "household_no": "J1"}
        row |= {"ground": "not_mine", "answer_by": DAY + timedelta(days=10)}
    return row | more


def book(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=DISPUTE, orient="row")


def marks(mark: str | None) -> pl.DataFrame:
    rows = [] if mark is None else [(TABLE, RECORD, mark)]
    return pl.DataFrame(rows, schema=MARKS, orient="row")


OPEN = said("open", 1)


@pytest.mark.parametrize(
    ("closing", "mark", "state", "suspends"),
    [
        (None, "m1", "waiting", True),
        (None, "m2", "waiting", True),  # a source that alters a figure has not answered
        (None, None, "waiting", True),
        (said("answer", 2, outcome="accepted"), "m1", "accepted", True),
        (said("answer", 2, outcome="accepted"), "m2", "corrected", False),
        (said("answer", 2, outcome="accepted"), None, "gone", False),
        (said("answer", 2, outcome="upheld"), "m1", "upheld", False),
        (said("answer", 2, outcome="upheld"), "m2", "upheld", False),
        (said("withdraw", 2), "m1", "withdrawn", False),
    ],
)
def test_where_a_dispute_stands(closing: dict[str, Any] | None, mark: str | None, state: str, suspends: bool) -> None:
    rows = standing(book(OPEN, *([closing] if closing else [])), marks(mark), DAY)
    assert rows.select("state", "suspends").rows() == [(state, suspends)]
    assert suspended_records(rows).height == int(suspends)
    Disputes.validate(rows, lazy=True)


def test_late_is_after_the_last_day_and_only_while_nobody_answered() -> None:
    last = DAY + timedelta(days=10)
    assert standing(book(OPEN), marks("m1"), last).select("late", "days_late").rows() == [(False, None)]
    assert standing(book(OPEN), marks("m1"), last + timedelta(days=1)).select("late", "days_late").rows() == [(True, 1)]
    answered = book(OPEN, said("answer", 2, outcome="upheld"))
    assert standing(answered, marks("m1"), last + timedelta(days=99))["late"].to_list() == [False]


KINDS = st.sampled_from(["answer accepted", "answer upheld", "withdraw"])


@given(
    closings=st.lists(KINDS, max_size=4),
    mark=st.sampled_from(["m1", "m2", None]),
    days=st.integers(0, 400),
    later=st.integers(0, 400),
)
def test_life_of_a_dispute(closings: list[str], mark: str | None, days: int, later: int) -> None:
    """The first closing counts, time alone changes nothing, and suspended is exactly what the table says."""
    rows = [OPEN]
    for place, word in enumerate(closings, 2):
        kind, _, outcome = word.partition(" ")
        rows.append(said(kind, place, outcome=outcome or None))
    night = DAY + timedelta(days=days)
    now = standing(book(*rows), marks(mark), night)
    assert now.height == 1
    first = closings[0] if closings else None
    suspends = first is None or (first == "answer accepted" and mark == "m1")
    assert now["suspends"].to_list() == [suspends]
    assert standing(book(*rows[:2]), marks(mark), night).equals(now)
    after = standing(book(*rows), marks(mark), night + timedelta(days=later))
    assert after.drop("late", "days_late").equals(now.drop("late", "days_late"))
    assert standing(book(*reversed(rows)), marks(mark), night).equals(now)
    if first is not None and not suspends:
        # what was settled does not come back by itself; only the same record, accepted as wrong, does
        again = standing(book(*rows), marks("m1"), night)["suspends"].to_list()
        assert again == [first == "answer accepted"]


def opening(**more: Any) -> dict[str, Any]:
    return said("open", 0) | more


@pytest.mark.parametrize(
    ("changed", "before", "words"),
    [
        ({}, [], None),
        ({"record_mark": None}, [], "没有这条记录"),
        ({"ground": "看不惯"}, [], "异议理由"),
        ({"done_by": ""}, [], "没有写明经办人"),
        ({"note": ""}, [], "没有写明情况"),
        ({"note": "张三丰说不是"}, [], "姓名"),
        ({"note": "证号999903198105060176"}, [], "数字"),
        ({"done_on": DAY + timedelta(days=1)}, [], "还没有到"),
        ({}, [OPEN], "已有异议"),
        ({}, [OPEN, said("answer", 2, outcome="accepted")], "已有异议"),
        ({}, [OPEN, said("answer", 2, outcome="upheld")], "答复不成立"),
        ({}, [OPEN, said("withdraw", 2)], None),
        ({"record_no": "PR2"}, [OPEN], None),
    ],
)
def test_what_may_be_opened(changed: dict[str, Any], before: list[dict[str, Any]], words: str | None) -> None:
    why = refused_opening(opening(**changed), standing(book(*before), marks("m1"), DAY), ("张三丰",), DAY)
    assert why is None if words is None else why is not None and words in why


def test_another_households_dispute_does_not_shut_the_door() -> None:
    for said_so_far in (book(OPEN), book(OPEN, said("answer", 2, outcome="upheld"))):
        theirs = standing(said_so_far, marks("m1"), DAY)
        assert refused_opening(opening(), theirs, (), DAY) is not None
        assert refused_opening(opening(household_no="J9"), theirs, (), DAY) is None


def test_an_upheld_record_that_changed_may_be_contested_anew() -> None:
    upheld = standing(book(OPEN, said("answer", 2, outcome="upheld")), marks("m2"), DAY)
    assert refused_opening(opening(record_mark="m2"), upheld, (), DAY) is None


@pytest.mark.parametrize(
    ("changed", "before", "words"),
    [
        ({}, [OPEN], None),
        ({"dispute_id": "Yxx"}, [OPEN], "没有这个异议"),
        ({"outcome": "也许"}, [OPEN], "不能使用"),
        ({"done_on": DAY - timedelta(days=1)}, [OPEN], "早于"),
        ({"done_by": "甲"}, [OPEN], "以外的人"),
        ({"note": None}, [OPEN], "没有写明情况"),
        ({}, [OPEN, said("answer", 2, outcome="upheld")], "已有答复"),
        ({}, [OPEN, said("withdraw", 2)], "已有答复"),
    ],
)
def test_what_may_close(changed: dict[str, Any], before: list[dict[str, Any]], words: str | None) -> None:
    row = said("answer", 9, outcome="upheld", done_by="乙") | changed
    why = refused_closing(row, standing(book(*before), marks("m1"), DAY), (), DAY)
    assert why is None if words is None else why is not None and words in why


def test_the_mark_is_of_what_a_record_says_and_tells_nothing_without_the_key() -> None:
    row = {"record_no": "PR1", "area_m2": "36.0000", "batch_date": DAY, "row": 3, "built_on": None}
    same = {**row, "batch_date": DAY + timedelta(days=1), "row": 9, "a_new_column": None}
    assert mark_of(row, b"k") == mark_of(same, b"k")
    assert mark_of(row, b"k") != mark_of(row, b"l")
    assert mark_of(row, b"k") != mark_of({**row, "area_m2": "36.0001"}, b"k")
