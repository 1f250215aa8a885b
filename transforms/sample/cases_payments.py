"""Planted cases about benefits enjoyed twice, amounts, accounts, reports and head counts, with their near misses."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import EDGE, MINIMUM, RIGID
from transforms.sample.cases_aid import HOUSEHOLDS, MEMBERS
from transforms.sample.cases_benefits import BENEFITS, PAYMENTS
from transforms.sample.draw import Ints, age_on, dates, month_first, month_number
from transforms.sample.frames import Columns, change, people_of, persons
from transforms.sample.plant import ALWAYS, Planter

ENROLMENTS = "medical_insurance.enrolments"
DEATHS = "civil_affairs.deaths"
TEMPORARY_AID = "civil_affairs.temporary_aid"
_RISE_FEN = 4_000
"""By how much the demo city's standard rose in July 2026, a head and month."""


def _granted(planter: Planter, who: Ints, program: str, fen: int) -> Columns:
    return {
        "program": program,
        "@recipient": persons(who),
        "monthly_yuan": fen,
        "start_on": dates(np.full(len(who), planter.city.today - 400)),
        "division_code": planter.city.place.code.gather(pl.Series(planter.city.homes.village_of(who))),
        "_account": persons(who),
    }


def orphan_cases(planter: Planter) -> None:
    """CF-03 特困 and orphan, CF-05 orphan and living subsidy; an orphan with a care subsidy may be."""
    people = planter.city.people
    age = age_on(people.birth, planter.city.today)
    free = people.living & (age >= 3) & (age < 15)
    free[people_of(planter.tables[BENEFITS], "recipient")] = False
    for rule, first, second in (
        ("CF-03", "孤儿基本生活费", "特困供养"),
        ("CF-05", "孤儿基本生活费", "困难残疾人生活补贴"),
    ):
        who = planter.outsiders(free)
        planter.add(BENEFITS, _granted(planter, who, first, 150_000), np.full(len(who), ALWAYS))
        patterns = planter.patterns(len(who))
        rows = planter.add(BENEFITS, _granted(planter, who, second, 10_000), patterns)
        planter.record(rule, BENEFITS, rows, patterns)
    who = planter.outsiders(free, 1)
    for program in ("孤儿基本生活费", "特困照料护理费"):
        rows = planter.add(BENEFITS, _granted(planter, who, program, 10_000), np.full(len(who), ALWAYS))
    planter.record("CF-03", BENEFITS, rows, np.full(len(rows), ALWAYS), fires=False)


def care_subsidy_cases(planter: Planter) -> None:
    """CF-07: somebody with a care subsidy gets the service subsidy of the old too."""
    people = planter.city.people
    cared = np.zeros(len(people), dtype=bool)
    register = planter.tables[BENEFITS].filter((pl.col("program") == "重度残疾人护理补贴") & pl.col("end_on").is_null())
    cared[people_of(register, "recipient")] = True
    who = planter.outsiders(people.living & cared)
    patterns = planter.patterns(len(who))
    rows = planter.add(BENEFITS, _granted(planter, who, "养老服务补贴", 15_000), patterns)
    planter.record("CF-07", BENEFITS, rows, patterns)


