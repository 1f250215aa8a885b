"""Invented numbers and references for the tests of linking. No number or name here is anybody's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from transforms.link.crosswalk import empty_crosswalk
from transforms.link.night import LinkedNight, link_night
from transforms.link.references import REFERENCE

SECRET = b"test"
FIRST = date(2026, 11, 20)
SECOND = date(2026, 11, 21)
THIRD = date(2026, 11, 22)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def complete(first17: str) -> str:
    """The 18-character number, check digit by the standard's own table: an oracle apart from the code."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return first17 + "10X98765432"[total % 11]


A = complete("99990119800101123")  # a man born 1980-01-01
B = complete("99990219750615264")  # a woman born 1975-06-15
C = complete("99990119800101155")  # a man of A's county and birthday


def refs(*people: tuple[str | None, ...], records: Iterable[str] | None = None, role: str = "x") -> pl.DataFrame:
    """References of people given as (name, number, sex, birth date as text); what is left out is null."""
    full = [(*person, *[None] * (4 - len(person))) for person in people]
    numbers = list(records) if records is not None else [f"R{place}" for place in range(len(full))]
    return pl.DataFrame(
        {
            "row": range(len(full)),
            "record_no": numbers,
            "person_role": [role] * len(full),
            "owner_index": [1] * len(full),
            "name": [person[0] for person in full],
            "id_number": [person[1] for person in full],
            "sex": [person[2] for person in full],
            "birth_date": [None if person[3] is None else date.fromisoformat(person[3]) for person in full],
        },
        schema=REFERENCE,
    )


def first_night(**tables: pl.DataFrame) -> LinkedNight:
    """Link tables given as department__table=references."""
    return night_after(None, FIRST, **tables)


def night_after(before: LinkedNight | None, night: date, **tables: pl.DataFrame) -> LinkedNight:
    """Link a night that follows another."""
    references = {name.replace("__", "."): frame for name, frame in tables.items()}
    if before is None:
        return link_night(references, empty_crosswalk(), {}, night, SECRET)
    return link_night(references, before.crosswalk, before.links, night, SECRET)


def found(night: LinkedNight, table: str, place: int = 0) -> dict[str, str]:
    """One link as a dict."""
    return night.links[table.replace("__", ".")].row(place, named=True)
