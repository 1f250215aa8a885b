"""exports.yaml: a state row that is quarantined counts for nothing that night; alerts that rest on it are frozen."""

from __future__ import annotations

import pytest

from tests.contract.tiny_city import TinyCity, authorisation, household, member, number, pension

pytestmark = pytest.mark.long
FIRST, SECOND, THIRD = "2026-11-20", "2026-11-21", "2026-11-22"
P, Q = number("19700101"), number("19720202", 102)


def tables() -> dict:
    """One person in two households, with a pension nobody declared."""
    return {
        "households": [household("H1"), household("H2")],
        "household_members": [member("M1", "H1", "王小明", P), member("M2", "H2", "王小明", P)],
        "authorisations": [authorisation("A1", "H1", "王小明", P), authorisation("A2", "H2", "王小明", P)],
        "pensions": [pension("PE1", "王小明", P)],
    }


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> TinyCity:
    tiny = TinyCity(tmp_path_factory.mktemp("quarantined"))
    tiny.deliver(FIRST, tables())
    second = tables()
    second["authorisations"][0]["signed_on"] = "2024-13-45"
    tiny.deliver(SECOND, second)
    third = tables()
    third["households"][0]["status"] = "其它类别"
    tiny.deliver(THIRD, third)
    tiny.run()
    return tiny


@pytest.mark.parametrize(("rule", "anchor"), [("CB-07", "HHH1"), ("CB-08", "M1")])
def test_alert_of_an_auth_rule_is_frozen_when_the_authorisation_is_unreadable(city, rule, anchor) -> None:
    assert city.alert(rule, anchor, FIRST)[:2] == ("new", False)
    assert city.alert(rule, anchor, SECOND)[:2] == ("ongoing", True)


def test_two_households_alert_is_frozen_when_the_other_household_is_unreadable(city) -> None:
    assert city.alert("CF-01", "M2", SECOND)[:2] == ("ongoing", False)
    assert city.alert("CF-01", "M2", THIRD)[:2] == ("ongoing", True)


def test_alert_of_the_household_itself_is_frozen(city) -> None:
    assert city.alert("LB-18", "HHH1", THIRD)[:2] == ("ongoing", True)


def test_unreadable_authorisation_counts_for_nothing_that_night(city) -> None:
    assert city.alert("SJ-09", "M1", SECOND)[:2] == ("new", False)
