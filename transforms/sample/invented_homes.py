"""Households of one person that planting adds: outsiders taken onto aid, so that scarce households stay free."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import PROGRAMS
from transforms.sample.draw import Ints, Mask, amounts, dates
from transforms.sample.frames import Column, Columns, people_of, persons
from transforms.sample.plant import ALWAYS, Planter

HOUSEHOLDS = "civil_affairs.households"
MEMBERS = "civil_affairs.household_members"
MARRIAGES = "civil_affairs.marriages"
PLAIN_INCOME = 120_000
"""Fen a month that such a household declares: above the floor, below the line of edge households."""


def always(who: Ints) -> Ints:
    """The pattern of rows that are there every night."""
    return np.full(len(who), ALWAYS, dtype=np.int64)


def single(planter: Planter) -> Mask:
    """Living grown people who are in no registration of a marriage, own nothing and earn less than the floor."""
    city = planter.city
    married = np.zeros(len(city.people), dtype=bool)
    for role in ("husband", "wife"):
        married[people_of(planter.tables[MARRIAGES], role)] = True
    owners = city.units.owners(("住宅", "宅基地", "商业", "办公"), len(city.people)) > 0
    poor = city.work.income_bound() <= 80_000
    adult = city.people.birth < city.today - 22 * 366
    return city.people.living & ~married & ~owners & poor & adult


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
