"""Jobs, contributions, pensions and unemployment of the invented people (human resources)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.sample.draw import (
    NEVER,
    YEAR,
    Ints,
    age_on,
    amounts,
    blank,
    chance,
    coded,
    dates,
    month_first,
    month_number,
    stream,
    weighted,
    years_later,
)
from transforms.sample.frames import Frames, persons, table
from transforms.sample.people import People

EMPLOYED, INSTITUTION, FLEXIBLE, RESIDENT, NOTHING = range(5)
INSURANCES = ("企业职工养老", "机关事业养老", "灵活就业养老", "城乡居民养老")
PENSION_KINDS = ("企业职工", "机关事业", "城乡居民")
HISTORY_MONTHS = 12
_TRADES = ("商贸", "服装", "食品", "机械", "物业服务", "运输", "建筑工程", "餐饮", "电子", "家政服务")
_WORDS = ("恒", "信", "达", "和", "盛", "金", "瑞", "远", "康", "宏")
_OFFICES = ("第一中学", "第二小学", "人民医院", "环境卫生所", "图书馆", "农业技术站")


@dataclass(frozen=True, slots=True)
class Work:
    """By person: occupation, monthly wage in fen, day the job began and ended (NEVER), employer; pension kind (-1
    none) and fen a month; unemployment benefit in fen a month (0 none)."""

    occupation: Ints
    wage: Ints
    started: Ints
    ended: Ints
    employer: Ints
    pension: Ints
    pension_fen: Ints
    pension_from: Ints
    unemployed_fen: Ints

    def income_bound(self) -> Ints:
        """The most that verified income can count for each person in any month, in fen."""
        counted = np.where(self.occupation <= INSTITUTION, self.wage, 0)
        resident = np.maximum(self.pension_fen - 18_000, 0)
        pension = np.where(self.pension == 2, resident, np.where(self.pension >= 0, self.pension_fen, 0))
        return counted + pension + self.unemployed_fen


def draw_work(people: People, seed: int, today: int) -> Work:
    """Who works where for how much, who draws a pension."""
    rng = stream(seed, "work")
    size = len(people)
    age = age_on(people.birth, today)
    pension_age = np.where(people.sex == 0, 60, 55)
    adult = people.living & (age >= 18) & (age < pension_age)
    occupation = np.where(adult, weighted(rng, (49, 9, 9, 22, 11), size), NOTHING)
    occupation = np.where(adult & (age < 22) & chance(rng, size, 0.7), NOTHING, occupation)
    wage = np.clip(np.exp(rng.normal(8.35, 0.42, size)), 2300, 28_000).astype(np.int64) * 100
    wage = np.where(occupation == INSTITUTION, np.maximum(wage, 380_000), wage)
    since = (rng.gamma(1.6, 3.5, size) * YEAR).astype(np.int64) + 30
    started = np.maximum(years_later(people.birth, 18), today - since)
    left = (occupation == EMPLOYED) & chance(rng, size, 0.08)
    ended = np.where(left, np.maximum(started + 20, today - rng.integers(5, 700, size)), NEVER)
    ended = np.where(ended >= today, NEVER, ended)
    pension = np.where(people.living & (age >= pension_age), weighted(rng, (34, 7, 55, 4), size), 3)
    pension = np.where((pension == 3) | ((pension == 2) & (age < 60)), -1, pension)
    fen = np.where(
        pension == 2,
        rng.integers(18_500, 29_000, size),
        np.where(pension == 1, rng.normal(520_000, 60_000, size), rng.normal(310_000, 60_000, size)),
    )
    fen = np.where(pension >= 0, np.maximum(fen, 18_000), 0).astype(np.int64)
    full_age = np.where(pension == 2, 60, pension_age)
    pension_from = np.minimum(month_first(month_number(people.birth) + 12 * full_age + 1), today - 1)
    jobless = adult & (age >= 20) & (occupation >= RESIDENT) & chance(rng, size, 0.075)
    paid = jobless & chance(rng, size, 0.4)
    benefit = np.where(paid, rng.choice(np.array([150_000, 161_500, 172_000]), size), 0)
    unemployed = np.where(jobless, np.maximum(benefit, 1), 0)
    # Whose spouse is registered unemployed keeps the job: no couple loses all it has.
    ended = np.where((people.spouse >= 0) & jobless[np.maximum(people.spouse, 0)], NEVER, ended)
    employer = rng.integers(0, max(4, size // 40), size)
    return Work(occupation, wage, started, ended, employer, pension, fen, pension_from, unemployed)


def employer_names(count: int, institution: bool) -> tuple[pl.Series, pl.Series]:
    """Names and invented 18-character codes of employers; schools and offices when `institution`."""
    number = pl.Series(np.arange(count))
    county = pl.Series(("青岚", "柳泉", "沙渡")).gather(number % 3)
    first, second = (pl.Series(_WORDS).gather((number // part) % 10) for part in (3, 30))
    trade = pl.Series(_TRADES).gather((number // 300 + number) % 10)
    office = pl.Series(_OFFICES).gather((number // 3) % 6)
    turn = pl.Series(np.arange(count) // 18 + 1).cast(pl.String)
    name = county + office + "(" + turn + ")" if institution else county + first + second + trade + "有限公司"
    code = ("12" if institution else "91") + (number % 3 + 999_901).cast(pl.String)
    return name, code + number.cast(pl.String).str.zfill(9) + "X"


def human_resources(people: People, work: Work, seed: int, today: int, nights: int) -> Frames:
    """The four tables of human resources."""
    rng = stream(seed, "human_resources")
    return {
        "human_resources.contributions": _contributions(people, work, rng, today, nights),
        "human_resources.pensions": _pensions(people, work, rng, today),
        "human_resources.unemployment": _unemployment(work, rng, today),
        "human_resources.employments": _employments(work, rng),
    }


def _employer_columns(work: Work, who: Ints) -> tuple[pl.Series, pl.Series]:
    """Employer name and code of each person; null for those without one."""
    count = int(work.employer.max()) + 1
    picks = pl.Series(work.employer[who])
    kinds = pl.Series(work.occupation[who])
    columns = []
    for private, public in zip(employer_names(count, False), employer_names(count, True), strict=True):
        chosen = pl.when(kinds == EMPLOYED).then(private.gather(picks)).when(kinds == INSTITUTION)
        columns.append(pl.select(chosen.then(public.gather(picks))).to_series())
    return columns[0], columns[1]


def _contributions(people: People, work: Work, rng: np.random.Generator, today: int, nights: int) -> pl.DataFrame:
    """One row a person and month: the last twelve months and what of this month is paid by the last night.

    Residents pay once a year. Each night after the first brings its thirtieth of this month's payments.
    """
    month = int(month_number(np.array([today]))[0])
    payers = np.flatnonzero(work.occupation <= FLEXIBLE)
    who = np.repeat(payers, HISTORY_MONTHS + 1)
    back = np.tile(np.arange(HISTORY_MONTHS, -1, -1), len(payers))
    first = month_number(work.started)[who]
    last = month_number(np.minimum(work.ended, today))[who]
    paid_on = month_first(np.array([month]))[0] + np.repeat(rng.integers(5, 29, len(payers)), HISTORY_MONTHS + 1)
    night = np.where(back == 0, np.maximum(paid_on - today, 0), 0)
    keep = (month - back >= first) & (month - back <= last) & (night < nights)
    who, back, night = who[keep], back[keep], night[keep]
    yearly = np.flatnonzero(work.occupation == RESIDENT)
    yearly_back = rng.integers(1, HISTORY_MONTHS + 1, len(yearly))
    who, back = np.r_[who, yearly], np.r_[back, yearly_back]
    night = np.r_[night, np.zeros(len(yearly), dtype=np.int64)]
    base = np.where(work.occupation[who] == RESIDENT, 30_000, work.wage[who])
    name, code = _employer_columns(work, who)
    columns = {
        "@contributor": persons(who),
        "insurance": coded(INSURANCES, work.occupation[who]),
        "employer": name,
        "employer_code": blank(code, chance(rng, len(who), 0.35)),
        "base_yuan_month": amounts(base),
        "month": dates(month_first(month - back)),
        "paid_status": coded(("已缴", "补缴", "欠缴"), weighted(rng, (96, 2.5, 1.5), len(who))),
    }
    return table(len(who), columns, night)


def _pensions(people: People, work: Work, rng: np.random.Generator, today: int) -> pl.DataFrame:
    who = np.flatnonzero(work.pension >= 0)
    gone = np.flatnonzero(~people.living & (people.birth < today - 66 * YEAR) & (people.died > today - 700))
    stopped = gone[chance(rng, len(gone), 0.7)]
    everybody = np.r_[who, stopped]
    dead = np.r_[np.zeros(len(who), dtype=bool), np.ones(len(stopped), dtype=bool)]
    columns = {
        "@pensioner": persons(everybody),
        "kind": coded(PENSION_KINDS, np.where(dead, 2, work.pension[everybody])),
        "monthly_yuan": amounts(np.where(dead, 22_000, work.pension_fen[everybody])),
        "start_on": dates(np.where(dead, years_later(people.birth[everybody], 61), work.pension_from[everybody])),
        "status": coded(("在发", "停发"), dead.astype(np.int64)),
    }
    return table(len(everybody), columns)


def _unemployment(work: Work, rng: np.random.Generator, today: int) -> pl.DataFrame:
    who = np.flatnonzero(work.unemployed_fen > 0)
    paid = work.unemployed_fen[who] > 1
    registered = today - rng.integers(30, 600, len(who))
    begin = month_first(month_number(registered) + 1)
    last = month_number(begin) + rng.integers(3, 13, len(who))
    month = int(month_number(np.array([today]))[0])
    # No benefit ended lately: such people are asked after.
    end = month_first(np.where((last > month - 5) & (last <= month + 2), last + 8, last)) - 1
    columns = {
        "@jobseeker": persons(who),
        "registered_on": dates(registered),
        "benefit_yuan_month": amounts(work.unemployed_fen[who], ~paid),
        "benefit_from": dates(begin, ~paid),
        "benefit_until": dates(end, ~paid),
    }
    return table(len(who), columns)


def _employments(work: Work, rng: np.random.Generator) -> pl.DataFrame:
    """The present job, and for some the one before it."""
    now = np.flatnonzero(work.occupation <= INSTITUTION)
    before = now[chance(rng, len(now), 0.12)]
    former = np.r_[np.zeros(len(now), dtype=bool), np.ones(len(before), dtype=bool)]
    who = np.r_[now, before]
    name, code = _employer_columns(work, who)
    ended = np.where(former, work.started[who] - 15, work.ended[who])
    columns = {
        "@employee": persons(who),
        "employer": name,
        "employer_code": code,
        "started_on": dates(np.where(former, work.started[who] - 600, work.started[who])),
        "ended_on": dates(ended),
        "wage_yuan_month": amounts(work.wage[who], former | chance(rng, len(who), 0.05)),
    }
    return table(len(who), columns)
