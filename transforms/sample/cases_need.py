"""Planted cases about aid that ought to be given: the LB rules on tiers, care, treatment and lost support."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import EDGE, MINIMUM, RIGID, TEMPORARY
from transforms.sample.draw import Ints, age_on, dates
from transforms.sample.frames import Columns, change, people_of, persons
from transforms.sample.invented_homes import HOUSEHOLDS, MEMBERS, admit, always, single
from transforms.sample.plant import ALWAYS, BEGINS, Planter

BENEFITS = "civil_affairs.benefits"
LEDGER = "civil_affairs.children"
SETTLEMENTS = "medical_insurance.settlements"
DISABILITIES = "civil_affairs.disabilities"


def treat(planter: Planter, who: Ints, fen: int, own: int, days_ago: int, night: Ints | None = None) -> Ints:
    """A stay in hospital that cost `fen`, without medical aid; returns the `_row`."""
    nights = np.zeros(len(who), dtype=np.int64) if night is None else night
    settled = np.where(nights > 0, planter.city.today + nights, planter.city.today - days_ago)
    columns: Columns = {
        "@patient": persons(who),
        "visit": "住院",
        "institution": "示例市人民医院",
        "settled_on": dates(settled),
        "total_yuan": fen,
        "fund_paid_yuan": fen - own,
        "medical_aid_yuan": 0,
        "self_paid_yuan": own,
        "valid": "有效",
    }
    return planter.add_events(SETTLEMENTS, columns, nights)


def begins(planter: Planter, patterns: Ints) -> Ints:
    """The night on which an event of a case comes."""
    return np.where((patterns == BEGINS) & (planter.city.nights > 1), 1, 0)


def untreated(planter: Planter, who: Ints) -> None:
    """Take away what these people were treated for, so that a planted stay is all they had."""
    frame = planter.tables[SETTLEMENTS]
    planter.tables[SETTLEMENTS] = frame.filter(~pl.col("@patient").is_in(pl.Series(who).implode()))


def _insured(planter: Planter, who: Ints, category: str) -> None:
    """Make residents' enrolments of these people bear a category."""
    key = "medical_insurance.enrolments"
    rows = planter.rows(key, "insured", who)
    planter.tables[key] = change(
        planter.tables[key],
        rows[rows >= 0],
        subsidised_category=pl.lit(category),
        scheme=pl.lit("居民医保"),
        status=pl.lit("正常参保"),
    )


def tier_cases(planter: Planter) -> None:
    """LB-04 a mentally disabled member of an edge household, LB-11 a lone elder on allowance, LB-21 below the floor."""
    city = planter.city
    carded = np.zeros(len(city.people), dtype=bool)
    carded[city.cards.holder] = True
    for category, fires, count in (("智力", True, planter.count), ("肢体", False, 1)):
        who = planter.outsiders(single(planter) & ~carded, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        card: Columns = {
            "@holder": persons(who),
            "category": category,
            "grade": "三级",
            "issued_on": dates(np.full(len(who), city.today - 900)),
            "status": "有效",
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
        }
        planter.add(DISABILITIES, card, always(who))
        _, members = admit(planter, who, EDGE, member_nights=patterns)
        planter.record("LB-04", MEMBERS, members, patterns, fires)
    old = single(planter) & (age_on(city.people.birth, city.today) >= 61)
    old[people_of(planter.tables[LEDGER], "father")] = old[people_of(planter.tables[LEDGER], "mother")] = False
    for fires, count in ((True, planter.count), (False, 1)):
        who = planter.outsiders(old, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        rows, _ = admit(planter, who, MINIMUM, approved=5, income=104_000, household_nights=patterns)
        _insured(planter, who, "低保")
        if not fires:
            child = planter.outsiders(single(planter) & ~old, len(who))
            number = planter.tables[HOUSEHOLDS].filter(pl.col("_row").is_in(pl.Series(rows).implode()))["household_no"]
            owing: Columns = {"@member": persons(child), "relation": "子", "member_kind": "法定义务人"}
            planter.add(MEMBERS, {**owing, "household_no": number}, always(who))
        planter.record("LB-11", HOUSEHOLDS, rows, patterns, fires)
    paid = np.zeros(len(city.people), dtype=bool)
    paid[people_of(planter.tables[BENEFITS], "recipient")] = True
    for fen, fires, count in ((99_900, True, planter.count), (100_000, False, 1)):
        who = planter.outsiders(single(planter) & ~paid, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        rows, _ = admit(planter, who, EDGE, income=fen, household_nights=patterns)
        planter.record("LB-21", HOUSEHOLDS, rows, patterns, fires)


def burden_cases(planter: Planter) -> None:
    """LB-07 costs out of proportion, LB-09 costs after leaving aid, LB-17 treated without medical aid."""
    city = planter.city
    for fen, fires, count in ((900_000, True, planter.count), (740_000, False, 1)):
        who = planter.outsiders(single(planter), count)
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS)) if fires else always(who)
        untreated(planter, who)
        rows, _ = admit(planter, who, TEMPORARY, income=80_000)
        treat(planter, who, 2 * fen, fen, 40, begins(planter, patterns))
        planter.record("LB-07", HOUSEHOLDS, rows, patterns, fires)
    for days, fires, count in ((200, True, planter.count), (745, False, 1)):
        who = planter.outsiders(single(planter), count)
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS)) if fires else always(who)
        untreated(planter, who)
        ended = dates(np.full(len(who), city.today - days))
        _, members = admit(planter, who, MINIMUM, approved=1200, status="已退出", ended_on=ended)
        treat(planter, who, 1_200_000, 600_000, 40, begins(planter, patterns))
        planter.record("LB-09", MEMBERS, members, patterns, fires)
    enrolled = np.zeros(len(city.people), dtype=bool)
    enrolled[people_of(planter.tables["medical_insurance.enrolments"], "insured")] = True
    for category, fires, count in (("无", True, planter.count), ("低保", False, 1)):
        young = age_on(city.people.birth, city.today) < 55
        who = planter.outsiders(single(planter) & young & enrolled, count)
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS)) if fires else always(who)
        untreated(planter, who)
        _, members = admit(planter, who, MINIMUM, approved=5, income=104_000)
        _insured(planter, who, category)
        treat(planter, who, 200_000, 60_000, 2, begins(planter, patterns))
        planter.record("LB-17", MEMBERS, members, patterns, fires)


