"""Correction tickets against the deliveries that come after: closed when the row is good, and only then."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from transforms.centre.tickets import ENTRY, Later, followed

KEY = "civil_affairs.households"
WRONG, NEXT, LAST = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 30)


def entry(**given: Any) -> dict[str, Any]:
    row = {
        "seq": 1, "id": "t1", "as_of": WRONG, "entry": "ticket", "department": "civil_affairs",
        "table_name": "households", "batch_date": WRONG, "revision": 1, "row_number": 7, "record_no": "R7",
        "column_name": "residence", "kind": "quarantine", "check_name": "missing", "found": "为空", "sent_to": "民政",
        "answers": None, "answer": None, "said_by": "王工", "said_on": WRONG, "recorded_at": "",
    }  # fmt: skip
    return row | given


def answered(answer: str) -> dict[str, Any]:
    return entry(seq=2, id="a1", entry="answer", answers="t1", answer=answer, found="已查", said_on=NEXT)


def delivery(day: date, *, loaded: Any = None, refused: Any = (), defective: Any = (), revision: int = 1) -> Later:
    return Later(day, revision, loaded or {}, frozenset(refused), frozenset(defective))


def told(entries: list[dict[str, Any]], *deliveries: Later, event: bool = False) -> dict[str, Any]:
    frame = pl.DataFrame(entries, schema=ENTRY, orient="row")
    events = frozenset([KEY]) if event else frozenset()
    return followed(frame, {KEY: list(deliveries)}, events, LAST, 5).row(0, named=True)


BAD = delivery(WRONG, refused=[("R7", "residence", "missing")])


@pytest.mark.parametrize(
    ("later", "event", "status"),
    [
        (delivery(NEXT, loaded={"R7": {"residence": "农村"}}), False, "corrected"),
        (delivery(WRONG, loaded={"R7": {"residence": "农村"}}, revision=2), False, "corrected"),
        (delivery(NEXT, refused=[("R7", "residence", "missing")]), False, "open"),
        (delivery(NEXT, loaded={"R7": {"residence": None}}, defective=[("R7", "residence")]), False, "open"),
        (delivery(NEXT), False, "removed"),
        (delivery(NEXT), True, "open"),
    ],
)
def test_a_quarantined_row(later: Later, event: bool, status: str) -> None:
    row = told([entry()], BAD, later, event=event)
    assert row["status"] == status
    assert row["closed_in"] == (None if status == "open" else later.batch_date)


def test_a_value_somebody_pointed_at_is_corrected_when_it_is_another() -> None:
    ticket = entry(kind="value", check_name=None)
    first = delivery(WRONG, loaded={"R7": {"residence": "农村"}})
    same, other = (delivery(day, loaded={"R7": {"residence": said}}) for day, said in ((NEXT, "农村"), (LAST, "城镇")))
    assert told([ticket], first, same)["status"] == "open"
    assert told([ticket], first, same, other)["closed_in"] == LAST
    assert told([ticket], first)["status"] == "open"


def test_a_row_without_a_number_closes_with_the_last_of_its_kind() -> None:
    ticket = entry(record_no=None)
    still = delivery(NEXT, refused=[(None, "residence", "missing")])
    assert told([ticket], BAD, still)["status"] == "open"
    assert told([ticket], BAD, still, delivery(LAST))["status"] == "corrected"


def test_answers_and_days() -> None:
    row = told([entry()], BAD)
    assert (row["due_on"], row["overdue"]) == (date(2026, 11, 27), True)
    row = told([entry(), answered("corrected")], BAD)
    assert (row["status"], row["answered_on"], row["answer_text"], row["overdue"]) == ("answered", NEXT, "已查", False)
    assert told([entry(), answered("confirmed")], BAD)["status"] == "confirmed"
    good = delivery(LAST, loaded={"R7": {"residence": "农村"}})
    assert told([entry(), answered("confirmed")], BAD, good)["status"] == "corrected"
