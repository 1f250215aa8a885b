"""The invented city as a whole: people, homes and all 22 tables, clean or with planted cases and damage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from transforms.sample.aid import DESTITUTE, EDGE, MINIMUM, Aid, declared_income, draw_aid, households
from transforms.sample.benefits import benefits, free_of_benefits
from transforms.sample.draw import YEAR, Ints, Mask, chance, day_number, stream
from transforms.sample.frames import Frames, people_of
from transforms.sample.health import Aided, Cards, disabilities, draw_cards, enrolments, settlements
from transforms.sample.homes import Homes, settle
from transforms.sample.members import authorisations, household_members
from transforms.sample.names import full_names, given, inherit, rare_characters, surnames
from transforms.sample.namesakes import confusing
from transforms.sample.numbers import sequences, seventeen, with_check
from transforms.sample.payments import payments
from transforms.sample.people import People, draw_people
from transforms.sample.places import BIRTH_PREFIXES, Villages, villages
from transforms.sample.property import Units, draw_units, properties, rentals, sale_contracts
from transforms.sample.registers import (
    children,
    deaths,
    elder_care,
    marriages,
    of_working_age,
    staff_relatives,
    temporary_aid,
    village_officials,
)
from transforms.sample.work import Work, draw_work, human_resources

# Fen a person may have paid for treatment in a year: the lines of the demo policy for people on aid and for others.
_MEDICAL_LIMITS = (500_000, 2_000_000)
_JOINED_OWNERS = 0.12


@dataclass(frozen=True, slots=True)
class Identity:
    """Who everybody really is: name, number, and whether the name holds a rare character."""

    name: pl.Series
    number: pl.Series
    prefix: Ints
    surname: Ints
    rare: Mask


@dataclass(frozen=True, slots=True)
class City:
    """Everything drawn. `today` is the day number of the first night."""

    seed: int
    today: int
    nights: int
    clean: bool
    people: People
    homes: Homes
    place: Villages
    work: Work
    units: Units
    cards: Cards
    aid: Aid
    identity: Identity
    tables: Frames

    def day(self, night: int) -> date:
        """Batch date of a night (from 0)."""
        return date.fromordinal(self.today + night + date(1970, 1, 1).toordinal())


def draw_identity(
    people: People, homes: Homes, place: Villages, seed: int, clean: bool, *, hard: bool = False
) -> Identity:
    """Names and valid numbers; children carry their father's surname. `hard`: namesakes in villages, twins alike."""
    rng = stream(seed, "identity")
    size = len(people)
    surname = inherit(surnames(rng, size), people.father)
    birth_year = (people.birth / YEAR + 1970).astype(np.int64)
    given_names, rare = rare_characters(rng, given(rng, birth_year, people.sex), hard=not clean)
    village = homes.village_of(np.arange(size))
    if hard:
        given_names = confusing(stream(seed, "namesakes"), given_names, surname, village, people)
    county = place.county[village]
    elsewhere = rng.integers(0, len(BIRTH_PREFIXES), size)
    prefix = np.array(BIRTH_PREFIXES)[np.where(chance(rng, size, 0.15), elsewhere, county)]
    number = with_check(seventeen(prefix, people.birth, sequences(rng, prefix, people.birth, people.sex)))
    return Identity(full_names(rng, surname, given_names), number, prefix, surname, rare)


def _servants(people: People, seed: int, today: int) -> tuple[Ints, Ints]:
    """Handlers of the offices and members of committees; their homes are not on aid."""
    rng = stream(seed, "servants")
    adults = rng.permutation(of_working_age(people, today))
    handlers = max(4, len(people) // 350)
    officials = max(6, round(len(people) * 0.0135))
    return adults[:handlers], adults[handlers : handlers + officials]


def _aided(people: People, aid: Aid) -> Aided:
    """What enrolment and treatment know of aid."""
    category = np.zeros(len(people), dtype=np.int64)
    for program, code in ((DESTITUTE, 1), (MINIMUM, 2), (EDGE, 3)):
        category[aid.members((program,))] = code
    return Aided(category, aid.member_of >= 0)


def draw_city(living: int, seed: int, nights: int, first_night: date, clean: bool, *, hard: bool = False) -> City:
    """A city without damage; `hard`: one whose people are easily confused.

    Raises ValueError for fewer than 200 people or no night."""
    if living < 200 or nights < 1:
        raise ValueError("a sample city needs at least 200 people and one night")
    today = day_number(first_night)
    people, place = draw_people(living, seed, today, hard=hard), villages(living)
    homes = settle(people, place, seed, today)
    work, cards = draw_work(people, seed, today), draw_cards(people, seed, today)
    handlers, officials = _servants(people, seed, today)
    units = draw_units(people, homes, place, seed, today)
    buyers = stream(seed, "buyers").permutation(of_working_age(people, today))[: max(40, living // 40 + nights * 4)]
    blocked = np.r_[handlers, officials, buyers]
    aid = draw_aid(people, homes, work, units, cards, blocked, seed, today, nights)
    aided = _aided(people, aid)
    carded = np.zeros(len(people), dtype=bool)
    carded[cards.holder] = True
    young = children(people, homes, place, carded, seed, today)
    declared = declared_income(people, work, today)
    members = np.flatnonzero(aid.member_of >= 0)
    of_household = np.bincount(aid.member_of[members], weights=declared[members], minlength=len(aid)).astype(np.int64)
    benefit = benefits(people, homes, place, aid, cards, of_household, young, seed, today, nights)
    old = elder_care(people, homes, place, cards.grade_of(len(people)), aid.member_of >= 0, seed, today)
    free = free_of_benefits(people, benefit) & (aid.member_of < 0) & (cards.grade_of(len(people)) < 0)
    free[np.r_[people_of(old, "elder"), handlers, officials]] = False
    civil = {
        "households": households(aid, people, homes, place, work, units, len(handlers), seed, today),
        "household_members": household_members(aid, people, homes, work, seed, today),
        "authorisations": authorisations(aid, people, seed, today, nights),
        "benefits": benefit,
        "payments": payments(benefit, seed, today, nights),
        "marriages": marriages(people, free, seed, today, nights),
        "deaths": deaths(people, homes, place, free, seed, today, nights),
        "staff_relatives": staff_relatives(people, handlers, seed, today),
        "village_officials": village_officials(officials, homes, place, seed, today),
        "temporary_aid": temporary_aid(people, homes, place, aid, seed, today),
        "disabilities": disabilities(people, homes, place, cards, seed, today),
        "children": young,
        "elder_care": old,
    }
    other = {
        "medical_insurance.enrolments": enrolments(people, homes, place, work, aided, seed, today, nights),
        "medical_insurance.settlements": settlements(people, aided, seed, today, nights, _MEDICAL_LIMITS),
        "housing.properties": properties(units, place, seed, today, 0.0 if clean else _JOINED_OWNERS),
        "housing.rentals": rentals(people, homes, units, place, seed, today),
        "housing.sale_contracts": sale_contracts(people, homes, place, buyers, seed, today, nights),
        **human_resources(people, work, seed, today, nights),
    }
    tables = {f"civil_affairs.{name}": frame for name, frame in civil.items()} | other
    identity = draw_identity(people, homes, place, seed, clean, hard=hard)
    return City(seed, today, nights, clean, people, homes, place, work, units, cards, aid, identity, tables)
