"""The life of one alert: states, days, levels, freezing, and what is told of a change."""

import re
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from schemas.published import published
from schemas.published.alerts import AlertStates
from tests.transforms.alert_nights import (
    AUTHORISED,
    CONTRIBUTIONS,
    HOUSEHOLDS,
    MEMBERS,
    NIGHT_1,
    NIGHT_2,
    NIGHT_3,
    NIGHT_4,
    POINTER,
    RULES,
    finding,
    findings,
    item,
    tonight,
)
from transforms.alerts import advance, no_alerts

FOUND, NOTHING = findings(finding()), findings()


def first_night(**other) -> pl.DataFrame:
    return advance(no_alerts(), findings(finding(**other)), tonight(NIGHT_1))


def test_a_new_alert() -> None:
    alert = first_night().row(0, named=True)
    assert re.fullmatch(r"A[0-9a-f]{20}", alert["alert_id"])
    assert (alert["state"], alert["frozen"], alert["level"], alert["confidence"]) == ("new", False, "yellow", "certain")
    assert (alert["title"], alert["rule_version"]) == ("家庭成员有正常工资", 3)
    assert alert["first_seen"] == alert["last_seen"] == alert["last_confirmed"] == alert["opened_on"] == NIGHT_1
    assert alert["due_on"] == date(2026, 12, 10)  # 15 working days after Thursday, 19 November
    assert (alert["resolved_on"], alert["changed_since_last"], alert["times_reopened"]) == (None, None, 0)
    resting = [f"{AUTHORISED}#AU1", f"{MEMBERS}#HM1", f"{HOUSEHOLDS}#HH1", f"{CONTRIBUTIONS}#CO1"]
    assert alert["rests_on"] == resting


def test_the_id_stays_for_ever() -> None:
    assert first_night()["alert_id"].item() == "A8fe131308b9afb14f214"


@pytest.mark.parametrize(
    ("nights", "states"),
    [
        ("ff", ["new", "ongoing"]),
        ("f-", ["new", "resolved"]),
        ("f--", ["new", "resolved", "resolved"]),
        ("f-f", ["new", "resolved", "reopened"]),
        ("f-ff", ["new", "resolved", "reopened", "ongoing"]),
        ("f-f-", ["new", "resolved", "reopened", "resolved"]),
        ("f-fz", ["new", "resolved", "reopened", "ongoing"]),
        ("fz", ["new", "ongoing"]),
        ("fz-", ["new", "ongoing", "resolved"]),
        ("fzf", ["new", "ongoing", "ongoing"]),
        ("f-z", ["new", "resolved", "resolved"]),
        ("f-F", ["new", "resolved", "reopened"]),
        ("FF", ["new", "ongoing"]),
    ],
)
def test_states(nights: str, states: list[str]) -> None:
    """f found, F found while a feed is stale, z not found while a feed is stale, - not found."""
    alerts, seen = no_alerts(), []
    for night, sign in zip((NIGHT_1, NIGHT_2, NIGHT_3, NIGHT_4), nights, strict=False):
        refused = (CONTRIBUTIONS,) if sign in "Fz" else ()
        alerts = advance(alerts, FOUND if sign in "fF" else NOTHING, tonight(night, refused=refused))
        seen.append(alerts["state"].item())
        assert alerts["frozen"].item() == (sign in "Fz" and seen[-1] != "resolved")
        assert (alerts["frozen_reason"].item() is not None) == alerts["frozen"].item()
    assert seen == states


def test_days_of_a_reopened_alert_count_anew() -> None:
    alerts = advance(first_night(), NOTHING, tonight(NIGHT_2))
    assert (alerts["resolved_on"].item(), alerts["last_seen"].item()) == (NIGHT_2, NIGHT_1)
    alert = advance(alerts, FOUND, tonight(NIGHT_4)).row(0, named=True)
    assert (alert["first_seen"], alert["opened_on"], alert["last_seen"]) == (NIGHT_1, NIGHT_4, NIGHT_4)
    assert (alert["due_on"], alert["resolved_on"], alert["times_reopened"]) == (date(2026, 12, 11), None, 1)


