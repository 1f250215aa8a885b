"""Medical insurance of the invented people: enrolments and settlements; and their disability cards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.sample.draw import (
    NEVER,
    Ints,
    Mask,
    age_on,
    amounts,
    blank,
    chance,
    coded,
    dates,
    stream,
    weighted,
)
from transforms.sample.frames import persons, table
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.places import COUNTIES, Villages, addresses
from transforms.sample.work import FLEXIBLE, Work, employer_names

_VISITS = ("普通门诊", "门诊慢特病", "住院", "定点药店")
_INSTITUTIONS = ("示例市人民医院", "青岚区中医院", "柳泉县人民医院", "沙渡县人民医院", "城关街道卫生院")
_CATEGORIES = ("无", "特困", "低保", "低保边缘", "重残", "监测对象")
_SERIOUS = 3_000_000
_GRADES = ("一级", "二级", "三级", "四级")
_DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")


@dataclass(frozen=True, slots=True)
class Cards:
    """Disability cards: holder, grade (0 is the most severe), and whether the card is in force."""

    holder: Ints
    grade: Ints
    in_force: Mask

    def grade_of(self, size: int) -> Ints:
        """Grade in force by person, -1 without one."""
        grades = np.full(size, -1, dtype=np.int64)
        grades[self.holder[self.in_force]] = self.grade[self.in_force]
        return grades


def draw_cards(people: People, seed: int, today: int) -> Cards:
    """About one person in twenty holds a card, older people more often; one card a person."""
    rng = stream(seed, "cards")
    age = age_on(people.birth, today)
    share = np.interp(age, (0, 20, 50, 70, 100), (0.004, 0.02, 0.045, 0.12, 0.2))
    holder = np.flatnonzero(people.living & (age >= 2) & chance(rng, len(people), share))
    return Cards(holder, weighted(rng, (14, 20, 30, 36), len(holder)), chance(rng, len(holder), 0.93))


def disabilities(people: People, homes: Homes, place: Villages, cards: Cards, seed: int, today: int) -> pl.DataFrame:
    """The register of cards; a card not in force is expired or cancelled."""
    rng = stream(seed, "disabilities")
    size = len(cards.holder)
    cancelled = ~cards.in_force & chance(rng, size, 0.5)
    issued = np.maximum(people.birth[cards.holder] + 300, today - rng.integers(100, 3300, size))
    until = np.where(cards.in_force, today + rng.integers(300, 3000, size), today - rng.integers(5, 300, size))
    issued = np.minimum(issued, until - 30)
    endless = cards.in_force & chance(rng, size, 0.2)
    columns = {
        "@holder": persons(cards.holder),
        "category": coded(_DISABILITIES, weighted(rng, (12, 16, 3, 44, 10, 9, 6), size)),
        "grade": coded(_GRADES, cards.grade),
        "issued_on": dates(issued),
        "valid_until": dates(np.where(endless, NEVER, until)),
        "status": coded(("有效", "注销", "过期"), np.where(cards.in_force, 0, np.where(cancelled, 1, 2))),
        "division_code": place.code.gather(pl.Series(homes.village_of(cards.holder))),
    }
    return table(size, columns)


@dataclass(frozen=True, slots=True)
class Aided:
    """What the medical tables must know of aid, by person: category of subsidised enrolment (index into the contract's
    codes) and whether the person is a member of any aid household."""

    category: Ints
    member: Mask


def enrolments(
    people: People, homes: Homes, place: Villages, work: Work, aided: Aided, seed: int, today: int, nights: int
) -> pl.DataFrame:
    """Nearly everybody is insured, whoever is on aid always; newborn children are enrolled a night or two later."""
    rng = stream(seed, "enrolments")
    listed = people.living & (aided.member | chance(rng, len(people), 0.975))
    gone = ~people.living & (people.died > today - 200)
    who = np.flatnonzero(listed | gone)
    size = len(who)
    employee = (work.occupation[who] < FLEXIBLE) | np.isin(work.pension[who], (0, 1))
    status = weighted(rng, (955, 35, 10), size)
    status = np.where(aided.member[who], 0, np.where(gone[who], 2, status))
    at_work = work.occupation[who] < FLEXIBLE
    employer = employer_names(int(work.employer.max()) + 1, False)[0].gather(pl.Series(work.employer[who]))
    enrolled = np.maximum(people.birth[who] + 1, today - rng.integers(30, 6000, size))
    newborn = np.flatnonzero((people.birth[who] > today - 60) & ~aided.member[who])
    late = np.zeros(size, dtype=np.int64)
    late[newborn] = rng.integers(0, nights, len(newborn))
    county = pl.Series([code for code, _ in COUNTIES]).gather(pl.Series(place.county[homes.village_of(who)]))
    village_code = place.code.gather(pl.Series(homes.village_of(who)))
    detail = pl.Series(weighted(rng, (80, 12, 8), size))
    columns = {
        "@insured": persons(who),
        "scheme": coded(("居民医保", "职工医保"), employee.astype(np.int64)),
        "status": coded(("正常参保", "暂停参保", "终止参保"), status),
        "employer": pl.select(pl.when(pl.Series(at_work)).then(employer)).to_series(),
        "base_yuan_month": amounts(work.wage[who], ~at_work),
        "subsidised_category": coded(_CATEGORIES, np.where(employee, 0, aided.category[who])),
        "enrolled_on": dates(np.where(late > 0, today + late, enrolled)),
        "address": blank(addresses(rng, place, homes.village_of(who)), chance(rng, size, 0.7)),
        "division_code": pl.select(
            pl.when(detail == 0)
            .then(county)
            .when(detail == 1)
            .then(village_code.str.slice(0, 9))
            .otherwise(village_code)
        ).to_series(),
    }
    return table(size, columns).with_columns(pl.Series("_from", late))


def settlements(
    people: People, aided: Aided, seed: int, today: int, nights: int, limits: tuple[int, int]
) -> pl.DataFrame:
    """Treatments of the last thirteen months, some more each night; costs are lognormal.

    Nobody's own share reaches the limits (fen, for people on aid and for others): insurance pays what is above. Nor
    does what all treatment of a person costs reach what tells of a serious illness.
    """
    rng = stream(seed, "settlements")
    age = age_on(people.birth, today)
    treated = people.living | (people.died > today - 300)
    need = np.where(treated, np.interp(age, (0, 5, 30, 60, 85), (2, 1, 1, 3.2, 5)), 0)
    history = round(people.living.sum() * 2.04)
    nightly = round(people.living.sum() * 0.018)
    size = history + nightly * (nights - 1)
    who = np.searchsorted(np.cumsum(need / need.sum()), rng.random(size), side="right").astype(np.int64)
    who = np.minimum(who, len(people) - 1)
    night = np.repeat(np.arange(nights), [history, *[nightly] * (nights - 1)])
    settled = np.where(night > 0, today + night, today - rng.integers(0, 396, size))
    keep = (settled > people.birth[who]) & (settled <= np.minimum(people.died[who], today + nights))
    who, night, settled = who[keep], night[keep], settled[keep]
    size = len(who)
    visit = weighted(rng, (48, 16, 7, 29), size)
    centre = np.array([4.7, 5.6, 8.5, 4.2])[visit]
    total = np.maximum((np.exp(rng.normal(centre, 0.75)) * 100).astype(np.int64), 300)
    total = np.maximum(_within_limits(who, total, np.full(len(people), _SERIOUS)), 300)
    fund = (total * np.array([0.5, 0.65, 0.68, 0.55])[visit] * rng.uniform(0.8, 1.15, size)).astype(np.int64)
    rest = total - fund
    aid = np.where(aided.member[who] & (visit != 3), rest * 6 // 10, 0)
    own = _within_limits(who, rest - aid, np.where(aided.member, *limits))
    columns = {
        "@patient": persons(who),
        "visit": coded(_VISITS, visit),
        "institution": coded(_INSTITUTIONS, rng.integers(0, len(_INSTITUTIONS), size)),
        "settled_on": dates(settled),
        "total_yuan": amounts(total),
        "fund_paid_yuan": amounts(total - aid - own),
        "medical_aid_yuan": amounts(aid, (aid == 0) & chance(rng, size, 0.5)),
        "self_paid_yuan": amounts(own),
        "valid": coded(("有效", "退费"), weighted(rng, (99.3, 0.7), size)),
    }
    return table(size, columns, night)


def _within_limits(who: Ints, own: Ints, limit: Ints) -> Ints:
    """Amounts scaled down where a person's sum would pass 95 in a hundred of the limit."""
    total = np.bincount(who, weights=own, minlength=len(limit))
    share = np.minimum(1.0, 0.95 * limit / np.maximum(total, 1))
    scaled: Ints = np.floor(own * share[who]).astype(np.int64)
    return scaled
