"""A night under a place's own file: its values by their day, and no rule with a value the place does not have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.settings import load
from flows.walk import plain, run_nights
from tests.contract.tiny_city import TinyCity, authorisation, household, member, number

PLACE = Path(__file__).parents[2] / "data" / "policy" / "places" / "500156.yml"
BEFORE, AFTER = "2022-12-31", "2023-01-01"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> TinyCity:
    """Two nights about New Year: five urban households in 武隆 that declare 717 to 900 yuan, and one rural."""
    city = TinyCity(tmp_path_factory.mktemp("place"))
    declared = {"H1": "717", "H2": "717.01", "H3": "735", "H4": "735.01", "H5": "600", "H6": "900"}
    tables = {
        "households": [
            household(
                no,
                division_code="500156100001",
                declared_income_yuan_month=yuan,
                residence="农村" if no == "H5" else "城镇",
                applied_on="2020-12-01",
                approved_on="2021-01-01",
                last_verified_on="2022-10-01",
            )
            for no, yuan in declared.items()
        ],
        "household_members": [
            member(f"M{no}", no, f"王小{no}", number("19700101", 100 + n)) for n, no in enumerate(declared)
        ],
        "authorisations": [
            authorisation(f"A{no}", no, f"王小{no}", number("19700101", 100 + n), signed_on="2021-01-01")
            for n, no in enumerate(declared)
        ],
    }
    for night in (BEFORE, AFTER):
        city.deliver(night, tables)
    city.run(PLACE)
    return city


def outcomes(city: TinyCity, night: str) -> dict[str, str]:
    return dict(city.rows("SELECT household_no, outcome FROM verification_results ORDER BY ALL", night))  # type: ignore[arg-type]


OLD = {"H1": "pass"} | dict.fromkeys(["H2", "H3", "H4", "H5", "H6"], "not_assessable")
NEW = {"H1": "pass", "H2": "pass", "H3": "pass", "H4": "not_assessable", "H5": "pass", "H6": "not_assessable"}


def test_a_change_of_standard_takes_effect_by_its_date(city: TinyCity) -> None:
    """717 and 581 until New Year's Eve, 735 and 600 from New Year on; above it the unknown edge would decide."""
    assert outcomes(city, BEFORE) == OLD
    assert outcomes(city, AFTER) == NEW


def test_values_are_published_with_their_source_and_mark(city: TinyCity) -> None:
    asked = "SELECT value, mark, left(source, 4) FROM policy_values WHERE parameter = 'standard' AND residence = '城镇'"
    assert city.rows(asked, BEFORE) == [("717", "general_knowledge", "[GK]")]
    assert city.rows(asked, AFTER) == [("735", "general_knowledge", "[GK]")]


def test_a_recheck_of_last_year_gives_last_year_s_answer(city: TinyCity, tmp_path: Path) -> None:
    """Run again later, on a fresh home and with the file that knows this year's values."""
    settings = load(None, inbox=city.root / "inbox", home=tmp_path / "home", policy=PLACE, as_of=date(2022, 12, 31))
    run_nights(settings, plain, lambda *_: None)
    again = TinyCity(tmp_path)
    assert outcomes(again, BEFORE) == OLD
    every = "SELECT * FROM verification_results ORDER BY household_no"
    assert again.rows(every, BEFORE) == city.rows(every, BEFORE)


def test_rules_that_need_an_empty_value_are_skipped_and_reported(city: TinyCity) -> None:
    """H6 is far over the standard; what CB-07 would have to deduct is unknown there: no alert, but a report."""
    skipped = city.rows(
        "SELECT parameter FROM rules_skipped WHERE rule_id = 'CB-07' AND locality = '500156' AND residence = '城镇' "
        "ORDER BY ALL",
        AFTER,
    )
    assert skipped == [("income_tolerance",), ("resident_pension_exempt_yuan",), ("work_cost_share",)]
    assert city.rows("SELECT count(*) FROM alerts WHERE rule_id IN ('CB-07', 'ZD-05', 'LB-18')", AFTER) == [(0,)]
    assert city.rows("SELECT count(*) FROM rules_skipped WHERE locality <> '500156'", AFTER) == [(0,)]
    assert city.rows("SELECT DISTINCT locality FROM policy_values", AFTER) == [("500156",)]
