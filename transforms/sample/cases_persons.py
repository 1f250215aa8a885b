"""Planted cases about treatment, enrolment, visits, rent and wrong numbers; and the list of all planters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from transforms.sample.aid import EDGE, MINIMUM
from transforms.sample.cases_aid import (
    AID,
    MEMBERS,
    family_cases,
    income_cases,
    office_cases,
    property_cases,
    purchase_cases,
)
from transforms.sample.cases_benefits import (
    BENEFITS,
    double_cases,
    missing_cases,
    payment_cases,
    undue_cases,
)
from transforms.sample.cases_family import child_cases, conduct_cases, divorce_cases, earner_cases
from transforms.sample.cases_found import illness_cases, loss_cases, silence_cases
from transforms.sample.cases_identity import identity_cases, numberless_cases
from transforms.sample.cases_need import burden_cases, care_cases, support_cases, tier_cases
from transforms.sample.cases_payments import (
    amount_cases,
    care_subsidy_cases,
    emergency_cases,
    number_twice_cases,
    old_standard_cases,
    orphan_cases,
    petty_cases,
    register_cases,
)
from transforms.sample.cases_property import building_cases, destitute_cases, former_cases, obligor_cases
from transforms.sample.cases_sources import source_cases
from transforms.sample.draw import Ints, age_on, amounts, dates
from transforms.sample.frames import Columns, people_of, persons
from transforms.sample.plant import ALWAYS, BEGINS, Planter

ENROLMENTS = "medical_insurance.enrolments"
_NUMBERED = ("civil_affairs.household_members", "civil_affairs.benefits")


def _treat(planter: Planter, who: Ints, fen: int, night: Ints) -> None:
    city = planter.city
    columns: Columns = {
        "@patient": persons(who),
        "visit": "住院",
        "institution": "示例市人民医院",
        "settled_on": dates(np.where(night > 0, city.today + night, city.today - 50)),
        "total_yuan": fen * 2,
        "fund_paid_yuan": fen,
        "medical_aid_yuan": amounts(np.zeros(len(who), dtype=np.int64)),
        "self_paid_yuan": fen,
        "valid": "有效",
    }
    planter.add_events("medical_insurance.settlements", columns, night)


def medical_cases(planter: Planter) -> None:
    """LB-05, LB-06 (great expenses), LB-16 (enrolment not subsidised)."""
    city = planter.city
    household = planter.households(AID)
    enrolled = np.zeros(len(city.people), dtype=bool)
    enrolled[people_of(planter.tables[ENROLMENTS], "insured")] = True
    settled = age_on(city.people.birth, city.today) >= 3
    other = planter.outsiders(city.people.living & enrolled & settled)
    for rule, who, fen, key, role in (
        ("LB-05", city.aid.applicant[household], 820_000, MEMBERS, "member"),
        ("LB-06", other, 2_650_000, ENROLMENTS, "insured"),
    ):
        patterns = planter.patterns(len(who), (ALWAYS, BEGINS))
        _treat(planter, who, fen, np.where((patterns == BEGINS) & (city.nights > 1), 1, 0))
        planter.record(rule, key, planter.rows(key, role, who), patterns)
    resident = planter.tables[ENROLMENTS].filter((pl.col("scheme") == "居民医保") & (pl.col("status") == "正常参保"))
    simple = np.isin(city.aid.applicant, people_of(resident, "insured"))
    for values in ({"subsidised_category": "无"}, {"status": "暂停参保"}):
        household = planter.households((MINIMUM,), simple)
        who = city.aid.applicant[household]
        patterns = planter.patterns(len(who))
        planter.alter(ENROLMENTS, planter.rows(ENROLMENTS, "insured", who), patterns, **values)
        planter.record("LB-16", MEMBERS, planter.rows(MEMBERS, "member", who), patterns)


def visit_cases(planter: Planter) -> None:
    """ZD-05: last visit too long ago, or never; CB-31: a tenant who owns a home."""
    city = planter.city
    key = "civil_affairs.elder_care"
    frame = planter.tables[key].filter(pl.col("category").is_in(["独居", "失能", "高龄"]))
    visited = np.zeros(len(city.people), dtype=bool)
    visited[people_of(frame, "elder")] = True
    for day in (city.today - 45, None):
        who = planter.outsiders(visited)
        patterns = planter.patterns(len(who))
        rows = planter.rows(key, "elder", who)
        last = dates(np.full(len(who), day or 0), np.full(len(who), day is None))
        planter.alter(key, rows, patterns, _fixed=True, _day=last)
        planter.record("ZD-05", key, rows, patterns)
    who = planter.outsiders(city.people.living & (city.units.owners(("住宅",), len(city.people)) > 0))
    patterns = planter.patterns(len(who))
    columns: Columns = {
        "@tenant": persons(who),
        "kind": "公租房",
        "address": "青岚区城关街道安居苑",
        "area_m2": 4_800,
        "start_on": dates(np.full(len(who), city.today - 300)),
        "monthly_yuan": 21_000,
    }
    planter.record("CB-31", "housing.rentals", planter.add("housing.rentals", columns, patterns), patterns)


def number_cases(planter: Planter) -> None:
    """SF-01 an impossible number, which one digit makes right (SF-02); SF-03 somebody else's number.

    In members and in benefits.
    """
    city = planter.city
    age = age_on(city.people.birth, city.today)
    number = city.identity.number
    for key in _NUMBERED:
        for rule in ("SF-01", "SF-03"):
            if key == MEMBERS:
                who = city.aid.applicant[planter.households((MINIMUM, EDGE))]
                role, where = "member", pl.col("member_kind") == "共同生活"
            else:
                receiving = np.zeros(len(age), dtype=bool)
                receiving[people_of(planter.tables[BENEFITS], "recipient")] = True
                who = planter.outsiders(receiving & city.people.living & (age >= 30))
                role, where = "recipient", pl.lit(True)
            rows = planter.rows(key, role, who, where)
            if rule == "SF-01":
                own = number.gather(pl.Series(who))
                wrong = own.str.slice(0, 17) + own.str.slice(17).replace_strict(
                    list("0123456789X"), list("123456789X0")
                )
            else:
                working = city.work.wage > 0
                others = planter.outsiders(city.people.living & working & (age >= 35) & (age < 55), len(who))
                wrong = number.gather(pl.Series(others))
            patterns = planter.patterns(len(who))
            planter.alter(key, rows, patterns, _number=wrong)
            planter.record(rule, key, rows, patterns)
            if rule == "SF-01":
                planter.record("SF-02", key, rows, patterns)


PLANTERS: tuple[Callable[[Planter], None], ...] = (
    old_standard_cases,
    office_cases,
    double_cases,
    numberless_cases,
    destitute_cases,
    obligor_cases,
    former_cases,
    earner_cases,
    income_cases,
    missing_cases,
    family_cases,
    medical_cases,
    number_cases,
    building_cases,
    property_cases,
    purchase_cases,
    undue_cases,
    payment_cases,
    visit_cases,
    divorce_cases,
    child_cases,
    conduct_cases,
    identity_cases,
    tier_cases,
    burden_cases,
    care_cases,
    support_cases,
    illness_cases,
    loss_cases,
    silence_cases,
    orphan_cases,
    emergency_cases,
    number_twice_cases,
    petty_cases,
    care_subsidy_cases,
    amount_cases,
    register_cases,
    source_cases,
)
"""In this order: what needs scarce households comes first."""
