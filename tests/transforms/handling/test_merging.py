"""Alerts that an identity merge brings together, and a split takes apart again."""

from datetime import timedelta

import pytest

from tests.transforms.handling.handled_nights import FRIDAY, alert, decided, of, one_night, told
from transforms.handling.handling import Handled

HOME = {"household_no": "J1"}


def nights(*people: tuple[str, str], second: dict | None = None, **circumstances) -> list[Handled]:
    """Two alerts of one rule in one household over nights; each night names their two persons."""
    found: list[Handled] = []
    for number, (one, other) in enumerate(people):
        state = "ongoing" if number else "new"
        rows = [alert("1", state=state, person_key=one, **HOME), alert("2", state=state, person_key=other, **HOME)]
        rows[1].update(second or {})
        now = {"night": FRIDAY + timedelta(days=number), "previous": FRIDAY + timedelta(days=number - 1)}
        found.append(one_night(*rows, before=found[-1] if found else None, **{**now, **circumstances}))
    return found


def test_the_older_stays_and_a_split_undoes_it() -> None:
    apart, merged, again, split = nights(("P1", "P2"), ("P1", "P1"), ("P1", "P1"), ("P1", "P2"))
    assert of(apart, "merged_into") == {"A1": None, "A2": None}
    for night in (merged, again):
        assert of(night, "merged_into") == {"A1": None, "A2": "A1"}
        assert of(night, "life") == {"A1": "ongoing", "A2": "merged"}
        assert of(night, "held_back") == {"A1": None, "A2": "merged"}
        assert of(night, "held_back_under")["A2"] == "A1"
    assert told(merged)["A2"] == ["merged", "held_back"]
    assert told(again) == {}
    assert of(split, "merged_into") == {"A1": None, "A2": None}
    assert told(split)["A2"] == ["unmerged", "shown"]
    assert of(split, "dispatched_on")["A2"] == FRIDAY, "it is not new again"


def test_it_can_merge_split_and_merge_again_under_other_keys() -> None:
    last = nights(("P1", "P2"), ("P1", "P1"), ("P1", "P9"), ("P3", "P3"), ("P3", "P3"))[-1]
    assert of(last, "merged_into") == {"A1": None, "A2": "A1"}


@pytest.mark.parametrize(
    "second",
    [
        {"household_no": "J2"},
        {"rule_id": "CB-08"},
        {"anchor_table": "civil_affairs.benefits"},
    ],
)
def test_only_one_question_about_one_person_of_one_household_merges(second: dict) -> None:
    assert of(nights(("P1", "P2"), ("P1", "P1"), second=second)[-1], "merged_into") == {"A1": None, "A2": None}


def test_a_likely_link_merges_nothing_until_it_is_certain() -> None:
    doubted = nights(("P1", "P2"), ("P1", "P1"), ("P1", "P1"), doubtful=["P1"])[-1]
    assert of(doubted, "merged_into") == {"A1": None, "A2": None}
    rows = [alert(name, state="ongoing", person_key="P1", **HOME) for name in ("1", "2")]
    now = {"night": FRIDAY + timedelta(days=3), "previous": FRIDAY + timedelta(days=2)}
    assert of(one_night(*rows, before=doubted, **now), "merged_into") == {"A1": None, "A2": "A1"}


def test_two_questions_that_always_named_one_person_stay_two() -> None:
    assert of(nights(("P1", "P1"), ("P1", "P1"))[-1], "merged_into") == {"A1": None, "A2": None}
    assert of(nights(("P1", "P1"), ("P5", "P5"))[-1], "merged_into") == {"A1": None, "A2": None}


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ({}, {}, "A1"),
        ({"first_seen": FRIDAY + timedelta(days=1)}, {}, "A2"),
        ({"level": "blue"}, {}, "A2"),
        ({"frozen": True, "frozen_reason": "x"}, {}, "A2"),
        ({"state": "resolved"}, {}, None),
    ],
)
def test_which_one_stays(first: dict, second: dict, stays: str | None) -> None:
    before = nights(("P1", "P2"))[0]
    rows = [
        alert("1", **{"state": "ongoing", "person_key": "P1", **HOME, **first}),
        alert("2", **{"state": "ongoing", "person_key": "P1", **HOME, **second}),
    ]
    night = one_night(*rows, before=before, night=FRIDAY + timedelta(days=1), previous=FRIDAY)
    merged = {name: into for name, into in of(night, "merged_into").items() if into}
    assert merged == ({} if stays is None else {"A1" if stays == "A2" else "A2": stays})


def test_nothing_open_is_hidden_under_what_is_decided() -> None:
    """The older is decided: the other stays, and the decision on the older goes on."""
    before = nights(("P1", "P2"))[0]
    rows = [alert(name, state="ongoing", person_key="P1", **HOME) for name in ("1", "2")]
    now = {"night": FRIDAY + timedelta(days=1), "previous": FRIDAY}
    night = one_night(*rows, before=before, decisions=decided("A1"), **now)
    assert of(night, "held_back") == {"A1": "decided", "A2": None}
    assert of(night, "life") == {"A1": "merged", "A2": "ongoing"}


def test_a_resolved_one_still_remembers_whose_it_was() -> None:
    """The older ends, the merge stands, the older comes back: still one question."""
    first, merged = nights(("P1", "P2"), ("P1", "P1"))
    states = (("resolved", "ongoing", None), ("reopened", "ongoing", "A1"), ("ongoing", "ongoing", "A1"))
    night = merged
    for number, (one, other, into) in enumerate(states, start=2):
        rows = [
            alert("1", state=one, person_key="P1", **HOME),
            alert("2", state=other, person_key="P1", **HOME),
        ]
        now = {"night": FRIDAY + timedelta(days=number), "previous": FRIDAY + timedelta(days=number - 1)}
        night = one_night(*rows, before=night, **now)
        # A1 comes back as not yet dispatched, so that the one staff have stays before them.
        stays = of(night, "merged_into")
        assert sum(value is not None for value in stays.values()) == (into is not None)
        assert {"A1", "A2"} >= {value for value in stays.values() if value}
        assert sorted(stays) == ["A1", "A2"]
    assert of(first, "merged_into") == {"A1": None, "A2": None}


def test_the_one_that_staff_have_stays_before_an_older_one_that_waits() -> None:
    """Both blue and the cap is one: the older came later to this person, and was never shown."""
    older = {"level": "blue", "first_seen": FRIDAY - timedelta(days=9), **HOME}
    shown = alert("2", level="blue", person_key="P2", **HOME)
    first = one_night(shown)
    hidden = alert("1", person_key="P1", frozen=True, frozen_reason="x", state="ongoing", **older)
    now = {"night": FRIDAY + timedelta(days=1), "previous": FRIDAY}
    apart = one_night(hidden, {**shown, "state": "ongoing"}, before=first, **now)
    rows = [alert("1", person_key="P1", state="ongoing", **older), {**shown, "state": "ongoing", "person_key": "P1"}]
    later = {"night": FRIDAY + timedelta(days=2), "previous": FRIDAY + timedelta(days=1)}
    assert of(one_night(*rows, before=apart, **later), "merged_into") == {"A1": "A2", "A2": None}
