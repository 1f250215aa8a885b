"""Planted cases about a household's members and those in charge: CB-10, CB-17, CB-18, CB-19, CB-28, RQ-02, RQ-03."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import APPLYING, EDGE, MINIMUM, RIGID, TEMPORARY
from transforms.sample.cases_aid import HOUSEHOLDS, MEMBERS, contribute, owner_columns
from transforms.sample.cases_benefits import BENEFITS, receive
from transforms.sample.cases_identity import LEDGER
from transforms.sample.draw import NEVER, NOBODY, Ints, Mask, age_on, dates
from transforms.sample.frames import Columns, change, people_of, persons
from transforms.sample.plant import ALWAYS, BEGINS, Planter

OFFICIALS = "civil_affairs.village_officials"
STAFF = "civil_affairs.staff_relatives"
_EVERY = (MINIMUM, EDGE, RIGID, TEMPORARY)


def _applying(planter: Planter, fits: Mask, count: int) -> Ints:
    """Households whose application is open, which no other case asks for; where none fits, households on aid."""
    found = planter.households(_EVERY, fits, count, APPLYING)
    return found if len(found) else planter.households((RIGID, EDGE, MINIMUM), fits, count)


def _single_since(planter: Planter) -> Ints:
    """Day of the last registration of each person who lives without husband or wife; NEVER for all others."""
    people = planter.city.people
    marriages = planter.tables["civil_affairs.marriages"]
    day = marriages["registered_on"].cast(pl.Int32).to_numpy().astype(np.int64)
    last = np.zeros(len(people), dtype=np.int64)
    for role in ("husband", "wife"):
        np.maximum.at(last, people_of(marriages, role), day)
    alone = people.living & ((people.spouse == NOBODY) | ~people.living[np.maximum(people.spouse, 0)])
    return np.where(alone, last, NEVER)


def divorce_cases(planter: Planter) -> None:
    """CB-17: parted lately, one home still; near it, parted long before the application."""
    city, people = planter.city, planter.city.people
    since = _single_since(planter)
    age = age_on(people.birth, city.today)
    fits = (age >= 32) & (age < 78)
    single = fits & (since == 0)
    for days_before, fires in ((100, True), (500, False)):
        free = fits[city.aid.applicant] & (since[city.aid.applicant] < city.aid.applied - 1_000)
        household = _applying(planter, free, planter.few if fires else 1)
        who = city.aid.applicant[household]
        if not len(who):
            return
        former = np.concatenate([planter.outsiders(single & (people.sex != people.sex[one]), 1) for one in who])
        man = people.sex[who] == 0
        pair: Columns = {"@husband": persons(np.where(man, who, former)), "@wife": persons(np.where(man, former, who))}
        nights = np.zeros(len(who), dtype=np.int64)
        for event, day in (("结婚登记", 900), ("离婚登记", days_before)):
            on = dates(city.aid.applied[household] - day)
            planter.add_events("civil_affairs.marriages", {**pair, "event": event, "registered_on": on}, nights)
        patterns = planter.patterns(len(who)) if fires else nights
        columns = owner_columns(planter, household, "住宅", np.full(len(who), 6_600))
        for owner in (who, former):
            planter.add("housing.properties", {**columns, "@owner": persons(owner), "share_percent": 5_000}, patterns)
        planter.record("CB-17", HOUSEHOLDS, household, patterns, fires)


def child_cases(planter: Planter) -> None:
    """CB-18: a child of the ledger left out; near it, one whose mother lives elsewhere. CB-28: a father who is back."""
    city, people = planter.city, planter.city.people
    age = age_on(people.birth, city.today)
    listed = np.zeros(len(age), dtype=bool)
    listed[people_of(planter.tables[LEDGER], "child")] = True
    grown = (age >= 30) & (age < 70) & (people.sex == 0)
    for fires in (True, False):
        household = _applying(planter, grown[city.aid.applicant], planter.few if fires else 1)
        who = city.aid.applicant[household]
        minor = planter.outsiders(people.living & ~listed & (age >= 3) & (age < 15), len(who))
        mother = planter.outsiders(people.living & (age >= 30) & (age < 50) & (people.sex == 1), len(who))
        columns: Columns = {
            "@child": persons(minor),
            "category": "困境儿童",
            "@father": persons(who),
            "@mother": persons(np.full(len(who), NOBODY) if fires else mother),
            "registered_on": dates(np.full(len(who), city.today - 60)),
            "father_status": "正常",
        }
        patterns = planter.patterns(len(who)) if fires else np.zeros(len(who), dtype=np.int64)
        planter.add(LEDGER, columns, patterns)
        planter.record("CB-18", HOUSEHOLDS, household, patterns, fires)
    for day, fires in ((city.today - 40, True), (city.today + city.nights, False)):
        who = planter.outsiders(people.living & ~listed & (age >= 3) & (age < 15), planter.few if fires else 1)
        patterns = planter.patterns(len(who)) if fires else np.zeros(len(who), dtype=np.int64)
        still = np.zeros(len(who), dtype=np.int64)
        ledger: Columns = {
            "@child": persons(who),
            "category": "事实无人抚养儿童",
            "registered_on": dates(np.full(len(who), city.today - 500)),
            "father_status": "失联",
            "mother_status": "死亡",
        }
        rows = planter.add(LEDGER, ledger, still)
        back = dates(np.full(len(who), day))
        planter.alter(LEDGER, rows, patterns, father_status="正常", father_status_since=back)
        paid = planter.add(BENEFITS, receive(planter, "事实无人抚养儿童基本生活费", who, 150_000), still)
        planter.record("CB-28", BENEFITS, paid, patterns, fires)


def earner_cases(planter: Planter) -> None:
    """CB-10: wages far above what is declared; near it, as they are. CB-19: a student of 27; near it, of 22."""
    city, people = planter.city, planter.city.people
    age = age_on(people.birth, city.today)
    working = ((age >= 22) & (age < 59))[city.aid.applicant]
    for fires in (True, False):
        household = planter.households((RIGID, EDGE), working, planter.few if fires else 1)
        if not len(household):
            return
        who = city.aid.applicant[household]
        rows = planter.rows(MEMBERS, "member", who)
        patterns = planter.patterns(len(who)) if fires else np.zeros(len(who), dtype=np.int64)
        contribute(planter, who, "企业职工养老", 3)
        honest = {"declared_work": pl.lit("在业"), "declared_income_yuan_month": pl.lit(342_000)}
        planter.tables[MEMBERS] = change(planter.tables[MEMBERS], rows, **honest)
        if fires:
            planter.alter(MEMBERS, rows, patterns, declared_income_yuan_month=60_000)
        planter.record("CB-10", MEMBERS, rows, patterns, fires)
    for years, fires in ((27, True), (22, False)):
        jobless = people.living & (age == years) & (city.work.wage > 0) & (city.work.occupation >= 3)
        student = planter.outsiders(jobless, len(household))
        columns: Columns = {
            "household_no": city.aid.numbers.gather(pl.Series(household[: len(student)])),
            "@member": persons(student),
            "relation": "子",
            "member_kind": "共同生活",
            "declared_work": "在校",
            "_household": pl.Series(household[: len(student)]),
        }
        patterns = np.full(len(student), BEGINS if fires else ALWAYS)
        rows = planter.add(MEMBERS, columns, patterns)
        signed: Columns = {
            "household_no": columns["household_no"],
            "@signatory": persons(student),
            "purpose": "社会救助",
            "signed_by": "本人",
            "signed_on": dates(np.full(len(student), city.today - 100)),
        }
        planter.add("civil_affairs.authorisations", signed, patterns)
        planter.record("CB-19", MEMBERS, rows, patterns, fires)


def conduct_cases(planter: Planter) -> None:
    """RQ-02: a relative on file whom nobody visited; near it, one who was. RQ-03: an account in the name of an official
    of the village; near it, of another village."""
    city = planter.city
    staff = planter.tables[STAFF].row(0, named=True)
    for visited, fires in ((NOBODY, True), (city.today - 60, False)):
        household = _applying(planter, np.ones(len(city.aid), dtype=bool), planter.few if fires else 1)
        size = len(household)
        columns: Columns = {
            "handler_no": staff["handler_no"],
            "@handler": persons(np.full(size, staff["@handler"])),
            "@relative": persons(city.aid.applicant[household]),
            "relation": "兄弟姐妹",
            "filed_on": dates(np.full(size, city.today - 100)),
            "visited_on": dates(np.full(size, visited), np.full(size, fires)),
        }
        patterns = planter.patterns(size) if fires else np.zeros(size, dtype=np.int64)
        planter.record("RQ-02", STAFF, planter.add(STAFF, columns, patterns), patterns, fires)
    age = age_on(city.people.birth, city.today)
    in_office = planter.tables[OFFICIALS].filter(pl.col("until_on").is_null())
    officials = people_of(in_office, "official")
    village = city.homes.village_of(np.arange(len(age)))
    receiving = np.zeros(len(age), dtype=bool)
    elder = pl.col("program") == "高龄津贴"
    receiving[people_of(planter.tables[BENEFITS].filter(elder & pl.col("end_on").is_null()), "recipient")] = True
    for fires in (True, False):
        governed = np.isin(village, village[officials])
        who = planter.outsiders(receiving & governed & (age >= 81), planter.few if fires else 1)
        holder = np.array(
            [officials[(village[officials] == village[one]) == fires][0] for one in who.tolist()], dtype=np.int64
        )
        planter.protected[holder] = True
        patterns = planter.patterns(len(who)) if fires else np.zeros(len(who), dtype=np.int64)
        rows = planter.rows(BENEFITS, "recipient", who, elder)
        planter.alter(BENEFITS, rows, patterns, _account=persons(holder))
        planter.record("RQ-03", BENEFITS, rows, patterns, fires)
