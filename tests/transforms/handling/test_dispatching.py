"""What is newly put before staff: the weekly cap on blue alerts, waves of a backlog, room for signals of need."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.transforms.handling.handled_nights import FRIDAY, alert, decided, of, one_night, told, values
from transforms.handling.handling import Handled
from transforms.handling.portions import places, portion

MONDAY = FRIDAY + timedelta(days=3)


def blue(number: str, **other) -> dict:
    return alert(number, **{"rule_id": "SF-01", "level": "blue", **other})


def shown(night: Handled) -> list[str]:
    return sorted(name for name, is_shown in of(night, "shown").items() if is_shown)


def again(rows: list[dict], before: Handled, night: date, previous: date, **other) -> Handled:
    return one_night(
        *({**row, "state": "ongoing"} for row in rows), before=before, night=night, previous=previous, **other
    )


@pytest.mark.parametrize(
    ("needs", "room", "share", "chosen"),
    [
        ("ooonn", 2, 0.5, [0, 3]),
        ("ooonn", 2, 0.0, [0, 1]),
        ("ooonn", 2, 1.0, [3, 4]),
        ("ooonn", 3, 0.3, [0, 1, 3]),  # 0.9 of a place is one
        ("ooooo", 2, 0.5, [0, 1]),  # what need leaves goes to the others
        ("nnnoo", 4, 0.25, [0, 1, 2, 3]),  # and the other way round
        ("nooon", 10, 0.3, [0, 1, 2, 3, 4]),
        ("nooon", 0, 0.3, []),
    ],
)
def test_portion(needs: str, room: int, share: float, chosen: list[int]) -> None:
    queue = pl.DataFrame(
        {"group": ["t"] * 5, "room": [room] * 5, "need_share": [share] * 5, "need": [sign == "n" for sign in needs]}
    )
    assert [place for place, comes in enumerate(portion(queue, "group")) if comes] == chosen


def test_a_code_above_the_townships_has_the_room_of_all_below() -> None:
    codes = pl.Series(["999901001001", "999901002003", "999902001001", "999901", None, "9998"])
    found = places(pl.DataFrame({"division_code": codes}), codes)
    assert dict(found.select("division_code", "townships").iter_rows()) == {
        "999901001001": 1,
        "999901002003": 1,
        "999902001001": 1,
        "999901": 2,
        None: 3,
        "9998": 1,
    }


def test_blue_alerts_come_up_to_the_cap_oldest_first_and_the_rest_next_week() -> None:
    rows = [blue("1"), blue("2"), blue("3"), alert("4"), alert("5", level="red")]
    cap = {"values": values(cap_per_township_week=2)}
    first = one_night(*rows, **cap)
    assert of(first, "held_back") == {"A1": None, "A2": None, "A3": "cap", "A4": None, "A5": None}
    assert "2条" in of(first, "held_back_why")["A3"]
    saturday = again(rows, first, FRIDAY + timedelta(days=1), FRIDAY, **cap)
    assert shown(saturday) == ["A1", "A2", "A4", "A5"]
    monday = again(rows, saturday, MONDAY, FRIDAY + timedelta(days=1), **cap)
    assert shown(monday) == ["A1", "A2", "A3", "A4", "A5"]
    assert of(monday, "dispatched_on")["A3"] == MONDAY
    assert told(monday) == {"A3": ["shown"]}


def test_the_cap_is_of_each_township() -> None:
    rows = [blue("1"), blue("2"), blue("3", division_code="999901002001"), blue("4", division_code="999901001009")]
    assert shown(one_night(*rows, values=values(cap_per_township_week=1))) == ["A1", "A3"]


def test_a_place_may_have_a_cap_of_its_own() -> None:
    stated = pl.concat([values(cap_per_township_week=1), values("999901002001", cap_per_township_week=2)])
    rows = [blue(str(n), division_code=f"99990100{1 + n % 2}001") for n in range(8)]
    assert len(shown(one_night(*rows, values=stated))) == 3


def test_one_shown_as_blue_this_week_is_not_counted_twice_nor_capped() -> None:
    cap = {"values": values(cap_per_township_week=1)}
    first = one_night(blue("1"), blue("2"), night=MONDAY, **cap)
    closed = again([blue("1"), blue("2")], first, MONDAY + timedelta(days=1), MONDAY, decisions=decided("A1"), **cap)
    assert of(closed, "held_back") == {"A1": "decided", "A2": "cap"}
    back = again([blue("1"), blue("2")], closed, MONDAY + timedelta(days=2), MONDAY + timedelta(days=1), **cap)
    assert of(back, "held_back") == {"A1": None, "A2": "cap"}
    assert of(back, "life")["A1"] == "reopened"


@pytest.mark.parametrize("number", [0, 5, 20])
def test_nothing_is_capped_below_the_default(number: int) -> None:
    rows = [blue(f"{one:02}", household_no="J1") for one in range(number)]
    night = one_night(*rows, alert("99"))
    assert len(shown(night)) == number + 1
    assert night.alerts["wave"].null_count() == number + 1


WAVES = {"values": values(backlog_over_sheets=2, wave_sheets_per_day=2, need_share=0)}


def test_a_backlog_comes_in_waves_of_working_days_urgent_first() -> None:
    rows = [alert("1"), alert("2"), alert("3"), alert("4", level="red"), blue("5")]
    first = one_night(*rows, **WAVES)
    assert of(first, "wave") == {"A1": 1, "A2": 2, "A3": 2, "A4": 1, "A5": 3}
    assert shown(first) == ["A1", "A4"]
    assert of(first, "held_back")["A2"] == "wave"
    sunday = again(rows, first, FRIDAY + timedelta(days=2), FRIDAY, **WAVES)
    assert shown(sunday) == ["A1", "A4"], "no wave at the weekend"
    monday = again(rows, sunday, MONDAY, FRIDAY + timedelta(days=2), **WAVES)
    assert shown(monday) == ["A1", "A2", "A3", "A4"]
    assert of(monday, "wave") == {"A1": 1, "A2": 2, "A3": 2, "A4": 1, "A5": 3}
    tuesday = again(rows, monday, MONDAY + timedelta(days=1), MONDAY, **WAVES)
    assert shown(tuesday) == ["A1", "A2", "A3", "A4", "A5"]
    assert of(tuesday, "dispatched_on") == {
        "A1": FRIDAY,
        "A4": FRIDAY,
        "A2": MONDAY,
        "A3": MONDAY,
        "A5": MONDAY + timedelta(days=1),
    }


def test_after_some_days_without_a_night_their_waves_come_at_once() -> None:
    rows = [alert(f"{number}") for number in range(1, 8)]
    first = one_night(*rows, **WAVES)
    assert len(shown(first)) == 2
    assert len(shown(again(rows, first, MONDAY + timedelta(days=1), FRIDAY, **WAVES))) == 6


def test_the_first_night_sends_a_wave_even_on_a_sunday() -> None:
    rows = [alert(f"{number}") for number in range(1, 8)]
    assert len(shown(one_night(*rows, night=FRIDAY + timedelta(days=2), **WAVES))) == 2


def test_a_new_red_alert_goes_before_what_waits() -> None:
    rows = [alert("1"), alert("2"), alert("3"), alert("4")]
    first = one_night(*rows, **WAVES)
    new = alert("9", level="red", first_seen=MONDAY, opened_on=MONDAY)
    ongoing = [{**row, "state": "ongoing"} for row in rows]
    monday = one_night(*ongoing, new, before=first, night=MONDAY, previous=FRIDAY, **WAVES)
    assert shown(monday) == ["A1", "A2", "A3", "A9"]


def test_the_alerts_of_one_household_come_together() -> None:
    rows = [alert("1"), alert("2"), alert("3"), blue("4", household_no="J1")]
    first = one_night(*rows, **WAVES)
    assert shown(first) == ["A1", "A2", "A4"]
    assert len(first.sheets) == 2


def test_a_share_of_a_wave_is_for_signals_of_need() -> None:
    rows = [alert("1"), alert("2"), alert("3"), alert("4", "LB-02", level="blue")]
    half = {"values": values(backlog_over_sheets=2, wave_sheets_per_day=2, need_share=0.5)}
    assert shown(one_night(*rows, **half)) == ["A1", "A4"]


def test_as_many_as_the_threshold_are_no_backlog() -> None:
    night = one_night(alert("1"), alert("2"), **WAVES)
    assert (shown(night), of(night, "wave")) == (["A1", "A2"], {"A1": None, "A2": None})


def test_alerts_of_an_older_release_are_a_backlog_too() -> None:
    """Their columns of handling are missing: nobody had them before them."""
    old = one_night(alert("1"), alert("2"), alert("3"))
    older = Handled(old.alerts.drop("shown", "dispatched_on", "spell_on", "own_key", "life"), old.sheets, old.events)
    rows = [alert("1"), alert("2"), alert("3")]
    night = again(rows, older, MONDAY, FRIDAY, **WAVES)
    assert shown(night) == ["A1", "A2"]
    assert told(night) == {"A1": ["shown"], "A2": ["shown"], "A3": ["held_back"]}


def test_when_nothing_of_a_backlog_waits_any_more_it_is_over() -> None:
    first = one_night(alert("1"), alert("2"), alert("3"), **WAVES)
    assert of(first, "held_back")["A3"] == "wave"
    rows = [alert("1", state="ongoing"), alert("2", state="ongoing"), alert("3", state="resolved"), alert("4")]
    monday = one_night(*rows, before=first, night=MONDAY, previous=FRIDAY, **WAVES)
    assert of(monday, "wave") == {"A1": 1, "A2": 1, "A3": None, "A4": None}
