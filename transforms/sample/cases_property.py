"""Planted cases about new and former property, tiers that ran out and the destitute: CB-04, CB-05, CB-20 to CB-22.

Near misses may stand in a household that another rule's case is about, or share one with each other.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import DESTITUTE, RIGID
from transforms.sample.cases_aid import AID, HOUSEHOLDS, MEMBERS, contribute, homes_owned, owner_columns
from transforms.sample.draw import NEVER, Ints, age_on, coded, dates
from transforms.sample.frames import Columns, change, persons
from transforms.sample.plant import Planter

UNITS = "housing.properties"
_SAVINGS_LIMIT = 3_600_000
"""Three years of the standard, in fen, at the lowest that the demo policy ever had."""


def _days(count: int, day: int) -> Ints:
    return np.full(count, day, dtype=np.int64)


def destitute_cases(planter: Planter) -> None:
    """CB-21: a pension above the standard, declared; near it savings of just the limit."""
    city = planter.city
    household = planter.households((DESTITUTE,), count=planter.few)
    patterns = planter.patterns(len(household))
    who = city.aid.applicant[household]
    rows = planter.rows(MEMBERS, "member", who)
    planter.tables[MEMBERS] = change(planter.tables[MEMBERS], rows, declared_income_yuan_month=pl.lit(120_000))
    columns: Columns = {
        "@pensioner": persons(who),
        "kind": "企业职工",
        "monthly_yuan": 172_000,
        "start_on": dates(_days(len(who), city.today - 700)),
        "status": "在发",
    }
    planter.add("human_resources.pensions", columns, patterns)
    planter.record("CB-21", HOUSEHOLDS, household, patterns)
    household = planter.households((DESTITUTE,), count=1)
    planter.alter(HOUSEHOLDS, household, _days(len(household), 0), declared_deposits_yuan=_SAVINGS_LIMIT)
    planter.record("CB-21", HOUSEHOLDS, household, _days(len(household), 0), fires=False)


def obligor_cases(planter: Planter) -> None:
    """CB-22: a grown child with wages, who signed; near it, one who did not sign."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    for fires in (True, False):
        household = planter.households((DESTITUTE,), count=planter.few if fires else 1)
        who = planter.outsiders(city.people.living & (age >= 28) & (age < 50), len(household))
        contribute(planter, who, "企业职工养老", 3)
        number = city.aid.numbers.gather(pl.Series(household))
        patterns = planter.patterns(len(who)) if fires else _days(len(who), 0)
        owing: Columns = {
            "household_no": number,
            "@member": persons(who),
            "relation": coded(("子", "女"), city.people.sex[who]),
            "member_kind": "法定义务人",
            "_household": pl.Series(household),
        }
        rows = planter.add(MEMBERS, owing, patterns)
        if fires:
            signed: Columns = {
                "household_no": number,
                "@signatory": persons(who),
                "purpose": "社会救助",
                "signed_by": "本人",
                "signed_on": dates(_days(len(who), city.today - 90)),
            }
            planter.add("civil_affairs.authorisations", signed, _days(len(who), 0))
        planter.record("CB-22", MEMBERS, rows, patterns, fires)


def building_cases(planter: Planter) -> None:
    """CB-04: a new house, the only one; near it a house built long ago and only registered now."""
    city = planter.city
    for built, fires in ((NEVER, True), (city.today - 9000, False)):
        household = planter.households(AID, homes_owned(planter) == 0, planter.few if fires else 1)
        patterns = planter.patterns(len(household)) if fires else _days(len(household), 0)
        lately: Columns = {
            "acquired_by": "自建",
            "registered_on": dates(_days(len(household), city.today - 80)),
            "built_on": dates(_days(len(household), built)),
        }
        columns = owner_columns(planter, household, "宅基地", _days(len(household), 9_600))
        planter.add(UNITS, {**columns, **lately}, patterns)
        planter.record("CB-04", HOUSEHOLDS, household, patterns, fires)


def former_cases(planter: Planter) -> None:
    """CB-20 a tier that ran out, CB-05 a home given away before applying; near them one whose tier ends after the last
    night, and who gave a home away long before."""
    city = planter.city
    household = planter.households((RIGID,), count=planter.few)
    patterns = planter.patterns(len(household))
    planter.alter(HOUSEHOLDS, household, patterns, valid_until=dates(_days(len(household), city.today - 12)))
    planter.record("CB-20", HOUSEHOLDS, household, patterns)
    for days_before, fires in ((100, True), (500, False)):
        household = planter.households((RIGID,), count=planter.few if fires else 1)
        patterns = planter.patterns(len(household)) if fires else np.zeros(len(household), dtype=np.int64)
        columns = owner_columns(planter, household, "住宅", _days(len(household), 7_800))
        ended: Columns = {
            "status": "历史",
            "registered_on": dates(_days(len(household), city.today - 4000)),
            "ended_on": dates(city.aid.applied[household] - days_before),
        }
        planter.add(UNITS, {**columns, **ended}, patterns)
        planter.record("CB-05", HOUSEHOLDS, household, patterns, fires)
        if not fires:
            last = dates(_days(len(household), city.today + city.nights))
            planter.alter(HOUSEHOLDS, household, patterns, valid_until=last)
            planter.record("CB-20", HOUSEHOLDS, household, patterns, fires)
