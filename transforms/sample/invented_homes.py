"""Households of one person that planting adds: outsiders taken onto aid, so that scarce households stay free."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import PROGRAMS
from transforms.sample.draw import NOBODY, Ints, Mask, age_on, amounts, dates
from transforms.sample.frames import Column, Columns, people_of, persons
from transforms.sample.plant import ALWAYS, Planter
from transforms.sample.property import RESIDENTIAL

HOUSEHOLDS = "civil_affairs.households"
MEMBERS = "civil_affairs.household_members"
MARRIAGES = "civil_affairs.marriages"
PLAIN_INCOME = 120_000
"""Fen a month that such a household declares: above the floor, below the line of edge households."""


def always(who: Ints) -> Ints:
    """The pattern of rows that are there every night."""
    return np.full(len(who), ALWAYS, dtype=np.int64)


def single(planter: Planter) -> Mask:
    """Living grown people without a living spouse who marry on no night, own one home at most and earn little."""
    city = planter.city
    spouse = city.people.spouse
    coupled = (spouse != NOBODY) & city.people.living[np.maximum(spouse, 0)]
    later = planter.tables[MARRIAGES].filter(pl.col("_from") > 0)
    for role in ("husband", "wife"):
        coupled[people_of(later, role)] = True
    size = len(city.people)
    owners = (city.units.owners(RESIDENTIAL, size) > 1) | (city.units.owners(("商业", "办公"), size) > 0)
    poor = city.work.income_bound() <= 80_000
    adult = age_on(city.people.birth, city.today) >= 22
    fits: Mask = city.people.living & ~coupled & ~owners & poor & adult
    return fits


def admit(
    planter: Planter,
    who: Ints,
    program: int,
    *,
    approved: int = 400,
    household_nights: Ints | None = None,
    member_nights: Ints | None = None,
    income: int = PLAIN_INCOME,
    **more: Column,
) -> tuple[Ints, Ints]:
    """Add a household of one for each person, signed and checked; returns the `_row` of households and of members.

    `approved`: days before the first night. The nights are patterns, every night where not given; `more` replaces
    columns of the household.
    """
    city = planter.city
    begin = len(planter.tables[HOUSEHOLDS]["_row"].unique())
    number = "JX" + pl.Series(np.arange(begin, begin + len(who)) + 36_000_000).cast(pl.String)
    day = np.full(len(who), city.today, dtype=np.int64)
    home: Columns = {
        "household_no": number,
        "program": PROGRAMS[program],
        "status": "在享",
        "applied_on": dates(day - approved - 30),
        "approved_on": dates(day - approved),
        "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
        "declared_income_yuan_month": amounts(np.full(len(who), income)),
        "residence": "城镇",
        "category": "A",
        "handler_no": "JB0001",
        "_fixed": pl.Series(np.ones(len(who), dtype=bool)),
        "_day": dates(day - min(approved, 30)),
        **more,
    }
    rows = planter.add(HOUSEHOLDS, home, always(who) if household_nights is None else household_nights)
    entry: Columns = {
        "household_no": number,
        "@member": persons(who),
        "relation": "本人",
        "member_kind": "共同生活",
        "declared_work": "无劳动能力",
    }
    members = planter.add(MEMBERS, entry, always(who) if member_nights is None else member_nights)
    signed: Columns = {
        "household_no": number,
        "@signatory": persons(who),
        "purpose": "社会救助",
        "signed_on": dates(day - approved - 30),
        "signed_by": "本人",
    }
    planter.add("civil_affairs.authorisations", signed, always(who))
    return rows, members
