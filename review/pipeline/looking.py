"""Who is meant when somebody asks who looked: a household, a person, and the households of a person."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from review.pipeline.home import published


class Meant(NamedTuple):
    """households: number -> division codes. people: keys asked for."""

    households: dict[str, tuple[str, ...]]
    people: tuple[str, ...]


def person_of_number(home: Path, id_number: str) -> str | None:
    """The key of whom a whole ID number belongs to; the number is not kept. Raises NothingPublishedError."""
    with published(home) as file:
        rows = file.rows("SELECT min(person_key) AS key FROM persons WHERE id_number = ?", [id_number.upper()])
    key: str | None = rows[0]["key"]
    return key


def household_meant(home: Path, number: str) -> Meant:
    """A household with its places. Raises NothingPublishedError."""
    with published(home) as file:
        rows = file.rows(
            "SELECT DISTINCT household_no, coalesce(division_code, '') AS place FROM fact.household "
            "WHERE household_no = ? ORDER BY ALL",
            [number],
        )
    return Meant({number: tuple(row["place"] for row in rows)} if rows else {}, ())


def person_meant(home: Path, key: str) -> Meant:
    """A person with the households it belongs to. Raises NothingPublishedError."""
    with published(home) as file:
        known = file.rows("SELECT person_key FROM persons WHERE person_key = ?", [key])
        rows = file.rows(
            "SELECT DISTINCT household.household_no, coalesce(household.division_code, '') AS place FROM fact.member "
            "INNER JOIN fact.household ON member.household_no = household.household_no "
            "WHERE member.person_key = ? ORDER BY ALL",
            [key],
        )
    households: dict[str, tuple[str, ...]] = {}
    for row in rows:
        households[row["household_no"]] = (*households.get(row["household_no"], ()), row["place"])
    return Meant(households, (key,) if known else ())
