"""Life, spells, what changed since staff had it, days, sheets and events of alerts, by literal cases."""

from datetime import date, timedelta

import polars as pl
import pytest

from schemas.published.alerts import AlertEvents, Alerts, DispatchSheets
from tests.transforms.alert_nights import item
from tests.transforms.handling.handled_nights import (
    FRIDAY,
    alert,
    decided,
    of,
    one_night,
    people,
    told,
)
from transforms.alert_evidence import EVIDENCE, canonical, fingerprint
from transforms.handling.handling import Handled
from transforms.handling.working import DEFAULTS, with_values, working_values
from transforms.policy.parameters import PARAMETERS

SATURDAY, MONDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)


def evidence(*numbers: str) -> dict[str, str]:
    """Evidence of these contributions, and its fingerprint."""
    given = pl.Series([[item(number) for number in numbers]], dtype=EVIDENCE)
    text = pl.select(canonical(pl.lit(given))).item()
    return {"evidence": text, "evidence_fingerprint": fingerprint("CB-06", text)}


def next_night(before: Handled, *rows: dict, night: date = SATURDAY, previous: date = FRIDAY, **other) -> Handled:
    return one_night(*rows, before=before, night=night, previous=previous, **other)


def test_the_frames_are_the_published_tables() -> None:
    night = one_night(alert("8fe131308b9afb14f214"), alert("9fe131308b9afb14f214", "LB-02", household_no=None))
    Alerts.validate(night.alerts, lazy=True)
    DispatchSheets.validate(night.sheets, lazy=True)
    AlertEvents.validate(night.events, lazy=True)


def test_two_decisions_that_hold_on_one_alert_are_refused() -> None:
    with pytest.raises(ValueError, match="two decisions"):
        one_night(alert("1"), decisions=decided("A1", "A1"))


@pytest.mark.parametrize(
    ("row", "holds", "life"),
    [
        ({"state": "new"}, False, "new"),
        ({"state": "ongoing"}, False, "ongoing"),
        ({"state": "reopened"}, False, "reopened"),
        ({"state": "ongoing", "frozen": True, "frozen_reason": "x"}, False, "frozen"),
        ({"state": "resolved"}, False, "resolved"),
        ({"state": "resolved"}, True, "closed"),
        ({"state": "ongoing"}, True, "closed"),
        ({"state": "ongoing", "frozen": True, "frozen_reason": "x"}, True, "closed"),
    ],
)
def test_life(row: dict, holds: bool, life: str) -> None:
    night = one_night(alert("1", **row), decisions=decided("A1") if holds else decided())
    assert of(night, "life") == {"A1": life}
    assert of(night, "shown")["A1"] == (life in ("new", "ongoing", "reopened"))
    assert of(night, "disposition")["A1"] == ("不属实-数据滞后" if holds else None)


def test_a_decision_that_lapses_brings_the_alert_back_with_what_changed() -> None:
    first = one_night(alert("1", **evidence("CO1")))
    closed = next_night(first, alert("1", state="ongoing", **evidence("CO1")), decisions=decided("A1"))
    assert told(closed)["A1"] == ["closed", "held_back"]
    assert of(closed, "dispatched_on")["A1"] == FRIDAY
    changed = alert("1", state="ongoing", **evidence("CO1", "CO2"), changed_since_last="x")
    back = next_night(closed, changed, night=MONDAY, previous=SATURDAY)
    assert (of(back, "life")["A1"], of(back, "shown")["A1"]) == ("reopened", True)
    assert of(back, "seen_change")["A1"] == "新增1项(企业职工养老缴费 4000.00 2026-10-01)"
    assert (of(back, "dispatched_on")["A1"], of(back, "close_by")["A1"]) == (MONDAY, date(2026, 12, 14))
    assert told(back)["A1"] == ["changed", "reopened", "lapsed", "shown"]
    after = next_night(back, changed, night=MONDAY + timedelta(days=1), previous=MONDAY)
    assert (of(after, "life")["A1"], of(after, "seen_change")["A1"]) == ("ongoing", None)


def test_a_new_version_of_the_rule_is_told_once_it_is_before_staff_again() -> None:
    first = one_night(alert("1"))
    closed = next_night(first, alert("1", state="ongoing"), decisions=decided("A1"))
    back = next_night(closed, alert("1", state="ongoing", rule_version=2), night=MONDAY, previous=SATURDAY)
    assert of(back, "seen_change")["A1"] == "规则由第1版改为第2版"


def test_a_change_that_happened_out_of_sight_is_told_when_the_alert_is_shown() -> None:
    first = one_night(alert("1", **evidence("CO1")))
    frozen = {"frozen": True, "frozen_reason": "x", "state": "ongoing"}
    hidden = next_night(first, alert("1", **evidence("CO1", "CO2"), **frozen))
    still = next_night(hidden, alert("1", **evidence("CO2"), **frozen), night=MONDAY, previous=SATURDAY)
    now = alert("1", state="ongoing", level="red", **evidence("CO2"))
    thawed = next_night(still, now, night=MONDAY + timedelta(days=1), previous=MONDAY)
    said = of(thawed, "seen_change")["A1"]
    assert said == (
        "新增1项(企业职工养老缴费 4000.00 2026-10-01);减少1项(企业职工养老缴费 4000.00 2026-10-01);等级由黄变为红"
    )
    assert told(thawed)["A1"] == ["thawed", "shown"]
    assert thawed.events.filter(pl.col("event") == "shown")["detail"].item() == "恢复交办"