def care_cases(planter: Planter) -> None:
    """LB-12, LB-13 care of the destitute who live at home; LB-19 service subsidy."""
    city = planter.city
    age = age_on(city.people.birth, city.today)
    grown, old = (city.people.living & (age >= years) for years in (30, 62))
    receiving = np.zeros(len(old), dtype=bool)
    receiving[people_of(planter.tables[BENEFITS], "recipient")] = True
    receiving[city.cards.holder] = True
    recent, late, never = city.today - 100, city.today - 400, None
    for rule, assessed, agreed, wish, fires in (
        ("LB-12", recent, late, "愿意", True),
        ("LB-12", recent, late, "不愿意", False),
        ("LB-13", late, late, "不愿意", True),
        ("LB-13", recent, never, "不愿意", True),
        ("LB-13", recent, late, "不愿意", False),
    ):
        who = planter.outsiders(grown & ~receiving, planter.count if fires else 1)
        patterns = planter.patterns(len(who)) if fires else always(who)
        columns: Columns = {
            "program": "特困供养",
            "@recipient": persons(who),
            "monthly_yuan": 135_200,
            "start_on": dates(np.full(len(who), city.today - 900)),
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
            "support_mode": "分散",
            "care_grade": "全护理",
            "assessed_on": dates(np.full(len(who), assessed)),
            "care_agreement_on": dates(np.full(len(who), agreed or 0), np.full(len(who), agreed is None)),
            "wishes_institution": wish,
            "_account": persons(who),
        }
        planter.record(rule, BENEFITS, planter.add(BENEFITS, columns, patterns), patterns, fires)
    key = "civil_affairs.elder_care"
    visited = np.zeros(len(old), dtype=bool)
    visited[people_of(planter.tables[key], "elder")] = True
    for level, fires, count in (("重度失能", True, max(1, planter.count - 1)), ("轻度失能", False, 1)):
        who = planter.outsiders(old & ~visited & ~receiving & single(planter), count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        admit(planter, who, EDGE)
        entry: Columns = {
            "@elder": persons(who),
            "category": "空巢",
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
            "ability_level": level,
            "_fixed": pl.Series(np.ones(len(who), dtype=bool)),
            "_day": dates(np.full(len(who), city.today - 3)),
        }
        planter.record("LB-19", key, planter.add(key, entry, patterns), patterns, fires)


def support_cases(planter: Planter) -> None:
    """LB-08 unemployment benefit that ran out, LB-14 a child whose parents are both absent."""
    city = planter.city
    key = "human_resources.unemployment"
    idle = single(planter) & (city.work.pension < 0) & (city.work.occupation >= 3) & (city.work.unemployed_fen == 0)
    for days, fires, count in ((40, True, planter.count), (140, False, 1)):
        who = planter.outsiders(idle, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        _, members = admit(planter, who, RIGID)
        columns: Columns = {
            "@jobseeker": persons(who),
            "registered_on": dates(np.full(len(who), city.today - 400)),
            "benefit_yuan_month": 150_000,
            "benefit_from": dates(np.full(len(who), city.today - 380)),
            "benefit_until": dates(np.full(len(who), city.today - days)),
        }
        planter.add(key, columns, patterns)
        planter.record("LB-08", MEMBERS, members, patterns, fires)
    age = age_on(city.people.birth, city.today)
    young = city.people.living & (age >= 4) & (age < 16)
    young[people_of(planter.tables[LEDGER], "child")] = False
    for days, fires, count in ((220, True, planter.count), (100, False, 1)):
        who = planter.outsiders(young, count)
        patterns = planter.patterns(len(who)) if fires else always(who)
        entry: Columns = {
            "@child": persons(who),
            "category": "困境儿童",
            "registered_on": dates(np.full(len(who), city.today - 30)),
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
            "father_status": "失踪",
            "mother_status": "失联",
            "mother_status_since": dates(np.full(len(who), city.today - days)),
        }
        planter.record("LB-14", LEDGER, planter.add(LEDGER, entry, patterns), patterns, fires)
