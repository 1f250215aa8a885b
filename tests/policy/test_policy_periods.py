"""The policy of past stretches of days: a payment of last June is judged by last June's standard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from transforms.policy import parse_policies, resolve
from transforms.policy.periods import PERIOD_SCHEMA, policy_periods
from transforms.rules.engine import prepare
from transforms.rules.examples import ExampleError, load_example
from transforms.rules.head import Example

HEAD = 'locality: "{code}"\nname: 某地\n'
CITY = HEAD.format(code="99") + (
    "standard: {values: {2025-07-01: {城镇: 900, 农村: 700}, 2026-07-01: {城镇: 950, 农村: 720}}}\n"
    "visit_days: {values: {2026-01-01: {value: 30, valid_until: 2026-03-31}}}\n"
)
COUNTY = HEAD.format(code="9901") + "standard: {values: {2026-09-01: 960}}\n"


def stretches(locality: str, residence: str, day: str) -> list[tuple[object, ...]]:
    policies = parse_policies({"99.yml": CITY, "9901.yml": COUNTY})
    here = policy_periods(policies, date.fromisoformat(day)).filter(locality=locality, residence=residence)
    return [
        (str(begin), None if end is None else str(end), value, visits)
        for begin, end, value, visits in here.select("in_force_from", "in_force_until", "standard", "visit_days").rows()
    ]


def test_every_change_begins_a_stretch_and_none_overlaps() -> None:
    assert stretches("99", "农村", "2026-11-22") == [
        ("2025-07-01", "2025-12-31", Decimal("700.00"), None),
        ("2026-01-01", "2026-03-31", Decimal("700.00"), 30),
        ("2026-04-01", "2026-06-30", Decimal("700.00"), None),
        ("2026-07-01", None, Decimal("720.00"), None),
    ]


def test_what_begins_later_is_not_there_yet() -> None:
    assert stretches("99", "城镇", "2026-06-30")[-1] == ("2026-04-01", None, Decimal("900.00"), None)
    assert stretches("99", "城镇", "2026-03-31")[-1] == ("2026-01-01", None, Decimal("900.00"), 30)


def test_a_county_has_the_city_s_values_until_its_own_begin() -> None:
    assert [row[2] for row in stretches("9901", "城镇", "2026-11-22")][-2:] == [Decimal("950.00"), Decimal("960.00")]


def test_the_last_stretch_is_the_policy_of_the_day() -> None:
    policies, day = parse_policies({"99.yml": CITY, "9901.yml": COUNTY}), date(2026, 11, 22)
    current = [row for row in policy_periods(policies, day).to_dicts() if row["in_force_until"] is None]
    held = [{name: row[name] for name in row if not name.startswith("in_force")} for row in current]
    assert held == resolve(policies, day, []).policy.to_dicts()


def test_before_the_first_value_there_is_no_stretch() -> None:
    frame = policy_periods(parse_policies({"99.yml": CITY}), date(2025, 6, 30))
    assert (frame.height, dict(frame.schema)) == (0, PERIOD_SCHEMA)


def test_a_rule_s_example_may_date_a_value() -> None:
    """What a rule on old payments asks: the standard of the payment's month, beside today's."""
    given = {"payment": [{"period": "2026-06-01"}, {"period": "2026-07-01"}]}
    policy = {"standard": {"2025-07-01": "1000", "2026-07-01": {"城镇": "1040", "农村": "900"}}}
    example = Example(why="试", as_of="2026-11-22", policy=policy, given=given, expect=[])
    con = duckdb.connect(config={"threads": 1})
    load_example(con, example)
    prepare(con, "linked", {})
    asked = """
        SELECT payment.period, policy_period.standard, policy.standard
        FROM payment
        JOIN policy ON policy.residence = '城镇'
        JOIN policy_period ON policy_period.residence = '城镇'
            AND payment.period BETWEEN in_force_from AND coalesce(in_force_until, payment.period)
        ORDER BY ALL
    """
    assert con.sql(asked).fetchall() == [
        (date(2026, 6, 1), Decimal("1000.00"), Decimal("1040.00")),
        (date(2026, 7, 1), Decimal("1040.00"), Decimal("1040.00")),
    ]
    con.close()


def test_an_example_s_day_must_be_one() -> None:
    policy = {"standard": {"2025-07": "1000"}}
    example = Example(why="试", as_of="2026-11-22", policy=policy, given={}, expect=[])
    with pytest.raises(ExampleError, match="2025-07"):
        load_example(duckdb.connect(), example)
