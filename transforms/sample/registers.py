"""The smaller registers of civil affairs: marriages, deaths, children, the old, officials, staff, temporary aid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from transforms.sample.aid import Aid
from transforms.sample.draw import (
    NEVER,
    NOBODY,
    YEAR,
    Ints,
    Mask,
    age_on,
    amounts,
    chance,
    coded,
    dates,
    stream,
    weighted,
)
from transforms.sample.frames import Column, persons, table
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.places import Villages

VISIT_PERIOD = 28
"""Days between two visits to an old person: within the thirty that the rules ask for."""
_PARENT_STATES = ("失联", "服刑", "重病", "失踪", "正常", "死亡")
_ABILITIES = ("能力完好", "轻度失能", "中度失能", "重度失能", "完全失能")
_ELDERS = ("独居", "空巢", "留守", "失能", "重残", "高龄", "特困", "计生特殊家庭")


def marriages(people: People, free: Mask, seed: int, today: int, nights: int) -> pl.DataFrame:
    """Registrations of all couples, divorces, and a few of each on every later night among the `free` people."""
    rng = stream(seed, "marriages")
    parted = np.flatnonzero(people.divorced < NEVER)
    nightly = max(1, round(int(people.living.sum()) * 0.0015)) * (nights - 1)
    single = free & people.living & (people.spouse == NOBODY)
    age = age_on(people.birth, today)
    grooms = rng.permutation(np.flatnonzero(single & (people.sex == 0) & (age >= 23) & (age < 45)))[:nightly]
    brides = rng.permutation(np.flatnonzero(single & (people.sex == 1) & (age >= 21) & (age < 45)))[:nightly]
    pairs = min(len(grooms), len(brides))
    together = np.flatnonzero((people.divorced >= NEVER) & free[people.husband] & free[people.wife])
    both_alive = together[people.living[people.husband[together]] & people.living[people.wife[together]]]
    leaving = rng.permutation(both_alive)[: nightly // 3]
    night = rng.integers(1, max(2, nights), pairs + len(leaving))
    husband = np.r_[people.husband, people.husband[parted], grooms[:pairs], people.husband[leaving]]
    wife = np.r_[people.wife, people.wife[parted], brides[:pairs], people.wife[leaving]]
    day = np.r_[people.wed, people.divorced[parted], today + night]
    event = np.repeat([0, 1, 0, 1], [len(people.wife), len(parted), pairs, len(leaving)])
    columns = {
        "event": coded(("结婚登记", "离婚登记"), event),
        "registered_on": dates(day),
        "@husband": persons(husband),
        "@wife": persons(wife),
    }
    return table(len(husband), columns, np.maximum(day - today, 0))


def deaths(
    people: People, homes: Homes, place: Villages, free: Mask, seed: int, today: int, nights: int
) -> pl.DataFrame:
    """Everybody who died, and on each later night a few of the `free` people over sixty."""
    rng = stream(seed, "deaths")
    past = np.flatnonzero(~people.living)
    old = np.flatnonzero(free & people.living & (people.birth < today - 60 * YEAR) & (people.birth > today - 79 * YEAR))
    nightly = max(1, round(int(people.living.sum()) * 0.0012)) * (nights - 1)
    now = rng.permutation(old)[:nightly]
    night = np.r_[np.zeros(len(past), dtype=np.int64), rng.integers(1, max(2, nights), len(now))]
    who = np.r_[past, now]
    died = np.where(night > 0, today + night - 1, people.died[who])
    columns: dict[str, Column] = {
        "@deceased": persons(who),
        "died_on": dates(died),
        "cremated_on": dates(died + rng.integers(1, 3, len(who)), (night > 0) | chance(rng, len(who), 0.05)),
        "facility": "示例市殡仪馆",
        "division_code": place.code.gather(pl.Series(homes.village_of(who))),
    }
    return table(len(who), columns, night)


def children(people: People, homes: Homes, place: Villages, carded: Mask, seed: int, today: int) -> pl.DataFrame:
    """Orphans, children nobody in fact brings up (also where the living parents are all `carded`, that is hold a
    disability card), and some in need or left behind."""
    rng = stream(seed, "children")
    minor = people.living & (age_on(people.birth, today) < 18)

    def present(parent: Ints) -> Mask:
        return (parent >= 0) & people.living[np.maximum(parent, 0)]

    parents = present(people.father).astype(np.int64) + present(people.mother)
    category = np.where(parents == 0, 0, np.where((parents == 1) & chance(rng, len(people), 0.3), 1, 2))
    category = np.where((category == 2) & chance(rng, len(people), 0.5), 3, category)
    able = sum(
        (present(parent) & ~carded[np.maximum(parent, 0)]).astype(np.int64) for parent in (people.father, people.mother)
    )
    category = np.where((parents > 0) & (able == 0), 1, category)
    who = np.flatnonzero(minor & ((category < 2) | chance(rng, len(people), 0.07)))
    columns = {
        "@child": persons(who),
        "category": coded(("孤儿", "事实无人抚养儿童", "困境儿童", "留守儿童"), category[who]),
        "@father": persons(people.father[who]),
        "@mother": persons(people.mother[who]),
        "registered_on": dates(np.minimum(people.birth[who] + rng.integers(60, 3000, len(who)), today - 2)),
        "division_code": place.code.gather(pl.Series(homes.village_of(who))),
    }
    return table(len(who), columns | _parents_of(people, who, category[who], stream(seed, "parents"), today))


def _parents_of(people: People, who: Ints, category: Ints, rng: np.random.Generator, today: int) -> dict[str, Column]:
    """The state of both parents: dead, gone, or for a child in need or left behind mostly not written down."""
    columns: dict[str, Column] = {}
    for name, parent in (("father", people.father[who]), ("mother", people.mother[who])):
        known = np.maximum(parent, 0)
        dead = (parent >= 0) & ~people.living[known]
        away = weighted(rng, (3, 3, 2), len(who))
        said = np.where(chance(rng, len(who), 0.5), 4, NOBODY)
        lost = np.where(category == 0, 3, np.where(category == 1, away, said))
        since = np.where(dead, people.died[known], np.maximum(people.birth[who] + 30, today - 200 - away * 150))
        columns[f"{name}_status"] = coded(_PARENT_STATES, np.where(dead, 5, lost))
        columns[f"{name}_status_since"] = dates(np.minimum(since, today - 1), ~dead & (lost < 0))
    return columns


def elder_care(
    people: People, homes: Homes, place: Villages, cards_grade: Ints, poor: Mask, seed: int, today: int
) -> pl.DataFrame:
    """Old people who are visited; `_phase` moves the day of the last visit with the nights (see `visited_on`).

    Of the `poor` (members of households on aid) nobody is found more than slightly disabled.
    """
    rng = stream(seed, "elder_care")
    age = age_on(people.birth, today)
    who = np.flatnonzero(people.living & (age >= 65) & chance(rng, len(people), np.where(age >= 80, 0.35, 0.12)))
    alone = homes.size[np.maximum(homes.home[who], 0)] == 1
    severe = np.isin(cards_grade[who], (0, 1))
    category = np.select((severe, alone, age[who] >= 80), (4, 0, 5), weighted(rng, (0, 5, 2, 3, 0, 0, 0, 1), len(who)))
    columns = {
        "@elder": persons(who),
        "category": coded(_ELDERS, category),
        "info_collected_on": dates(today - rng.integers(40, 900, len(who))),
        "division_code": place.code.gather(pl.Series(homes.village_of(who))),
        "_phase": pl.Series(rng.integers(0, 5000, len(who))),
    }
    ability = weighted(rng, (6, 2, 1, 1, 1), len(who))
    known = chance(rng, len(who), 0.4)
    columns["ability_level"] = coded(_ABILITIES, np.where(known, np.where(poor[who], ability % 2, ability), -1))
    return table(len(who), columns)


def visited_on(today: int, night: int) -> pl.Expr:
    """Day of the last visit as it stands on a night."""
    day = pl.lit(today + night)
    return (day - (day + pl.col("_phase")) % VISIT_PERIOD).cast(pl.Int32).cast(pl.Date)


def village_officials(officials: Ints, homes: Homes, place: Villages, seed: int, today: int) -> pl.DataFrame:
    """Members of village and residents' committees, a fifth of them no longer in office."""
    rng = stream(seed, "officials")
    size = len(officials)
    former = chance(rng, size, 0.2)
    begin = today - rng.integers(400, 3500, size)
    posts: Sequence[str] = ("主任", "副主任", "委员", "妇联主席", "会计")
    columns = {
        "@official": persons(officials),
        "post": coded(posts, weighted(rng, (2, 2, 5, 1, 1), size)),
        "division_code": place.code.gather(pl.Series(homes.village_of(officials))),
        "from_on": dates(begin),
        "until_on": dates(np.where(former, np.minimum(begin + 1000, today - 3), NEVER)),
    }
    return table(size, columns)


