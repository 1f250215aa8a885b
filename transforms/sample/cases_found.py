"""Planted cases of people nobody applied for: the ZD rules that find need before it is told."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.cases_need import BENEFITS, DISABILITIES, LEDGER, begins, treat, untreated
from transforms.sample.draw import Ints, age_on, dates, month_first, month_number
from transforms.sample.frames import Columns, change, people_of, persons
from transforms.sample.invented_homes import MARRIAGES, always
from transforms.sample.plant import ALWAYS, BEGINS, Planter

DEATHS = "civil_affairs.deaths"
GRANTS = "civil_affairs.temporary_aid"


def illness_cases(planter: Planter) -> None:
    """ZD-01 a new card of a severe grade, ZD-02 treatment that suddenly costs much."""
    city = planter.city
    valid = planter.tables[DISABILITIES].filter((pl.col("status") == "有效") & pl.col("grade").is_in(["一级", "二级"]))
    severe = np.zeros(len(city.people), dtype=bool)
    severe[people_of(valid, "holder")] = True
    for days, fires, count in ((10, True, planter.count), (60, False, 1)):
        who = planter.outsiders(city.people.living & severe, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        rows = planter.rows(DISABILITIES, "holder", who)
        planter.alter(DISABILITIES, rows, patterns, issued_on=dates(np.full(len(who), city.today - days)))
        planter.record("ZD-01", DISABILITIES, rows, patterns, fires)
    key = "medical_insurance.enrolments"
    enrolled = np.zeros(len(city.people), dtype=bool)
    enrolled[people_of(planter.tables[key], "insured")] = True
    adult = city.people.living & (age_on(city.people.birth, city.today) >= 20)
    for fen, fires, count in ((7_000_000, True, planter.count), (5_900_000, False, 1)):
        who = planter.outsiders(adult & enrolled, count)
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS)) if fires else always(who)
        untreated(planter, who)
        treat(planter, who, fen, 900_000, 9, begins(planter, patterns))
        planter.record("ZD-02", key, planter.rows(key, "insured", who), patterns, fires)


def loss_cases(planter: Planter) -> None:
    """ZD-03 a parent of a small child died; ZD-04 a couple lost all its jobs."""
    city = planter.city
    people = city.people
    age = age_on(people.birth, city.today)
    listed = np.zeros(len(people), dtype=bool)
    listed[people_of(planter.tables[LEDGER], "child")] = True
    father, mother = np.maximum(people.father, 0), np.maximum(people.mother, 0)
    young = people.living & (age >= 2) & (age < 15) & (people.father >= 0) & (people.mother >= 0) & ~listed
    young &= people.living[father] & people.living[mother] & (age[father] >= 22) & (age[father] < 55)
    young &= ~planter.protected[father] & (city.aid.member_of[father] < 0)
    for days, fires, count in ((20, True, planter.count), (120, False, 1)):
        child = planter.outsiders(young & ~planter.protected[father], count)
        child = child[np.unique(people.father[child], return_index=True)[1]]
        lost = people.father[child]
        planter.protected[lost] = True
        patterns = planter.patterns(len(child), (ALWAYS, BEGINS)) if fires else always(child)
        village = city.place.code.gather(pl.Series(city.homes.village_of(child)))
        entry: Columns = {
            "@child": persons(child),
            "category": "困境儿童",
            "@father": persons(lost),
            "registered_on": dates(np.full(len(child), city.today - 30)),
            "division_code": village,
        }
        planter.add(LEDGER, entry, always(child))
        night = begins(planter, patterns)
        died = np.where(night > 0, city.today + night, city.today - days)
        columns: Columns = {"@deceased": persons(lost), "died_on": dates(died), "division_code": village}
        planter.record("ZD-03", DEATHS, planter.add_events(DEATHS, columns, night), patterns, fires)
    for months, fires, count in (((4, 5, 6), True, planter.count), ((2, 3, 4), False, 1)):
        _couples(planter, age, months, fires, count)


def _couples(planter: Planter, age: Ints, months: tuple[int, ...], fires: bool, count: int) -> None:
    """ZD-04: couples of whom one paid contributions in these months back, and is registered unemployed."""
    city, people = planter.city, planter.city.people
    husbands, wives = (people_of(planter.tables[MARRIAGES], role) for role in ("husband", "wife"))
    events = np.bincount(np.r_[husbands, wives], minlength=len(people))
    idle = people.living & (age >= 22) & (age < 55) & (city.work.occupation >= 3) & (city.work.pension < 0)
    idle &= (events == 1) & (city.work.unemployed_fen == 0)
    wife = np.maximum(people.spouse, 0)
    outside = (city.aid.member_of[wife] < 0) & ~planter.protected[wife]
    who = planter.outsiders(idle & (people.sex == 0) & (people.spouse >= 0) & idle[wife] & outside, count)
    planter.protected[people.spouse[who]] = True
    month = int(month_number(np.array([city.today]))[0])
    everybody = np.repeat(who, len(months))
    paid: Columns = {
        "@contributor": persons(everybody),
        "insurance": "企业职工养老",
        "employer": "青岚恒信商贸有限公司",
        "base_yuan_month": 380_000,
        "month": dates(month_first(month - np.tile(np.array(months), len(who)))),
        "paid_status": "已缴",
    }
    planter.add_events("human_resources.contributions", paid, np.zeros(len(everybody), dtype=np.int64))
    patterns = planter.patterns(len(who)) if fires else always(who)
    registered: Columns = {"@jobseeker": persons(who), "registered_on": dates(np.full(len(who), city.today - 60))}
    planter.add("human_resources.unemployment", registered, patterns)
    planter.record("ZD-04", MARRIAGES, planter.rows(MARRIAGES, "husband", who), patterns, fires)


def silence_cases(planter: Planter) -> None:
    """ZD-06 an old person paid of whom nothing is heard, ZD-12 three emergencies in a year."""
    city = planter.city
    once = planter.tables[BENEFITS].filter((pl.len().over("@recipient") == 1) & (pl.col("program") == "高龄津贴"))
    paid = np.zeros(len(city.people), dtype=bool)
    paid[people_of(once, "recipient")] = True
    for role in ("husband", "wife"):
        lately = planter.tables[MARRIAGES].filter(pl.col("registered_on").cast(pl.Int32) > city.today - 800)
        paid[people_of(lately, role)] = False
    paid[people_of(planter.tables["civil_affairs.elder_care"], "elder")] = False
    month = int(month_number(np.array([city.today]))[0])
    # Treatments of every month of two years: without them a short history would explain the silence.
    witness = planter.outsiders(city.people.living & (age_on(city.people.birth, city.today) >= 30), 1)
    for back in range(12, 27):
        day = int(month_first(np.array([month - back]))[0]) + 9
        treat(planter, witness, 6_000, 2_000, city.today - day)
    for fires, count in ((True, planter.count), (False, 1)):
        who = planter.outsiders(paid & city.people.living & (city.people.birth < city.today - 84 * 365), count)
        untreated(planter, who)
        rows = planter.rows(BENEFITS, "recipient", who)
        long_ago = dates(np.full(len(who), city.today - 1100))
        kept = {"start_on": pl.lit(long_ago[0])} if len(who) else {}
        planter.tables[BENEFITS] = change(planter.tables[BENEFITS], rows, **kept)
        if not fires:
            treat(planter, who, 6_000, 2_000, 700)
        planter.record("ZD-06", BENEFITS, rows, always(who), fires)
    aided = np.zeros(len(city.people), dtype=bool)
    aided[people_of(planter.tables[GRANTS], "recipient")] = True
    adult = city.people.living & ~aided & (age_on(city.people.birth, city.today) >= 25)
    for days, fires, count in (((200, 100, 15), True, planter.count), ((400, 100, 15), False, 1)):
        who = planter.outsiders(adult, count)
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS)) if fires else always(who)
        granted = []
        for turn, ago in enumerate(days):
            night = begins(planter, patterns) if turn == len(days) - 1 else np.zeros(len(who), dtype=np.int64)
            columns: Columns = {
                "@recipient": persons(who),
                "cause": "疾病",
                "approved_on": dates(np.where(night > 0, city.today + night, city.today - ago)),
                "mode": "急难型",
                "amount_yuan": 150_000,
                "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
            }
            granted.append(planter.add_events(GRANTS, columns, night))
        group = np.tile(np.arange(len(who)), len(days))
        planter.record("ZD-12", GRANTS, np.concatenate(granted), np.tile(patterns, len(days)), fires, group)
