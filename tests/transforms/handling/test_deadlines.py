"""Days to answer and to close, what is late, and for whom: literal cases around weekends and the turn of the year."""

from datetime import date

import pytest

from tests.transforms.handling.handled_nights import FRIDAY, alert, answered, of, one_night, values
from transforms.handling.handling import Handled


def later_night(before: Handled, row: dict, night: date, **other) -> Handled:
    return one_night(row, before=before, night=night, previous=FRIDAY, **other)


@pytest.mark.parametrize(
    ("level", "night", "steps", "overdue", "escalation"),
    [
        ("red", date(2026, 11, 23), [], "none", None),  # Monday: the one working day to answer
        ("red", date(2026, 11, 24), [], "respond", None),
        ("red", date(2026, 11, 26), [], "respond", "supervisor"),
        ("red", date(2026, 11, 27), [], "respond", "supervisor"),
        ("red", date(2026, 11, 28), [], "close", "supervisor"),
        ("red", date(2026, 12, 7), [], "close", "director"),
        ("red", date(2026, 11, 26), [("A1", date(2026, 11, 23))], "none", None),
        ("red", date(2026, 11, 26), [("A1", date(2026, 11, 19))], "respond", "supervisor"),  # before it was sent
        ("red", date(2026, 11, 26), [("A2", date(2026, 11, 23))], "respond", "supervisor"),  # another alert
        ("red", date(2026, 11, 30), [("A1", date(2026, 11, 23))], "close", None),
        ("red", date(2026, 12, 2), [("A1", date(2026, 11, 23))], "close", "supervisor"),
        ("yellow", date(2026, 11, 25), [], "none", None),
        ("yellow", date(2026, 11, 26), [], "respond", None),
        ("blue", date(2026, 12, 4), [], "none", None),
        ("blue", date(2026, 12, 5), [], "respond", None),
    ],
)
def test_days(level: str, night: date, steps: list, overdue: str, escalation: str | None) -> None:
    first = one_night(alert("1", level=level))
    later = later_night(first, alert("1", level=level, state="ongoing"), night, answered=answered(*steps))
    assert (of(later, "overdue")["A1"], of(later, "escalation")["A1"]) == (overdue, escalation)


def test_days_of_a_place_that_states_its_own() -> None:
    stated = values(respond_days_yellow=2, close_days_yellow=4, escalate_supervisor_days=1)
    night = one_night(alert("1"), values=stated)
    assert (of(night, "respond_by")["A1"], of(night, "close_by")["A1"]) == (date(2026, 11, 24), date(2026, 11, 26))


def test_a_day_in_a_year_not_announced_is_provisional() -> None:
    assert of(one_night(alert("1")), "due_provisional") == {"A1": False}
    assert of(one_night(alert("1", level="blue", frozen=True, frozen_reason="x")), "due_provisional") == {"A1": None}
    late = one_night(alert("1"), night=date(2026, 12, 20))
    assert of(late, "due_provisional") == {"A1": True}


def test_nobody_is_pressed_for_what_is_held_back() -> None:
    first = one_night(alert("1", level="red"))
    frozen = alert("1", level="red", state="ongoing", frozen=True, frozen_reason="x")
    later = later_night(first, frozen, date(2026, 12, 30))
    assert (of(later, "overdue")["A1"], of(later, "escalation")["A1"]) == ("none", None)
    assert of(later, "close_by")["A1"] == date(2026, 11, 27)