def staff_relatives(people: People, handlers: Ints, seed: int, today: int) -> pl.DataFrame:
    """Relatives that the handlers put on file: husband or wife, parents, children. Handler n has the number JBnnnn."""
    rng = stream(seed, "staff")
    frame = table(0, {"@handler": persons(handlers[:0]), "@relative": persons(handlers[:0])})
    number = {int(person): place for place, person in enumerate(handlers)}
    found: list[tuple[int, int, str]] = []
    is_child = np.flatnonzero(np.isin(people.mother, handlers) | np.isin(people.father, handlers))
    for person in handlers.tolist():
        lines = ((people.spouse, "配偶"), (people.father, "父母"), (people.mother, "父母"))
        found.extend((person, int(line[person]), relation) for line, relation in lines if line[person] >= 0)
    for child in is_child.tolist():
        parents = (int(people.mother[child]), int(people.father[child]))
        found.extend((parent, child, "子女") for parent in parents if parent in number)
    if not found:
        return frame
    handler = np.array([row[0] for row in found])
    filed = today - rng.integers(20, 1200, len(found))
    columns = {
        "handler_no": "JB" + pl.Series([number[row[0]] + 1 for row in found]).cast(pl.String).str.zfill(4),
        "@handler": persons(handler),
        "@relative": persons(np.array([row[1] for row in found])),
        "relation": pl.Series([row[2] for row in found]),
        "filed_on": dates(filed),
        "visited_on": dates(filed + rng.integers(3, 15, len(found))),
    }
    return table(len(found), columns)


