"""Why an open alert is held back: each reason by literal cases, and the order among them."""

import polars as pl
import pytest

from schemas.published.alerts import HELD_BACK
from tests.transforms.handling.handled_nights import FRIDAY, alert, decided, of, one_night, people
from transforms.handling.holding import AFTER_DEATH, REASONS

DEATH = {"level": "red", "anchor_table": "civil_affairs.payments"}


def death(number: str, **other) -> dict:
    return alert(number, "ZJ-01", **{**DEATH, **other})


@pytest.mark.parametrize(
    ("held", "holder", "reason"),
    [
        ({"rule_id": "CB-06"}, {}, "death"),
        ({"rule_id": "CB-01"}, {}, "death"),
        ({"rule_id": "CB-21"}, {}, "death"),
        ({"rule_id": "CB-16"}, {}, None),  # a spouse not on file is neither income nor property
        ({"rule_id": "LB-02"}, {}, None),
        ({"rule_id": "CB-06", "person_key": "P8"}, {}, None),  # somebody else
        ({"rule_id": "CB-09", "level": "red"}, {}, "death"),
        ({"rule_id": "CB-06"}, {"level": "blue", "confidence": "likely"}, None),  # only perhaps dead
        ({"rule_id": "CB-06", "level": "blue"}, {"level": "blue"}, "death"),
        ({"rule_id": "CB-06"}, {"state": "resolved"}, None),
        ({"rule_id": "CB-06"}, {"frozen": True, "frozen_reason": "x"}, None),
        ({"rule_id": "CB-06", "frozen": True, "frozen_reason": "x"}, {}, "source"),
        ({"rule_id": "CB-01", "person_key": None}, {}, None),  # a household with somebody alive in it
        ({"rule_id": "CB-01", "person_key": None, "household_no": "J5"}, {}, "death"),
        ({"rule_id": "CB-16", "person_key": None, "household_no": "J5"}, {}, None),
    ],
)
def test_death_comes_before_income_and_property(held: dict, holder: dict, reason: str | None) -> None:
    rows = [alert("1", **{"person_key": "P9", **held}), death("2", person_key="P9", **holder)]
    night = one_night(*rows, emptied=people(("J5", "P9")))
    assert of(night, "held_back")["A1"] == reason
    assert of(night, "held_back_under")["A1"] == ("A2" if reason == "death" else None)
    assert (of(night, "held_back_why")["A1"] is None) == (reason is None)


def test_a_decided_death_holds_nothing_back() -> None:
    rows = [alert("1", person_key="P9"), death("2", person_key="P9")]
    assert of(one_night(*rows, decisions=decided("A2")), "held_back") == {"A1": None, "A2": "decided"}


def test_of_two_deaths_the_more_urgent_then_the_older_is_named() -> None:
    rows = [alert("1", person_key="P9"), death("2", person_key="P9"), death("3", person_key="P9", first_seen=FRIDAY)]
    rows[1]["first_seen"] = FRIDAY.replace(day=21)
    assert of(one_night(*rows), "held_back_under")["A1"] == "A3"


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [
        ({"rule_id": "CB-06"}, {}, "subsumed"),
        ({"rule_id": "CB-08"}, {}, "subsumed"),
        ({"rule_id": "CB-10"}, {}, "subsumed"),
        ({"rule_id": "CB-09"}, {}, None),
        ({"rule_id": "CB-06", "household_no": "J8"}, {}, None),
        ({"rule_id": "CB-06"}, {"level": "blue"}, None),
        ({"rule_id": "CB-06", "level": "blue"}, {"level": "blue"}, "subsumed"),
        ({"rule_id": "CB-06"}, {"frozen": True, "frozen_reason": "x"}, None),
        ({"rule_id": "CB-06"}, {"state": "resolved"}, None),
        ({"rule_id": "CB-06", "state": "resolved"}, {}, None),
    ],
)
def test_income_subsumes_its_parts(part: dict, whole: dict, reason: str | None) -> None:
    rows = [
        alert("1", **{"household_no": "J1", **part}),
        alert("2", "CB-07", household_no="J1", person_key=None, **whole),
    ]
    night = one_night(*rows)
    assert of(night, "held_back")["A1"] == reason
    assert of(night, "held_back_under")["A1"] == ("A2" if reason else None)


def test_income_held_under_a_death_subsumes_nothing() -> None:
    rows = [
        alert("1", household_no="J1", person_key="P1"),
        alert("2", "CB-07", household_no="J1", person_key=None),
        death("3", person_key="P9"),
    ]
    night = one_night(*rows, emptied=people(("J1", "P9")))
    assert of(night, "held_back") == {"A1": None, "A2": "death", "A3": None}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"rule_id": "LB-02", "household_no": "J5"}, "application"),
        ({"rule_id": "LB-06", "household_no": None, "person_key": "P5"}, "application"),
        ({"rule_id": "LB-05", "household_no": "J5", "level": "red"}, "application"),
        ({"rule_id": "LB-06", "household_no": None, "person_key": "P6"}, None),
        ({"rule_id": "LB-06", "household_no": None, "person_key": None}, None),
        ({"rule_id": "CB-06", "household_no": "J5"}, None),
        ({"rule_id": "ZD-05", "household_no": None, "person_key": "P5"}, None),
    ],
)
def test_an_open_application_takes_what_may_be_missing_with_it(row: dict, reason: str | None) -> None:
    night = one_night(alert("1", **row), applying=people(("J5", "P5"), ("J5", None)))
    assert of(night, "held_back")["A1"] == reason


def test_who_is_only_perhaps_an_applicant_is_not_kept_waiting() -> None:
    rows = [alert("1", "LB-06", household_no=None, person_key="P5"), alert("2", "LB-02", household_no="J5")]
    night = one_night(*rows, applying=people(("J5", "P5")), doubtful=["P5"])
    assert of(night, "held_back") == {"A1": None, "A2": "application"}


def test_a_frozen_alert_waits_for_its_source_and_says_which() -> None:
    night = one_night(alert("1", frozen=True, frozen_reason="本夜未收到可读的housing.properties"))
    assert of(night, "held_back_why")["A1"] == "本夜未收到可读的housing.properties"
    assert of(night, "life")["A1"] == "frozen"


def test_a_decision_comes_before_every_other_reason() -> None:
    rows = [alert("1", "LB-02", frozen=True, frozen_reason="x", household_no="J5")]
    night = one_night(*rows, decisions=decided("A1"), applying=people(("J5", "P5")))
    assert of(night, "held_back")["A1"] == "decided"
    assert "不属实-数据滞后" in of(night, "held_back_why")["A1"]


def test_the_reasons_stand_in_the_published_order() -> None:
    assert [*REASONS, "cap", "wave"] == list(HELD_BACK)


def test_rules_on_income_and_property() -> None:
    assert len(AFTER_DEATH) == 15
    assert not {"CB-11", "CB-16", "CB-24"} & set(AFTER_DEATH)


def test_what_is_held_back_keeps_its_state_and_every_column_of_data() -> None:
    rows = [alert("1", person_key="P9"), death("2", person_key="P9"), alert("3", "LB-02", household_no="J5")]
    free = one_night(*rows)
    held = one_night(*rows, decisions=decided("A2"), applying=people(("J5", "P5")))
    data = pl.all().exclude([*free.alerts.columns][free.alerts.columns.index("township_text") :])
    assert held.alerts.select(data).equals(free.alerts.select(data))
    assert of(held, "held_back") != of(free, "held_back")