def test_a_silent_return_on_evidence_decided_upon() -> None:
    """It ends by data and comes back as it was: the decision still holds, and nobody is asked again."""
    first = one_night(alert("1"))
    closed = next_night(first, alert("1", state="ongoing"), decisions=decided("A1"))
    ended = next_night(closed, alert("1", state="resolved"), night=MONDAY, previous=SATURDAY, decisions=decided("A1"))
    assert (of(ended, "life")["A1"], of(ended, "held_back")["A1"]) == ("closed", None)
    tuesday = MONDAY + timedelta(days=1)
    back = next_night(ended, alert("1", state="reopened"), night=tuesday, previous=MONDAY, decisions=decided("A1"))
    assert (of(back, "life")["A1"], of(back, "shown")["A1"]) == ("closed", False)


def test_a_sheet_of_a_household() -> None:
    rows = [
        alert("1", household_no="J1"),
        alert("2", "CB-07", household_no="J1", person_key=None),
        alert("3", "LB-05", household_no="J1", level="red", title="医疗负担", explanation="自付12000元"),
        alert("4", household_no=None),
        alert("5", household_no=None, person_key=None),
    ]
    township = {"CB-06": None, "CB-07": None, "LB-05": "请入户了解医疗负担"}
    night = one_night(*rows, township=township)
    first = night.sheets.row(0, named=True)
    assert night.sheets.height == 3
    assert (first["household_no"], first["person_key"], first["alerts"]) == ("J1", None, 2)
    assert (first["alert_ids"], first["parts"]) == (["A3", "A2"], ["A1"])
    assert (first["level"], first["need"], first["township"]) == ("red", True, "999901001")
    assert (first["respond_by"], first["close_by"]) == (date(2026, 11, 23), date(2026, 11, 27))
    assert first["text"] == "[红]医疗负担：请入户了解医疗负担\n[黄]标题：说明"
    assert night.sheets["person_key"].to_list()[1:] == ["P4", None]
    again = next_night(night, *({**row, "state": "ongoing"} for row in rows), township=township)
    assert again.sheets.is_empty()
    assert of(again, "sheet_id") == of(night, "sheet_id")


def test_a_township_reads_its_own_text_and_after_the_rule_is_gone_what_it_read_last() -> None:
    first = one_night(alert("1", "LB-05"), alert("2"), township={"LB-05": "请入户了解", "CB-06": None})
    assert of(first, "township_text") == {"A1": "请入户了解", "A2": "说明"}
    rows = [alert("1", "LB-05", state="ongoing"), alert("2", state="ongoing"), alert("3", "LB-06")]
    assert of(next_night(first, *rows), "township_text") == {"A1": "请入户了解", "A2": "说明", "A3": "标题"}


def test_events_of_freezing() -> None:
    first = one_night(alert("1"))
    frozen = next_night(first, alert("1", state="ongoing", frozen=True, frozen_reason="缺表"))
    assert told(frozen) == {"A1": ["frozen", "held_back"]}
    still = next_night(
        frozen, alert("1", state="ongoing", frozen=True, frozen_reason="缺表"), night=MONDAY, previous=SATURDAY
    )
    assert told(still) == {}
    ended = next_night(still, alert("1", state="resolved"), night=MONDAY + timedelta(days=1), previous=MONDAY)
    assert told(ended) == {"A1": ["resolved", "thawed"]}


def test_the_defaults_are_those_of_the_parameters_page() -> None:
    for name, value in DEFAULTS.items():
        assert PARAMETERS[name].basis.startswith(f"缺省 {value} "), name
        assert PARAMETERS[name].optional


def test_a_place_says_its_own_values_and_others_have_the_roots_or_the_defaults() -> None:
    policy = pl.DataFrame(
        {
            "locality": ["9999", "9999", "999901"],
            "residence": ["", "城镇", ""],
            **{name: pl.Series([None, None, None], dtype=PARAMETERS[name].dtype) for name in DEFAULTS},
        }
    ).with_columns(cap_per_township_week=pl.Series([7, 99, None]), close_days_red=pl.Series([None, None, 0]))
    locality = pl.DataFrame({"division_code": ["", "999901001001"], "locality": ["9999", "999901"]})
    stated = working_values(policy, locality)
    rows = pl.DataFrame({"division_code": ["999901001001", None, "8888"]})
    found = with_values(rows, stated, "cap_per_township_week", "close_days_red", "need_share")
    assert found.rows() == [("999901001001", 7, 1, 0.3), (None, 7, 5, 0.3), ("8888", 7, 5, 0.3)]


def test_the_household_of_the_dead_is_asked_only_once() -> None:
    rows = [alert("1", "CB-01", household_no="J5", person_key=None), alert("2", "ZJ-01", level="red", person_key="P9")]
    night = one_night(*rows, emptied=people(("J5", "P9")))
    assert night.sheets["parts"].to_list() == [["A1"]]


def test_an_alert_that_comes_back_is_newly_dispatched() -> None:
    first = one_night(alert("1"))
    ended = next_night(first, alert("1", state="resolved"))
    assert of(ended, "dispatched_on") == {"A1": FRIDAY}
    back = next_night(ended, alert("1", state="reopened"), night=MONDAY, previous=SATURDAY)
    assert of(back, "dispatched_on") == {"A1": MONDAY}
    assert told(back)["A1"] == ["reopened", "shown"]
    assert back.sheets["alert_ids"].to_list() == [["A1"]]


def test_a_decision_that_lapses_on_what_data_ended_begins_nothing() -> None:
    first = one_night(alert("1"))
    ended = next_night(first, alert("1", state="resolved"), decisions=decided("A1"))
    lapsed = next_night(ended, alert("1", state="resolved"), night=MONDAY, previous=SATURDAY)
    assert (of(lapsed, "dispatched_on"), of(lapsed, "life")) == ({"A1": FRIDAY}, {"A1": "resolved"})
    assert told(lapsed) == {"A1": ["lapsed"]}
