"""City A against its truth: three nights, damage as in the field (tests/cases/city_a/README.md).

What differs must touch a person who bears identity damage that "link, first part" cannot repair; everybody else's
alerts and verification results equal the truth.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import RunNights

TRUTH = Path(__file__).parent / "city_a" / "truth"
NIGHTS = {1: date(2026, 11, 20), 2: date(2026, 11, 21), 3: date(2026, 11, 22)}
ALERT = ["rule_id", "anchor_table", "anchor_record_no"]
RULES = Path(__file__).parents[2] / "docs" / "contract" / "rules.md"
CORE_RULES = sorted(set(re.findall(r"^([A-Z]{2}-\d{2}) ", RULES.read_text("utf-8"), re.MULTILINE)))
# Differences that remain; fewer is better, more is a regression.
ALERTS_DIFFERING = {1: 2, 2: 2, 3: 2}
RESULTS_DIFFERING = {1: 0, 2: 0, 3: 0}


def truth(name: str) -> pl.DataFrame:
    """One truth file, categories as text."""
    return pl.read_parquet(TRUTH / f"{name}.parquet").with_columns(pl.col(pl.Categorical).cast(pl.String))


def links(night: int) -> pl.DataFrame:
    """Who the records of a night really name: table, record_no, true_person, noise_kinds, resolvable."""
    return (
        truth("links")
        .filter((pl.col("from_night") <= night) & (pl.col("to_night") >= night))
        .with_columns(table=pl.format("{}.{}", "department", "table_name"))
    )


def damaged_people(night: int) -> set[str]:
    """People with a damaged record up to a night, and their spouses, who stand in for them in rules on couples.

    A record mended since counts too: its alert is as old as the mending.
    """
    of = truth("links").filter(pl.col("from_night") <= night)
    people = set(of.filter(pl.col("noise_kinds") != "")["true_person"])
    wed = of.filter(pl.col("table_name") == "marriages").select("record_no", "true_person")
    couples = wed.join(wed, on="record_no").filter(pl.col("true_person") != pl.col("true_person_right"))
    return people | set(couples.filter(pl.col("true_person_right").is_in(list(people)))["true_person"])


def people_of_households(city: RunNights, night: int) -> pl.DataFrame:
    """household_no, true_person of all member and authorisation rows."""
    with city.published(NIGHTS[night]) as con:
        rows = con.sql(
            'SELECT source_table AS "table", record_no, household_no FROM fact.member '
            "UNION ALL SELECT source_table, record_no, household_no FROM fact.authorisation"
        ).pl()
    return rows.join(links(night).select("table", "record_no", "true_person"), on=["table", "record_no"])


@pytest.fixture(params=NIGHTS)
def night(request: pytest.FixtureRequest) -> int:
    """Night 1, 2, 3."""
    number: int = request.param
    return number


def test_quarantine_equals_truth(city_a: RunNights) -> None:
    place = ["batch_date", "department", "table_name", "row_number", "column_name"]
    with city_a.published(NIGHTS[3]) as con:
        ours = con.sql("SELECT * FROM quarantine").pl().select(*place, "record_no")
    wanted = truth("quarantine").select(*place, "record_no")
    assert ours.sort(place).rows() == wanted.sort(place).rows()


def test_ledger_balances_and_equals_truth(city_a: RunNights) -> None:
    with city_a.published(NIGHTS[3]) as con:
        feeds = con.sql("SELECT * FROM feeds").pl()
    assert (feeds["rows_in"] == feeds["rows_loaded"] + feeds["rows_quarantined"] + feeds["rows_superseded"]).all()
    assert (feeds["rows_in"] == feeds["rows_declared"]).all()
    key = ["batch_date", "department", "table_name"]
    wanted = truth("feeds").select(*key, "rows_in", pl.col("broken").alias("rows_quarantined")).sort(key)
    assert feeds.select(wanted.columns).sort(key).rows() == wanted.rows()


def test_the_truth_knows_the_rules_of_the_contract() -> None:
    assert len(CORE_RULES) == 33
    assert set(truth("alerts")["rule_id"]) <= set(CORE_RULES)


def test_alerts_without_identity_damage_equal_truth(city_a: RunNights, night: int) -> None:
    with city_a.published(NIGHTS[night]) as con:
        ours = con.sql(
            "SELECT rule_id, anchor_table, anchor_record_no, state FROM alerts WHERE state <> 'resolved'"
        ).pl()
    wanted = truth("alerts").filter((pl.col("night") == night) & pl.col("without_unresolvable"))
    # The truth was made when there were 33 rules; of the rules that came later it knows nothing.
    ours = ours.filter(pl.col("rule_id").is_in(CORE_RULES))
    # The truth gives no state to alerts that are there only because unresolvable records stand alone.
    wanted = wanted.select(*ALERT, "state", there=pl.lit(value=True))
    both = wanted.join(ours, on=ALERT, how="full", coalesce=True, suffix="_ours")
    differing = both.filter(
        pl.col("there").is_null() | pl.col("state_ours").is_null() | (pl.col("state") != pl.col("state_ours"))
    )
    damaged = damaged_people(night)
    of_anchor = links(night).select(anchor_table="table", anchor_record_no="record_no", true_person="true_person")
    homes = people_of_households(city_a, night)
    people = pl.concat(
        [
            differing.join(of_anchor, on=["anchor_table", "anchor_record_no"]).select(*ALERT, "true_person"),
            differing.join(_household_of(city_a, night), on=["anchor_table", "anchor_record_no"])
            .join(homes, on="household_no")
            .select(*ALERT, "true_person"),
        ]
    )
    explained = people.filter(pl.col("true_person").is_in(list(damaged))).select(ALERT).unique()
    unexplained = differing.join(explained, on=ALERT, how="anti")
    assert unexplained.is_empty(), unexplained.rows()
    assert differing.height <= ALERTS_DIFFERING[night], differing


def _household_of(city: RunNights, night: int) -> pl.DataFrame:
    with city.published(NIGHTS[night]) as con:
        return con.sql(
            "SELECT source_table AS anchor_table, record_no AS anchor_record_no, household_no FROM fact.household "
            "UNION ALL SELECT source_table, record_no, household_no FROM fact.member "
            "UNION ALL SELECT source_table, record_no, household_no FROM fact.benefit WHERE household_no IS NOT NULL"
        ).pl()


def test_verification_without_identity_damage_equals_truth(city_a: RunNights, night: int) -> None:
    key = ["household_no", "program"]
    with city_a.published(NIGHTS[night]) as con:
        ours = con.sql("SELECT * FROM verification_results").pl()
    wanted = truth("verification").filter(pl.col("night") == night).drop("night")
    money = ["income_yuan_month", "income_per_head_yuan"]
    wanted = wanted.with_columns(pl.col(money).round(2).cast(pl.Decimal(18, 2)), pl.col("members").cast(pl.Int64))
    assert wanted.height == ours.height
    both = wanted.join(ours, on=key, how="full", coalesce=True, suffix="_ours")
    assessed = pl.col("outcome") != "not_assessable"
    compared = ["proposed_tier", *money]
    differs = pl.any_horizontal(
        pl.col("outcome").ne_missing(pl.col("outcome_ours")),
        pl.col("members").ne_missing(pl.col("members_ours")),
        *(assessed & pl.col(name).ne_missing(pl.col(f"{name}_ours")) for name in compared),
    )
    differing = both.filter(differs).select(key)
    people = differing.join(people_of_households(city_a, night), on="household_no")
    explained = people.filter(pl.col("true_person").is_in(list(damaged_people(night)))).select(key).unique()
    unexplained = differing.join(explained, on=key, how="anti")
    assert unexplained.is_empty(), both.join(unexplained, on=key)
    assert differing.height <= RESULTS_DIFFERING[night]


def test_living_people_with_two_valid_numbers_are_never_merged(city_a: RunNights) -> None:
    with city_a.published(NIGHTS[3]) as con:
        ours = con.sql(
            "SELECT department || '.' || table_name AS \"table\", record_no, person_role, person_key "
            "FROM identity_links WHERE certainty = 'certain'"
        ).pl()
    real = links(3).filter(~pl.col("noise_kinds").str.contains("several_owners"))
    joined = ours.join(
        real.select("table", "record_no", "person_role", "true_person"), on=["table", "record_no", "person_role"]
    )
    mixed = joined.group_by("person_key").agg(pl.col("true_person").n_unique()).filter(pl.col("true_person") > 1)
    assert mixed.is_empty(), mixed
