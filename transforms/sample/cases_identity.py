"""Planted cases about who a member is: SF-04 to SF-07. SF-01 to SF-03 are in cases_persons.py."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import EDGE, MINIMUM
from transforms.sample.cases_aid import AID, MEMBERS
from transforms.sample.draw import NOBODY, Ints, Mask, age_on, dates
from transforms.sample.frames import people_of
from transforms.sample.plant import ALWAYS, Planter

LEDGER = "civil_affairs.children"
_LUNAR_DAYS = 33
_COMMON = pl.col("member_kind") == "共同生活"


def numberless_cases(planter: Planter) -> None:
    """SF-07: a child of the household, no baby any more, that has no number anywhere."""
    age = age_on(planter.city.people.birth, planter.city.today)
    who = _children(planter, (age >= 1) & (age < 14))
    planter.numberless[who] = True
    rows = planter.rows(MEMBERS, "member", who, _COMMON)
    planter.record("SF-07", MEMBERS, rows, planter.patterns(len(who), (ALWAYS,)))


def identity_cases(planter: Planter) -> None:
    """SF-04 digits cut off, SF-06 a lunar birth date, SF-05 a parent's number in the ledger of children."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    number = city.identity.number
    cut_short = number.str.slice(0, 14)
    mother = np.maximum(city.people.mother, 0)
    # Where the mother is dead or unknown her number says nothing to staff.
    mothered = (city.people.mother != NOBODY) & city.people.living[mother] & (age >= 2) & (age < 14)
    for rule in ("SF-04", "SF-06"):
        who = city.aid.applicant[planter.households((MINIMUM, EDGE), age[city.aid.applicant] >= 30)]
        patterns = planter.patterns(len(who))
        rows = planter.rows(MEMBERS, "member", who, _COMMON)
        if rule == "SF-04":
            planter.alter(MEMBERS, rows, patterns, _number=cut_short.gather(pl.Series(who)))
        else:
            planter.alter(MEMBERS, rows, patterns, _birth=dates(city.people.birth[who] - _LUNAR_DAYS))
        planter.record(rule, MEMBERS, rows, patterns)
    listed = np.zeros(len(age), dtype=bool)
    listed[people_of(planter.tables[LEDGER], "child")] = True
    who = planter.outsiders(listed & mothered)
    patterns = planter.patterns(len(who))
    rows = planter.rows(LEDGER, "child", who)
    planter.alter(LEDGER, rows, patterns, _number=number.gather(pl.Series(mother[who])))
    planter.record("SF-05", LEDGER, rows, patterns)


def _children(planter: Planter, fits: Mask) -> Ints:
    """One child that fits of each chosen household, taken in long ago."""
    aid = planter.city.aid
    able = np.flatnonzero(fits & planter.city.people.living & (aid.member_of != NOBODY) & ~planter.protected)
    settled = aid.approved < planter.city.today - 200
    household = planter.households(AID, np.isin(np.arange(len(aid)), aid.member_of[able]) & settled)
    of_household = able[np.isin(aid.member_of[able], household)]
    return of_household[np.unique(aid.member_of[of_household], return_index=True)[1]]
