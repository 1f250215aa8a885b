"""Planted cases about benefits, payments and cards."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import DESTITUTE, MINIMUM
from transforms.sample.cases_aid import HOUSEHOLDS
from transforms.sample.draw import Ints, Mask, age_on, dates, month_first, month_number
from transforms.sample.frames import Column, Columns, change, people_of, persons
from transforms.sample.plant import ALWAYS, BEGINS, ENDS, Planter

BENEFITS = "civil_affairs.benefits"
PAYMENTS = "civil_affairs.payments"
_CARE, _LIVING, _ELDER = "重度残疾人护理补贴", "困难残疾人生活补贴", "高龄津贴"


def receive(planter: Planter, program: str, who: Ints, fen: int, **more: Column) -> Columns:
    """Rows of the register for people who get a benefit on their own account."""
    city = planter.city
    return {
        "program": program,
        "@recipient": persons(who),
        "monthly_yuan": fen,
        "start_on": dates(np.full(len(who), city.today - 500)),
        "division_code": city.place.code.gather(pl.Series(city.homes.village_of(who))),
        "_account": persons(who),
        **more,
    }


def _without_benefits(planter: Planter) -> Mask:
    """Living people in no row of the register."""
    free = planter.city.people.living.copy()
    free[people_of(planter.tables[BENEFITS], "recipient")] = False
    return free


def undue_cases(planter: Planter) -> None:
    """CB-24, CB-25, CB-26, CB-27: benefits whose conditions are not met."""
    city = planter.city
    grade = city.cards.grade_of(len(city.people))
    holder = np.zeros(len(city.people), dtype=bool)
    holder[city.cards.holder] = True
    age = age_on(city.people.birth, city.today)
    alive = _without_benefits(planter)
    for rule, program, fits in (
        ("CB-24", _CARE, alive & ~holder & (age > 30)),
        ("CB-24", _CARE, alive & (grade >= 2)),
        ("CB-25", _LIVING, alive & (grade >= 2)),
        ("CB-27", _ELDER, alive & (age >= 68) & (age < 78)),
    ):
        who = planter.outsiders(fits)
        patterns = planter.patterns(len(who))
        rows = planter.add(BENEFITS, receive(planter, program, who, 12_000), patterns)
        planter.record(rule, BENEFITS, rows, patterns)
    who = planter.outsiders(city.people.living & ((grade == 0) | (grade == 1)))
    patterns = planter.patterns(len(who))
    card = planter.rows("civil_affairs.disabilities", "holder", who)
    over = dates(np.full(len(who), city.today - 15))
    planter.alter("civil_affairs.disabilities", card, patterns, status="过期", valid_until=over)
    planter.record("CB-26", BENEFITS, planter.rows(BENEFITS, "recipient", who, pl.col("program") == _CARE), patterns)


def missing_cases(planter: Planter) -> None:
    """LB-01, LB-02, LB-03: benefits that ought to be paid and ended too early; LB-18: no heating subsidy."""
    city = planter.city
    grade = city.cards.grade_of(len(city.people))
    age = age_on(city.people.birth, city.today)
    severe = planter.outsiders(city.people.living & ((grade == 0) | (grade == 1)))
    poor = np.flatnonzero((grade >= 0) & (age >= 18) & city.aid.members((MINIMUM,)) & ~planter.protected)
    free = np.isin(np.arange(len(city.aid)), city.aid.member_of[poor])
    household = planter.households((MINIMUM,), free)
    chosen = poor[np.isin(city.aid.member_of[poor], household)]
    enrolled = np.zeros(len(age), dtype=bool)
    insured = planter.tables["medical_insurance.enrolments"].filter(pl.col("status") == "正常参保")
    enrolled[people_of(insured, "insured")] = True
    old = planter.outsiders(city.people.living & (age >= 81) & enrolled)
    disabilities = "civil_affairs.disabilities"
    for rule, program, who, key, role in (
        ("LB-01", _CARE, severe, disabilities, "holder"),
        ("LB-02", _LIVING, chosen, disabilities, "holder"),
        ("LB-03", _ELDER, old, "medical_insurance.enrolments", "insured"),
    ):
        patterns = planter.patterns(len(who))
        rows = planter.rows(BENEFITS, "recipient", who, pl.col("program") == program)
        planter.alter(BENEFITS, rows, patterns, end_on=dates(np.full(len(who), city.today - 25)))
        planter.record(rule, key, planter.rows(key, role, who), patterns)
    household = planter.households((MINIMUM, DESTITUTE), city.aid.approved < city.today - 60)
    patterns = planter.patterns(len(household), (ALWAYS, ENDS))
    number = city.aid.numbers.gather(pl.Series(household))
    heating = planter.tables[PAYMENTS].filter(
        (pl.col("program") == "采暖补贴") & pl.col("household_no").is_in(number.implode())
    )
    ends = number.filter(pl.Series((patterns == ENDS) & (city.nights > 1)))
    late = heating.filter(pl.col("household_no").is_in(ends.implode()))["_row"].to_numpy()
    gone = np.setdiff1d(heating["_row"].to_numpy(), late)
    payments = planter.tables[PAYMENTS].filter(~pl.col("_row").is_in(pl.Series(gone).implode()))
    last = pl.lit(city.nights - 1, dtype=pl.Int64)
    paid = pl.lit(city.day(city.nights - 1))
    planter.tables[PAYMENTS] = change(payments, late, _from=last, _to=last, paid_on=paid)
    planter.record("LB-18", HOUSEHOLDS, household, patterns)


def double_cases(planter: Planter) -> None:
    """CF-02, CF-04 (two benefits that exclude each other), CF-12 (one account for three people)."""
    city = planter.city
    for rule, program, fen in (("CF-02", "最低生活保障", 60_000), ("CF-04", _CARE, 12_000)):
        household = planter.households((DESTITUTE,))
        who = city.aid.applicant[household]
        number = city.aid.numbers.gather(pl.Series(household)) if rule == "CF-02" else None
        patterns = planter.patterns(len(who))
        rows = planter.add(BENEFITS, receive(planter, program, who, fen, household_no=number), patterns)
        if rule == "CF-02":
            rows = planter.rows(BENEFITS, "recipient", who, pl.col("program") == "特困供养")
        planter.record(rule, BENEFITS, rows, patterns)
    age = age_on(city.people.birth, city.today)
    who = planter.outsiders(city.people.living & (age >= 81), 3 * planter.count)
    who = who[: len(who) // 3 * 3]
    group = np.arange(len(who)) // 3
    patterns = planter.patterns(len(who) // 3)[group]
    rows = planter.rows(BENEFITS, "recipient", who, pl.col("program") == _ELDER)
    planter.alter(BENEFITS, rows, patterns, _account=persons(who[group * 3]))
    planter.record("CF-12", BENEFITS, rows, patterns, group=group)


def payment_cases(planter: Planter) -> None:
    """ZJ-01 paid after death, ZJ-08 failed and not sent again until, for some, the last night."""
    city = planter.city
    people = city.people
    month = int(month_number(np.array([city.today]))[0])
    died = month_number(np.minimum(people.died, city.today))
    recently = ~people.living & (people.died > city.today - 330) & (died <= month - 2)
    who = planter.outsiders(recently)
    patterns = planter.patterns(len(who), (ALWAYS, BEGINS))
    night = np.where((patterns == BEGINS) & (city.nights > 1), 1, 0)
    rows = []
    for later in (1, 2):
        period = died[who] + later
        columns: Columns = {
            "program": _ELDER,
            "@recipient": persons(who),
            "period": dates(month_first(period)),
            "paid_yuan": 10_000,
            "paid_on": dates(
                np.where(night > 0, city.today + night, np.minimum(month_first(period) + 9, city.today - 1))
            ),
            "result": "成功",
            "_account": persons(who),
        }
        rows.append(planter.add_events(PAYMENTS, columns, night))
    planter.record("ZJ-01", PAYMENTS, rows[0], patterns)

    receiving = np.zeros(len(people), dtype=bool)
    paid_day = pl.col("paid_on").cast(pl.Int32)
    window = (paid_day > city.today - 200) & (paid_day < city.today - 60) & (pl.col("result") == "成功")
    single = planter.tables[PAYMENTS].filter(window & pl.col("household_no").is_null())
    single = single.filter(pl.len().over("@recipient", "program", "period") == 1)
    receiving[people_of(single, "recipient")] = True
    who = planter.outsiders(receiving & people.living)
    place = planter.rows(PAYMENTS, "recipient", who, pl.col("_row").is_in(single["_row"].implode()))
    patterns = planter.patterns(len(who), (ENDS, ALWAYS))
    planter.tables[PAYMENTS] = change(planter.tables[PAYMENTS], place, result=pl.lit("失败"))
    planter.record("ZJ-08", PAYMENTS, place, patterns)
    if city.nights > 1:
        again = planter.tables[PAYMENTS].filter(pl.col("_row").is_in(pl.Series(place[patterns == ENDS]).implode()))
        names = ("program", "@recipient", "period", "paid_yuan", "_account")
        night = np.full(len(again), city.nights - 1, dtype=np.int64)
        columns = {name: again[name] for name in names}
        planter.add_events(PAYMENTS, {**columns, "paid_on": dates(city.today + night), "result": "成功"}, night)