def test_last_confirmed_stands_still_while_frozen() -> None:
    alert = advance(first_night(), FOUND, tonight(NIGHT_2, refused=(MEMBERS,))).row(0, named=True)
    assert (alert["last_seen"], alert["last_confirmed"]) == (NIGHT_2, NIGHT_1)


@pytest.mark.parametrize(
    ("unreadable", "frozen"),
    [
        (((MEMBERS, "HM1"),), True),  # its anchor
        (((CONTRIBUTIONS, "CO1"),), True),  # its evidence
        (((HOUSEHOLDS, "HH1"),), True),  # its household
        (((MEMBERS, "HM2"),), False),  # another member of the household
        (((AUTHORISED, "AU1"),), True),  # the consent by which the rule looked
        (((AUTHORISED, "AU2"),), False),  # that of another member
        (((HOUSEHOLDS, "HM1"),), False),  # another table
        (((MEMBERS, "HM9"), (HOUSEHOLDS, "HH9")), False),
    ],
)
def test_a_quarantined_row_freezes_what_rests_on_it(unreadable, frozen: bool) -> None:
    alert = advance(first_night(), NOTHING, tonight(NIGHT_2, unreadable)).row(0, named=True)
    assert (alert["frozen"], alert["state"]) == (frozen, "ongoing" if frozen else "resolved")


def test_an_alert_on_the_whole_household_rests_on_every_member() -> None:
    alerts = first_night(rule_id="CB-01", anchor_table=HOUSEHOLDS, anchor_record_no="HH1", person_key=None, evidence=[])
    assert advance(alerts, NOTHING, tonight(NIGHT_2, ((MEMBERS, "HM2"),)))["frozen"].item()


@pytest.mark.parametrize(("rule_id", "frozen"), [("CB-06", True), ("CB-01", False)])
def test_an_alert_on_the_whole_household_rests_on_every_consent_if_it_needs_any(rule_id: str, frozen: bool) -> None:
    alerts = first_night(rule_id=rule_id, anchor_table=HOUSEHOLDS, anchor_record_no="HH1", person_key=None, evidence=[])
    assert advance(alerts, NOTHING, tonight(NIGHT_2, ((AUTHORISED, "AU2"),)))["frozen"].item() is frozen


def test_the_row_of_another_program_under_the_same_number_does_not_count() -> None:
    alerts = first_night(program="低保边缘")
    assert f"{HOUSEHOLDS}#HH1" not in alerts["rests_on"].item().to_list()


def test_a_row_stays_rested_on_as_long_as_it_is_unreadable() -> None:
    gone = tonight(NIGHT_2, ((CONTRIBUTIONS, "CO1"),))
    alerts = advance(first_night(), findings(finding(evidence=[item("CO2")])), gone)
    assert alerts["frozen"].item()
    alerts = advance(alerts, NOTHING, tonight(NIGHT_3, ((CONTRIBUTIONS, "CO1"),)))
    assert (alerts["state"].item(), alerts["frozen"].item()) == ("ongoing", True)
    assert advance(alerts, NOTHING, tonight(NIGHT_4))["state"].item() == "resolved"


@pytest.mark.parametrize(("present", "frozen"), [(["HM1"], False), (["HM2"], True), (None, True)])
def test_a_quarantined_row_without_a_number_may_be_any_that_is_gone(present, frozen: bool) -> None:
    there = present and pl.DataFrame([(MEMBERS, number) for number in present], schema=POINTER, orient="row")
    alerts = advance(first_night(), NOTHING, tonight(NIGHT_2, ((MEMBERS, None),), present=there))
    assert alerts["frozen"].item() is frozen