def emergency_cases(planter: Planter) -> None:
    """CF-08: temporary aid twice for one cause within half a year; once more after half a year may be."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    aided = np.zeros(len(age), dtype=bool)
    aided[people_of(planter.tables[TEMPORARY_AID], "recipient")] = True
    for days, fires, count in ((100, True, planter.count), (200, False, 1)):
        who = planter.outsiders(city.people.living & (age >= 25) & (age < 70) & ~aided, count)
        for ago in (20 + days, 20):
            columns: Columns = {
                "@recipient": persons(who),
                "cause": "疾病",
                "happened_on": dates(np.full(len(who), city.today - days - 25)),
                "approved_on": dates(np.full(len(who), city.today - ago)),
                "mode": "急难型",
                "amount_yuan": 200_000,
                "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
            }
            rows = planter.add_events(TEMPORARY_AID, columns, np.zeros(len(who), dtype=np.int64))
        planter.record("CF-08", TEMPORARY_AID, rows, np.full(len(rows), ALWAYS), fires)


def petty_cases(planter: Planter) -> None:
    """CF-09: a township grants more by itself than it may, or exactly as much; ZJ-14: what is meant for the institution
    goes to the person; ZJ-02: dead for two months, and still insured."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    grown = city.people.living & (age >= 25) & (age < 70)
    grown[people_of(planter.tables[TEMPORARY_AID], "recipient")] = False
    for fen, fires, count in ((450_000, True, planter.count), (416_000, False, 1)):
        who = planter.outsiders(grown, count)
        day = dates(np.full(len(who), city.today - 15))
        columns: Columns = {
            "@recipient": persons(who),
            "cause": "意外",
            "happened_on": day,
            "approved_on": day,
            "mode": "小额先行",
            "amount_yuan": fen,
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
        }
        rows = planter.add_events(TEMPORARY_AID, columns, np.zeros(len(who), dtype=np.int64))
        planter.record("CF-09", TEMPORARY_AID, rows, np.full(len(rows), ALWAYS), fires)
    free = city.people.living & (age >= 62) & (age < 79)
    free[people_of(planter.tables[BENEFITS], "recipient")] = False
    who = planter.outsiders(free)
    patterns = planter.patterns(len(who))
    columns = {**_granted(planter, who, "特困供养", 135_200), "support_mode": "集中"}
    planter.record("ZJ-14", BENEFITS, planter.add(BENEFITS, columns, patterns), patterns)
    gone = ~city.people.living & (city.people.died > city.today - 300) & (city.people.died < city.today - 60)
    who = planter.outsiders(gone)
    patterns = planter.patterns(len(who))
    insured: Columns = {
        "@insured": persons(who),
        "scheme": "居民医保",
        "status": "正常参保",
        "subsidised_category": "无",
        "enrolled_on": dates(np.full(len(who), city.today - 2000)),
        "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
    }
    planter.add(ENROLMENTS, insured, patterns)
    planter.record("ZJ-02", DEATHS, planter.rows(DEATHS, "deceased", who), patterns)


def number_twice_cases(planter: Planter) -> None:
    """CF-11, SF-08: somebody else's number with that person's birth date, under one's own name."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    insured = np.zeros(len(age), dtype=bool)
    insured[people_of(planter.tables[ENROLMENTS], "insured")] = True
    grown = insured & (age >= 30)
    household = planter.households((MINIMUM, EDGE, RIGID), grown[city.aid.applicant])
    who = city.aid.applicant[household]
    sex = city.people.sex
    working = city.people.living & (city.work.wage > 0) & (age >= 30) & (age < 58)
    near = [planter.outsiders(working & (sex == sex[one]), 1) for one in who.tolist()]
    found = np.array([len(one) for one in near], dtype=np.int64) > 0
    who, other = who[found], np.concatenate([*near, np.zeros(0, dtype=np.int64)])
    rows = planter.rows(MEMBERS, "member", who, pl.col("member_kind") == "共同生活")
    patterns = planter.patterns(len(who))
    number, birth = city.identity.number.gather(pl.Series(other)), dates(city.people.birth[other])
    planter.alter(MEMBERS, rows, patterns, _number=number, _birth=birth)
    # Two departments say so, or it would pass for a misspelt name.
    planter.alter(ENROLMENTS, planter.rows(ENROLMENTS, "insured", who), patterns, _number=number)
    planter.record("CF-11", MEMBERS, rows, patterns)
    planter.record("SF-08", MEMBERS, rows, patterns)


def amount_cases(planter: Planter) -> None:
    """ZJ-03 more in the register than was paid (half a yuan is nothing), ZJ-09 a stranger's account."""
    city = planter.city
    month = int(month_number(np.array([city.today]))[0])
    recent = pl.col("period").is_in(dates(month_first(np.array([month - 1, month]))).implode())
    paid = planter.tables[PAYMENTS].filter(recent & (pl.col("program") == "高龄津贴"))
    steady = np.zeros(len(city.people), dtype=bool)
    steady[people_of(paid, "recipient")] = True
    steady[people_of(paid.filter(pl.col("result") != "成功"), "recipient")] = False
    age = age_on(city.people.birth, city.today)
    steady &= city.people.living & (age >= 81) & (age != 89) & (age != 90)
    elder = pl.col("program") == "高龄津贴"
    for more, fires, count in ((3_000, True, planter.count), (50, False, 1)):
        who = planter.outsiders(steady, count)
        rows = planter.rows(BENEFITS, "recipient", who, elder)
        patterns = planter.patterns(len(who)) if fires else np.full(len(who), ALWAYS)
        granted = planter.tables[BENEFITS].unique("_row", keep="first").select("_row", "monthly_yuan")
        amount = pl.DataFrame({"_row": rows}).join(granted, on="_row", how="left", maintain_order="left")
        planter.alter(BENEFITS, rows, patterns, monthly_yuan=amount["monthly_yuan"] + more)
        planter.record("ZJ-03", BENEFITS, rows, patterns, fires)
    who = planter.outsiders(steady)
    rows = planter.rows(BENEFITS, "recipient", who, elder)
    patterns = planter.patterns(len(who))
    strangers = planter.outsiders(city.people.living & (age >= 40) & (age < 60), len(who))
    planter.alter(BENEFITS, rows, patterns, _account=persons(strangers))
    planter.record("ZJ-09", BENEFITS, rows, patterns)


