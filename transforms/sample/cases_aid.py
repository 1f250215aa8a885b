"""Planted cases about households on aid: property, income, marriage, membership, authorisation, checks."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import DESTITUTE, EDGE, MINIMUM
from transforms.sample.draw import NOBODY, Ints, age_on, amounts, dates, month_first, month_number
from transforms.sample.frames import Columns, change, persons
from transforms.sample.plant import ALWAYS, BEGINS, Planter
from transforms.sample.property import RESIDENTIAL

HOUSEHOLDS = "civil_affairs.households"
MEMBERS = "civil_affairs.household_members"
AID = (MINIMUM, DESTITUTE, EDGE)


def owner_columns(planter: Planter, household: Ints, usage: str, area: Ints) -> Columns:
    """A unit of its own for the applicant of each household, registered two years ago or longer."""
    city = planter.city
    who = city.aid.applicant[household]
    turn = planter.rng.integers(10**6, 10**7, len(who))
    village = city.place.code.gather(pl.Series(city.homes.village_of(who)))
    return {
        "unit_no": village + "GB99001F" + pl.Series(turn).cast(pl.String).str.zfill(8),
        "@owner": persons(who),
        "usage": usage,
        "area_m2": amounts(area),
        "registered_on": dates(city.today - planter.rng.integers(700, 3000, len(who))),
        "status": "现势",
    }


def homes_owned(planter: Planter) -> Ints:
    """How many homes the members of each household own."""
    city = planter.city
    members = city.aid.member_of
    owned = city.units.owners(RESIDENTIAL, len(city.people))[members >= 0]
    return np.bincount(members[members >= 0], weights=owned, minlength=len(city.aid)).astype(np.int64)


def property_cases(planter: Planter) -> None:
    """CB-01 (and a home exactly at the line), CB-02."""
    city = planter.city
    aid = city.aid
    size = city.homes.size[aid.home]
    owned = homes_owned(planter)
    for square_metres, fires, count in ((12_000, True, planter.count), (2_500, False, 1)):
        household = planter.households(AID, owned == 0, count)
        patterns = planter.patterns(len(household)) if fires else np.zeros(len(household), dtype=np.int64)
        for _ in range(2):
            columns = owner_columns(planter, household, "住宅", square_metres * size[household])
            planter.add("housing.properties", columns, patterns)
        planter.record("CB-01", HOUSEHOLDS, household, patterns, fires)
    household = planter.households(AID)
    patterns = planter.patterns(len(household))
    planter.add(
        "housing.properties", owner_columns(planter, household, "商业", np.full(len(household), 3600)), patterns
    )
    planter.record("CB-02", HOUSEHOLDS, household, patterns)


def purchase_cases(planter: Planter) -> None:
    """CB-03, and a contract too old to count."""
    city = planter.city
    for days_ago, fires, count in ((90, True, planter.count), (400, False, 1)):
        household = planter.households(AID, count=count)
        patterns = planter.patterns(len(household), (ALWAYS, BEGINS) if fires else (ALWAYS,))
        night = np.where((patterns == BEGINS) & (city.nights > 1), 1, 0)
        columns: Columns = {
            "@buyer": persons(city.aid.applicant[household]),
            "seller_company": "示例市恒源置业有限公司",
            "usage": "住宅",
            "area_m2": 8_600,
            "price_yuan": 51_600_000,
            "signed_on": dates(city.today + night - np.where(night > 0, 0, days_ago)),
        }
        planter.add_events("housing.sale_contracts", columns, night)
        planter.record("CB-03", HOUSEHOLDS, household, patterns, fires)


def contribute(planter: Planter, who: Ints, insurance: str, months: int) -> None:
    """Contributions of the last full months."""
    month = int(month_number(np.array([planter.city.today]))[0])
    everybody = np.repeat(who, months)
    back = np.tile(np.arange(1, months + 1), len(who))
    columns: Columns = {
        "@contributor": persons(everybody),
        "insurance": insurance,
        "employer": "青岚恒信商贸有限公司",
        "employer_code": "91999901900000001X",
        "base_yuan_month": 380_000,
        "month": dates(month_first(month - back)),
        "paid_status": "已缴",
    }
    planter.add_events("human_resources.contributions", columns, np.zeros(len(everybody), dtype=np.int64))


def income_cases(planter: Planter) -> None:
    """CB-06, CB-07, CB-08, CB-09: wages, pensions and public pay that were not declared."""
    city = planter.city
    aid = city.aid
    age = age_on(city.people.birth, city.today)[aid.applicant]
    working = (age >= 22) & (age < 55)
    household = planter.households(AID, working)
    rows = planter.rows(MEMBERS, "member", aid.applicant[household])
    patterns = planter.patterns(len(household))
    contribute(planter, aid.applicant[household], "企业职工养老", 3)
    planter.tables[MEMBERS] = change(planter.tables[MEMBERS], rows, declared_work=pl.lit("在业"))
    planter.alter(MEMBERS, rows, patterns, declared_work="失业")
    planter.record("CB-06", MEMBERS, rows, patterns)

    household = planter.households((MINIMUM,))
    patterns = planter.patterns(len(household))
    columns: Columns = {
        "@employee": persons(aid.applicant[household]),
        "employer": "柳泉盛达运输有限公司",
        "employer_code": "91999902900000002X",
        "started_on": dates(np.full(len(household), city.today - 900)),
        "wage_yuan_month": amounts(300_000 * city.homes.size[aid.home[household]]),
    }
    planter.add("human_resources.employments", columns, patterns)
    planter.record("CB-07", HOUSEHOLDS, household, patterns)

    household = planter.households(AID)
    rows = planter.rows(MEMBERS, "member", aid.applicant[household])
    patterns = planter.patterns(len(household))
    unknown = pl.lit(None, dtype=pl.Int64)
    planter.tables[MEMBERS] = change(planter.tables[MEMBERS], rows, declared_income_yuan_month=unknown)
    columns = {
        "@pensioner": persons(aid.applicant[household]),
        "kind": "企业职工",
        "monthly_yuan": 268_000,
        "start_on": dates(np.full(len(household), city.today - 800)),
        "status": "在发",
    }
    planter.add("human_resources.pensions", columns, patterns)
    planter.record("CB-08", MEMBERS, rows, patterns)

    household = planter.households(AID, working)
    rows = planter.rows(MEMBERS, "member", aid.applicant[household])
    contribute(planter, aid.applicant[household], "机关事业养老", 2)
    planter.tables[MEMBERS] = change(planter.tables[MEMBERS], rows, declared_work=pl.lit("在业"))
    planter.record("CB-09", MEMBERS, rows, np.zeros(len(rows), dtype=np.int64))


def family_cases(planter: Planter) -> None:
    """CB-16 a spouse left out, CF-01 one person in two households."""
    city = planter.city
    aid, people = city.aid, city.people
    registered = np.zeros(len(people), dtype=bool)
    for role in ("husband", "wife"):
        registered[planter.tables["civil_affairs.marriages"][f"@{role}"].to_numpy()] = True
    age = age_on(people.birth, city.today)
    single = ~registered[aid.applicant] & (age[aid.applicant] >= 23)
    household = planter.households((MINIMUM, EDGE), single)
    husband, wife = aid.applicant[household].copy(), np.full(len(household), NOBODY, dtype=np.int64)
    patterns = planter.patterns(len(household), (ALWAYS, BEGINS))
    night = np.where((patterns == BEGINS) & (city.nights > 1), 1, 0)
    for place, person in enumerate(aid.applicant[household].tolist()):
        partner = planter.outsiders(
            people.living & ~registered & (people.sex != people.sex[person]) & (age >= 23) & (age < 75), 1
        )
        pair = (person, int(partner[0])) if people.sex[person] == 0 else (int(partner[0]), person)
        husband[place], wife[place] = pair
    columns: Columns = {
        "event": "结婚登记",
        "registered_on": dates(np.where(night > 0, city.today + night, city.today - 200)),
        "@husband": persons(husband),
        "@wife": persons(wife),
    }
    planter.add_events("civil_affairs.marriages", columns, night)
    planter.record("CB-16", HOUSEHOLDS, household, patterns)

    both = planter.households(AID, count=2 * planter.count)
    first, second = both[: len(both) // 2], both[len(both) // 2 : len(both) // 2 * 2]
    patterns = planter.patterns(len(first))
    who = aid.applicant[first]
    number = aid.numbers.gather(pl.Series(second))
    entry: Columns = {
        "household_no": number,
        "@member": persons(who),
        "relation": "其他",
        "member_kind": "共同生活",
        "declared_work": "无劳动能力",
        "_household": pl.Series(second),
    }
    rows = planter.add(MEMBERS, entry, patterns)
    signed: Columns = {"household_no": number, "@signatory": persons(who), "purpose": "社会救助", "signed_by": "本人"}
    day = dates(np.full(len(who), city.today - 100))
    planter.add("civil_affairs.authorisations", {**signed, "signed_on": day}, patterns)
    planter.record("CF-01", MEMBERS, rows, patterns)


def office_cases(planter: Planter) -> None:
    """SJ-09, SJ-11, RQ-01, RQ-04."""
    city = planter.city
    aid = city.aid
    household = planter.households(AID)
    who = aid.applicant[household]
    patterns = planter.patterns(len(household))
    signed = planter.rows("civil_affairs.authorisations", "signatory", who, pl.col("purpose") == "社会救助")
    revoked = dates(np.full(len(signed), city.today - 20))
    planter.alter("civil_affairs.authorisations", signed, patterns, revoked_on=revoked)
    planter.record("SJ-09", MEMBERS, planter.rows(MEMBERS, "member", who), patterns)

    household = planter.households((MINIMUM,), aid.approved < city.today - 420)
    patterns = planter.patterns(len(household))
    planter.alter(HOUSEHOLDS, household, patterns, _fixed=True, _day=dates(np.full(len(household), city.today - 400)))
    planter.record("SJ-11", HOUSEHOLDS, household, patterns)

    spouse = city.people.spouse[aid.applicant]
    with_spouse = (spouse != NOBODY) & (aid.member_of[np.maximum(spouse, 0)] == np.arange(len(aid)))
    for rule, fits, programs in (("RQ-01", with_spouse, AID), ("RQ-04", ~with_spouse, (MINIMUM, DESTITUTE))):
        household = planter.households(programs, fits)
        applicant = aid.applicant[household]
        official = city.people.spouse[applicant] if rule == "RQ-01" else applicant
        patterns = planter.patterns(len(household))
        columns: Columns = {
            "@official": persons(official),
            "post": "委员",
            "division_code": city.place.code.gather(pl.Series(city.homes.village_of(applicant))),
            "from_on": dates(np.full(len(household), city.today - 600)),
        }
        planter.add("civil_affairs.village_officials", columns, patterns)
        planter.record(rule, MEMBERS, planter.rows(MEMBERS, "member", applicant), patterns)
