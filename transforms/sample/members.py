"""Members of the households on aid, and the authorisations they signed."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.aid import Aid, declared_income
from transforms.sample.draw import NOBODY, Ints, Mask, age_on, amounts, chance, coded, dates, stream
from transforms.sample.frames import Column, append, persons, table
from transforms.sample.homes import Homes
from transforms.sample.people import People
from transforms.sample.work import FLEXIBLE, INSTITUTION, Work

_RELATIONS = ("本人", "配偶", "子", "女", "父母", "祖父母", "孙子女", "兄弟姐妹", "其他")
_WORK = ("在业", "灵活就业", "失业", "退休", "在校", "务农", "无劳动能力")


def relations(people: People, person: Ints, applicant: Ints) -> Ints:
    """Index into the contract's relations of each person to the applicant."""

    def up(who: Ints, line: Ints) -> Ints:
        return np.where(who >= 0, line[np.maximum(who, 0)], NOBODY)

    def is_child(child: Ints, parent: Ints) -> Mask:
        known: Mask = (parent >= 0) & ((up(child, people.father) == parent) | (up(child, people.mother) == parent))
        return known

    spouse = up(applicant, people.spouse)
    child = is_child(person, applicant) | is_child(person, spouse)
    parent = is_child(applicant, person) | is_child(spouse, person)
    mother, father = up(applicant, people.mother), up(applicant, people.father)
    grandparent = is_child(mother, person) | is_child(father, person)
    of_mother, of_father = up(person, people.mother), up(person, people.father)
    grandchild = np.zeros(len(person), dtype=bool)
    for middle in (of_mother, of_father):
        grandchild |= is_child(middle, applicant) | is_child(middle, spouse)
    sibling = (mother >= 0) & (of_mother == mother)
    tests = (person == applicant, (spouse >= 0) & (person == spouse), child & (people.sex[person] == 0), child, parent)
    return np.select((*tests, grandparent, grandchild, sibling), np.arange(8), 8).astype(np.int64)


def declared_work(people: People, work: Work, rng: np.random.Generator, person: Ints, today: int) -> Ints:
    """Index into the contract's kinds of work; -1 (unknown) for small children."""
    age = age_on(people.birth, today)[person]
    occupation = work.occupation[person]
    ended = work.ended[person]
    draw = rng.random(len(person))
    tests = (
        age < 6,
        (occupation <= INSTITUTION) & (ended > today - 150),
        occupation == FLEXIBLE,
        np.isin(work.pension[person], (0, 1)),
        age < 20,
        age >= 70,
    )
    default = np.where(draw < 0.4, 5, np.where(draw < 0.75, 2, 6))
    return np.select(tests, (-1, 0, 1, 3, 4, 6), default).astype(np.int64)


def household_members(aid: Aid, people: People, homes: Homes, work: Work, seed: int, today: int) -> pl.DataFrame:
    """One row a person living in the household, and now and then a child living elsewhere who owes support.

    Phone numbers begin with 100, a prefix no subscriber has.
    """
    rng = stream(seed, "members")
    person = np.flatnonzero(aid.member_of >= 0)
    owing = np.flatnonzero(_owes(people, homes, aid) & chance(rng, len(people), 0.4))
    who = np.r_[person, owing]
    parent = np.where(people.mother[owing] >= 0, people.mother[owing], people.father[owing])
    household = np.r_[aid.member_of[person], aid.member_of[parent]]
    living_there = np.r_[np.ones(len(person), dtype=bool), np.zeros(len(owing), dtype=bool)]
    income = declared_income(people, work, today)[who]
    pensioner = np.isin(work.pension[who], (0, 1))
    unknown = ~living_there | ((income == 0) & chance(rng, len(who), 0.5) & ~pensioner)
    columns = {
        "household_no": aid.numbers.gather(pl.Series(household)),
        "@member": persons(who),
        "relation": coded(_RELATIONS, relations(people, who, aid.applicant[household])),
        "member_kind": coded(("法定义务人", "共同生活"), living_there.astype(np.int64)),
        "declared_work": coded(_WORK, np.where(living_there, declared_work(people, work, rng, who, today), -1)),
        "declared_income_yuan_month": amounts(income, unknown),
        "phone": pl.Series(10_000_000_000 + rng.integers(0, 10**8, len(who))).cast(pl.String),
        "_household": pl.Series(household),
    }
    return table(len(who), columns)


def _owes(people: People, homes: Homes, aid: Aid) -> Mask:
    """Grown children, outside aid themselves, of an applicant with whom they do not live."""
    parent = np.where(people.mother >= 0, people.mother, people.father)
    known = parent >= 0
    household = np.where(known, aid.member_of[np.maximum(parent, 0)], NOBODY)
    applicant = (household >= 0) & (aid.applicant[np.maximum(household, 0)] == parent)
    elsewhere = homes.home != np.where(known, homes.home[np.maximum(parent, 0)], NOBODY)
    owing: Mask = applicant & elsewhere & people.living & (aid.member_of == NOBODY)
    return owing


def authorisations(aid: Aid, people: People, seed: int, today: int, nights: int) -> pl.DataFrame:
    """Every member has signed for social assistance by the day of application (children by a guardian, newborns soon
    after birth); some households signed for another purpose too."""
    rng = stream(seed, "authorisations")
    who = np.flatnonzero(aid.member_of >= 0)
    household = aid.member_of[who]
    size = len(who)
    signed = np.minimum(np.maximum(aid.applied[household], people.birth[who] + 3), today - 1)
    minor = age_on(people.birth, today)[who] < 18
    endless = chance(rng, size, 0.6)
    columns: dict[str, Column] = {
        "household_no": aid.numbers.gather(pl.Series(household)),
        "@signatory": persons(who),
        "purpose": "社会救助",
        "signed_on": dates(signed),
        "valid_until": dates(today + nights + rng.integers(30, 900, size), endless),
        "signed_by": coded(("本人", "监护人", "委托人"), np.where(minor, 1, np.where(chance(rng, size, 0.03), 2, 0))),
        "revoked_on": dates(np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool)),
    }
    other = np.flatnonzero(chance(rng, len(aid), 0.12))
    extra: dict[str, Column] = {
        "household_no": aid.numbers.gather(pl.Series(other)),
        "@signatory": persons(aid.applicant[other]),
        "purpose": coded(("住房保障", "养老服务", "残疾人补贴", "慈善帮扶"), rng.integers(0, 4, len(other))),
        "signed_on": dates(np.minimum(aid.applied[other], today - 1)),
        "signed_by": "本人",
    }
    return append(table(size, columns), table(len(other), extra))
