"""A city of hard damage: its people are easily confused, its records damaged twice as often; its truth is told."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from transforms.sample.sample_city import Sample, draw_sample

FIRST = date(2026, 11, 20)


@pytest.fixture(scope="module")
def hard() -> Sample:
    return draw_sample(2000, 5, 1, FIRST, clean=False, hard=True)


@pytest.fixture(scope="module")
def links(hard: Sample) -> pl.DataFrame:
    return pl.concat([table.finished.links for table in hard.tables()])


def namesakes(sample: Sample) -> int:
    """Living people who share name, sex and village with somebody."""
    city = sample.city
    living = np.flatnonzero(city.people.living)
    frame = pl.DataFrame(
        {
            "name": city.identity.name.gather(pl.Series(living)),
            "sex": city.people.sex[living],
            "village": city.homes.village_of(living),
        }
    )
    return int(frame.is_duplicated().sum())


def twins(sample: Sample) -> pl.DataFrame:
    """name, other: of two people of one mother and one birthday."""
    people = sample.city.people
    born = pl.DataFrame({"mother": people.mother, "birth": people.birth, "name": sample.city.identity.name})
    known = born.filter(pl.col("mother") >= 0).with_row_index()
    pairs = known.join(known, on=["mother", "birth"]).filter(pl.col("index") < pl.col("index_right"))
    return pairs.select("name", other="name_right")


def test_there_are_many_namesakes_and_twins(hard: Sample) -> None:
    field = draw_sample(2000, 5, 1, FIRST, clean=False)
    assert namesakes(hard) > 2 * namesakes(field) + 10
    pairs = twins(hard)
    assert pairs.height > 3 * twins(field).height > 0
    assert (pairs["name"] != pairs["other"]).all()
    assert 0.4 < (pairs["name"].str.slice(0, 2) == pairs["other"].str.slice(0, 2)).mean() < 0.9


def test_nobody_bears_the_name_of_a_parent(hard: Sample) -> None:
    people, names = hard.city.people, hard.city.identity.name.to_numpy()
    for parent in (people.father, people.mother):
        known = np.flatnonzero(parent >= 0)
        assert (names[known] == names[parent[known]]).mean() < 0.005


def test_an_eighth_of_the_records_is_damaged_in_every_way(links: pl.DataFrame) -> None:
    assert 0.10 < (links["noise_kinds"] != "").mean() < 0.14
    kinds = set(links["noise_kinds"].str.split(";").explode()) - {""}
    lost = {"empty", "excel000", "excel_e", "legacy15"}
    assert kinds >= lost | {"typo", "transposed", "family", "old_number", "former", "sound", "look", "wrong_birth"}


def test_children_often_bear_a_parents_number(links: pl.DataFrame) -> None:
    children = links.filter((pl.col("table_name") == "children") & (pl.col("person_role") == "child"))
    assert children["noise_kinds"].str.contains("family").mean() > 0.03


def test_the_same_seed_gives_the_same_people(hard: Sample) -> None:
    again = draw_sample(2000, 5, 1, FIRST, clean=False, hard=True)
    assert again.city.identity.name.equals(hard.city.identity.name)
    assert again.city.identity.number.equals(hard.city.identity.number)