def temporary_aid(people: People, homes: Homes, place: Villages, aid: Aid, seed: int, today: int) -> pl.DataFrame:
    """Aid in emergencies during the last year and a half; some recipients belong to a household on aid."""
    rng = stream(seed, "temporary_aid")
    size = max(2, round(int(people.living.sum()) * 0.0085))
    adults = np.flatnonzero(people.living & (age_on(people.birth, today) >= 18))
    known = rng.permutation(aid.applicant)[: size // 2]
    who = np.r_[known, rng.permutation(adults)[: size - len(known)]]
    household = aid.member_of[who]
    number = aid.numbers.gather(pl.Series(np.maximum(household, 0)))
    happened = today - rng.integers(15, 540, len(who))
    cause = weighted(rng, (50, 15, 3, 10, 12, 10), len(who))
    approved = happened + rng.integers(1, 14, len(who))
    mode = weighted(rng, (3, 5, 2), len(who))
    tens = rng.integers(5, 90, len(who))
    columns = {
        "household_no": pl.select(pl.when(pl.Series(household >= 0)).then(number)).to_series(),
        "@recipient": persons(who),
        "cause": coded(("疾病", "意外", "火灾", "教育", "失业", "其他"), cause),
        "happened_on": dates(happened),
        "approved_on": dates(approved),
        "mode": coded(("急难型", "支出型", "小额先行"), mode),
        # what a township may grant by itself is bounded
        "amount_yuan": amounts(np.where(mode == 2, np.minimum(tens, 39), tens) * 10_000),
        "division_code": place.code.gather(pl.Series(homes.village_of(who))),
    }
    return table(len(who), columns, np.zeros(len(who), dtype=np.int64))


def of_working_age(people: People, today: int) -> Ints:
    """Living people between 25 and 58."""
    age = age_on(people.birth, today)
    return np.flatnonzero(people.living & (age >= 25) & (age < 58))