def test_a_rule_no_longer_asked_freezes_its_alerts() -> None:
    rules = RULES.filter(pl.col("rule_id") != "CB-06")
    alert = advance(first_night(), NOTHING, tonight(NIGHT_2, rules=rules)).row(0, named=True)
    assert (alert["state"], alert["frozen"], alert["frozen_reason"]) == ("ongoing", True, "本夜未执行该规则")


@pytest.mark.parametrize(
    ("place", "frozen"),
    [
        ({"division_code": "999901001001"}, True),
        ({"division_code": None}, True),
        ({"division_code": "999902001001"}, False),
        ({"division_code": None, "household_no": "JZ1"}, True),
        ({"division_code": None, "household_no": "JZ2"}, False),
    ],
)
def test_an_unknown_policy_value_freezes_the_alerts_of_the_place(place: dict, frozen: bool) -> None:
    skipped = pl.DataFrame(
        [{"rule_id": "CB-06", **place}], schema={"rule_id": pl.String, **dict.fromkeys(place, pl.String)}
    )
    assert advance(first_night(), NOTHING, tonight(NIGHT_2, skipped=skipped))["frozen"].item() is frozen


def test_a_table_without_a_feed_row_was_not_delivered() -> None:
    rules = RULES.with_columns(needs=pl.Series([[HOUSEHOLDS], ["housing.properties"]]))
    assert advance(first_night(), NOTHING, tonight(NIGHT_2, rules=rules))["frozen"].item()


def test_a_likely_finding_only_asks_for_the_identity() -> None:
    alert = first_night(certainty="likely").row(0, named=True)
    assert (alert["level"], alert["confidence"], alert["title"]) == ("blue", "likely", "疑似：家庭成员有正常工资")
    assert alert["explanation"] == "近3个整月有2个月的缴费记录。"
    alert = advance(first_night(certainty="likely"), FOUND, tonight(NIGHT_2)).row(0, named=True)
    assert (alert["level"], alert["confidence"]) == ("yellow", "certain")
    assert alert["changed_since_last"] == "关联由可能变为确定;等级由蓝变为黄"


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ([item()], None),
        ([item(), item()], None),
        ([item(), item("CO2", "4100.00")], "新增1项(企业职工养老缴费 4100.00 2026-10-01)"),
        ([], "减少1项(企业职工养老缴费 4000.00 2026-10-01)"),
        (
            [item(value="5000.00")],
            "新增1项(企业职工养老缴费 5000.00 2026-10-01);减少1项(企业职工养老缴费 4000.00 2026-10-01)",
        ),
    ],
)
def test_what_changed_since_last_night(evidence, told: str | None) -> None:
    before = first_night()
    after = advance(before, findings(finding(evidence=evidence)), tonight(NIGHT_2))
    assert after["changed_since_last"].item() == told
    assert (after["evidence_fingerprint"].item() == before["evidence_fingerprint"].item()) is (told is None)


def test_equal_evidence_in_any_order_is_equal() -> None:
    items = [item("CO1"), item("CO2", on=None), item("CO3", value='引号"与\\')]
    assert_frame_equal(first_night(evidence=items), first_night(evidence=items[::-1]))


def test_the_frame_is_the_first_part_of_the_published_table() -> None:
    AlertStates.validate(first_night(), lazy=True)
    columns = list(first_night().columns)
    assert columns == list(published()["alerts"].dtypes)[: len(columns)]


def test_alerts_of_an_older_release_gain_the_new_columns() -> None:
    older = first_night().drop("rests_on", "times_reopened", "frozen_reason")
    alert = advance(older, FOUND, tonight(NIGHT_2)).row(0, named=True)
    assert (alert["state"], alert["times_reopened"]) == ("ongoing", 0)


@pytest.mark.parametrize(
    ("rows", "night", "message"),
    [
        ([finding(), finding(evidence=[])], NIGHT_2, "two rows"),
        ([finding(rule_id="XX-99")], NIGHT_2, "not asked"),
        ([finding()], NIGHT_1, "does not follow"),
    ],
)
def test_faults_of_the_caller(rows, night: date, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        advance(first_night(), findings(*rows), tonight(night))