def old_standard_cases(planter: Planter) -> None:
    """ZJ-04: paid as before the standard rose; one yuan beside that says nothing."""
    city = planter.city
    month = int(month_number(np.array([city.today]))[0])
    heads = np.bincount(city.aid.member_of[city.aid.member_of >= 0], minlength=len(city.aid))
    register = planter.tables[BENEFITS].filter(
        (pl.col("program") == "最低生活保障") & (pl.col("monthly_yuan") > 60_000)
    )
    ample = np.isin(city.aid.applicant, people_of(register, "recipient"))
    settled = city.aid.approved < city.today - 100
    for off, fires, count in ((0, True, planter.count), (100, False, 1)):
        household = planter.households((MINIMUM,), ample & settled & (heads <= 4), count)
        who = city.aid.applicant[household]
        rows = planter.rows(BENEFITS, "recipient", who, pl.col("program") == "最低生活保障")
        for place, person in enumerate(who.tolist()):
            less = pl.col("monthly_yuan") - int(heads[household[place]]) * _RISE_FEN + off
            planter.tables[BENEFITS] = change(planter.tables[BENEFITS], rows[place : place + 1], monthly_yuan=less)
            paid = planter.tables[PAYMENTS].filter(
                (pl.col("@recipient") == person) & (pl.col("program") == "最低生活保障")
            )
            paid = paid.filter(pl.col("period") >= dates(month_first(np.array([month - 1])))[0])
            then = pl.col("paid_yuan") - int(heads[household[place]]) * _RISE_FEN + off
            planter.tables[PAYMENTS] = change(planter.tables[PAYMENTS], paid["_row"].to_numpy(), paid_yuan=then)
        planter.record("ZJ-04", BENEFITS, rows, np.full(len(rows), ALWAYS), fires)


def register_cases(planter: Planter) -> None:
    """SJ-10 no report before the approval (one of that very day will do), SJ-12 a head too many."""
    city = planter.city
    programs = (RIGID, EDGE)
    household = planter.households(programs)
    patterns = planter.patterns(len(household))
    planter.alter(HOUSEHOLDS, household, patterns, report_on=None)
    planter.record("SJ-10", HOUSEHOLDS, household, patterns)
    household = planter.households(programs, count=1)
    planter.tables[HOUSEHOLDS] = change(planter.tables[HOUSEHOLDS], household, report_on=pl.col("approved_on"))
    planter.record("SJ-10", HOUSEHOLDS, household, np.full(len(household), ALWAYS), fires=False)
    household = planter.households(programs)
    patterns = planter.patterns(len(household))
    heads = np.bincount(city.aid.member_of[city.aid.member_of >= 0], minlength=len(city.aid))
    planter.alter(HOUSEHOLDS, household, patterns, registered_members=pl.Series(heads[household] + 1))
    planter.record("SJ-12", HOUSEHOLDS, household, patterns)
