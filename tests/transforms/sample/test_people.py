"""Families of the invented city are sane, and its numbers valid and unique."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from transforms.sample.city import City, draw_city
from transforms.sample.draw import NEVER, YEAR, age_on, years_later

PEOPLE = 3000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.fixture(scope="module")
def city() -> City:
    return draw_city(PEOPLE, 7, 3, date(2026, 11, 20), clean=True)


def test_mothers_and_fathers_are_of_age(city: City) -> None:
    people = city.people
    for parent, low, high in ((people.mother, 16, 50), (people.father, 16, 65)):
        known = np.flatnonzero(parent >= 0)
        age = (people.birth[known] - people.birth[parent[known]]) / YEAR
        assert len(known) > PEOPLE / 2
        assert age.min() >= low
        assert age.max() <= high


def test_mothers_are_women_and_alive_at_birth(city: City) -> None:
    people = city.people
    known = np.flatnonzero(people.mother >= 0)
    assert (people.sex[people.mother[known]] == 1).all()
    assert (people.died[people.mother[known]] > people.birth[known]).all()


def test_brothers_and_sisters_are_twins_or_ten_months_apart(city: City) -> None:
    people = city.people
    known = np.flatnonzero(people.mother >= 0)
    order = known[np.lexsort((people.birth[known], people.mother[known]))]
    same = people.mother[order][1:] == people.mother[order][:-1]
    gaps = np.diff(people.birth[order])[same]
    assert ((gaps == 0) | (gaps >= 300)).all()
    assert (gaps == 0).any()


def test_couples_married_of_age_and_before_they_parted_or_died(city: City) -> None:
    people = city.people
    assert (people.wed >= years_later(people.birth[people.husband], 22)).all()
    assert (people.wed >= years_later(people.birth[people.wife], 20)).all()
    assert (people.wed < np.minimum(people.died[people.husband], people.died[people.wife])).all()
    parted = people.divorced < NEVER
    assert (people.divorced[parted] > people.wed[parted]).all()


def test_everybody_alive_has_a_home_and_no_child_lives_alone(city: City) -> None:
    homes, people = city.homes, city.people
    assert (homes.home[people.living] >= 0).all()
    assert (homes.home[~people.living] == -1).all()
    assert age_on(people.birth, city.today)[homes.head].min() >= 18


def test_numbers_are_valid_unique_and_say_birth_and_sex(city: City) -> None:
    numbers = city.identity.number.to_list()
    assert len(set(numbers)) == len(numbers)
    for index, number in enumerate(numbers):
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
        assert number[17] == "10X98765432"[total % 11]
        assert number.startswith("9999")
        birth = date.fromordinal(int(city.people.birth[index]) + date(1970, 1, 1).toordinal())
        assert number[6:14] == birth.strftime("%Y%m%d")
        assert int(number[16]) % 2 == (city.people.sex[index] == 0)


def test_children_carry_the_fathers_surname(city: City) -> None:
    people, surname = city.people, city.identity.surname
    known = np.flatnonzero(people.father >= 0)
    assert (surname[known] == surname[people.father[known]]).all()


@pytest.mark.parametrize(("people", "nights"), [(199, 1), (1000, 0)])
def test_impossible_sizes_are_refused(people: int, nights: int) -> None:
    with pytest.raises(ValueError, match="at least 200 people"):
        draw_city(people, 1, nights, date(2026, 11, 20), clean=True)
