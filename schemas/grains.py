"""Over what time each amount stands, and which columns tell a protected attribute of a person.

The rule guard (transforms/rules/guard.py) refuses a rule that sets amounts of different periods against one another,
and one that asks a protected attribute. It knows both from here; docs/decisions/0017 says why.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Grain = Literal["month", "year", "twelve", "once", "total"]

LABELS: Final[dict[Grain, str]] = {
    "month": "元/月",
    "year": "元/年",
    "twelve": "元(十二个整月合计)",
    "once": "元(一次)",
    "total": "元(若干个月合计)",
}
"""month: for one month. year: one figure for a whole year, which says nothing of its months. once: a price, a balance,
one bill. total: a sum of records of several months, each of which says its own month or day. twelve: such a sum over
exactly the last twelve full months."""

COMPATIBLE: Final = (frozenset({"twelve", "year"}), frozenset({"twelve", "total"}))
"""Different grains that may be set against one another: twelve full months are a year, and are a total."""

_BY_NAME: Final[tuple[tuple[str, Grain], ...]] = (
    ("yuan_month", "month"),
    ("monthly_yuan", "month"),
    ("yuan_year", "year"),
    ("year_yuan", "year"),
)

FACT_GRAINS: Final[dict[tuple[str, str], Grain]] = {
    ("household", "declared_deposits_yuan"): "once",
    ("payment", "paid_yuan"): "month",
    ("temporary_aid", "amount_yuan"): "once",
    ("medical_cost", "total_yuan"): "once",
    ("medical_cost", "fund_paid_yuan"): "once",
    ("medical_cost", "medical_aid_yuan"): "once",
    ("medical_cost", "self_paid_yuan"): "once",
    ("asset", "price_yuan"): "once",
}
"""Amounts of facts whose name does not say it (`_BY_NAME`)."""

MONTHLY_ROWS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("payment", "paid_yuan"): frozenset(),
    ("income_part", "yuan_month"): frozenset(),
    ("income", "yuan_month"): frozenset({"pension", "unemployment"}),
}
"""Amounts with a row for each month, so that their sum is a total of months. The kinds named have one row for as long
as it is paid: rows of theirs, and of nothing else, add up to what somebody gets in a month."""

PARAMETER_GRAINS: Final[dict[str, Grain]] = {
    "yuan/month": "month",
    "yuan/person/month": "month",
    "yuan/person/year": "year",
    "yuan": "once",
    "yuan/household": "total",
    "medical_shock_low_income_yuan": "total",
    "medical_shock_ordinary_yuan": "total",
    "serious_illness_yuan": "total",
    "payment_tolerance_yuan": "month",
}
"""By name of the parameter where its unit does not say it, else by unit."""

MULTIPLES_OF_A_MONTH: Final = frozenset({"temporary_aid_cap_multiple", "small_aid_multiple"})
"""Ratios that make one payment's or balance's limit of a monthly standard, as parameters in months do."""

HEADS: Final = frozenset({("benefit", "persons"), ("household_size", "members")})
"""Counts of people. By nothing else may an amount be divided."""


class Conversion(NamedTuple):
    """A column of a mart, a rule or the verification that may be another period's than what it is made of.

    takes: the grains it is made of. gives: its own; None where it is no amount but an answer."""

    takes: frozenset[Grain]
    gives: Grain | None
    why: str


_TWELVE_MONTHS = "十二个整月各自的记录相加,再除以同样这十二个月:口径由约定固定(contract/rules.md, Income)"
CONVERSIONS: Final[dict[tuple[str, str], Conversion]] = {
    ("household_income", "declared_year_units"): Conversion(
        frozenset({"month"}), "total", "申报的月收入按申报即每月如此,计作同样的十二个月"
    ),
    ("household_income", "income_year_units"): Conversion(
        frozenset({"total"}), "twelve", "十二个整月各自的记录相加,与申报的十二个月取大"
    ),
    ("LB-21", "granted_year_yuan"): Conversion(
        frozenset({"month"}), "twelve", "已批准的待遇按月额计足十二个月:由决定核定的金额,不是由一个月推算的收入"
    ),
    **{
        ("household_income", column): Conversion(frozenset({"total", "twelve"}), "month", _TWELVE_MONTHS)
        for column in ("verified_yuan_month", "income_yuan_month", "per_head_yuan", "verified_per_head_yuan")
    },
}
"""(mart, rule id or `outcome`; column). Only where the contract fixes it, each with its reason, and never from `year`:
what one figure says of a year says nothing of any of its months."""

AVERAGES: Final = frozenset(
    ("household_income", column)
    for column in ("verified_yuan_month", "income_yuan_month", "per_head_yuan", "verified_per_head_yuan")
)
"""Months that are the mean of the last twelve, so that twelve times it is what was added up: `twelve`."""

PROTECTED: Final[dict[tuple[str, str], str]] = {
    ("person", "sex"): "性别",
    ("number_doubt", "sex"): "性别",
    ("number_doubt", "sex_differs"): "性别",
    ("marriage", "side"): "性别",
    ("household", "residence"): "户口性质",
    ("disability_card", "*"): "残疾",
}
"""(fact, column) -> attribute; `*`: to be in the table at all tells it. Ethnicity is in no fact, and stays out."""

NEVER: Final = ("ethnic", "minzu", "nation", "religion", "political")
"""What no column of a fact may be called."""

ONLY_ORDER: Final = frozenset({("current_spouse", "性别")})
"""Marts that take a protected attribute only to put rows of one registration in a fixed order."""


def fact_grain(fact: str, column: str) -> Grain | None:
    """Grain of an amount of a fact; None where it is no amount, or nobody declared it."""
    declared = FACT_GRAINS.get((fact, column))
    return declared or next((grain for ending, grain in _BY_NAME if column.endswith(ending)), None)


def parameter_grain(name: str, unit: str) -> Grain | None:
    """Grain of a parameter in yuan; None where nobody declared it."""
    return PARAMETER_GRAINS.get(name) or PARAMETER_GRAINS.get(unit)


def protected_attribute(fact: str, column: str) -> str | None:
    """The protected attribute that a column tells, if any."""
    return PROTECTED.get((fact, column), PROTECTED.get((fact, "*")))
