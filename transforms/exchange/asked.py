"""Who was asked about: numbers as another centre writes them, and marks that tell nothing of a person."""

from __future__ import annotations

import hashlib

import polars as pl

from transforms.link.number import number18, read_numbers
from transforms.stage.fields import id_number


def with_number(persons: pl.DataFrame) -> pl.DataFrame:
    """persons (id_number: as written) with `number`: of 18 characters, null where it is none. 15 digits are made 18."""
    cleaned = persons.select(id_number(pl.col("id_number")).alias("id_number"))["id_number"]
    read = read_numbers(cleaned).select(number18(pl.col("first17")).alias("number"))
    return pl.concat([persons, read], how="horizontal")


def asked_marks(persons: pl.DataFrame, request_no: str, secret: bytes) -> list[str | None]:
    """A keyed mark for each row of person_no and number; None where there is no number."""
    marks: list[str | None] = []
    for person_no, number in persons.select("person_no", "number").iter_rows():
        text = "\x1f".join((request_no, str(person_no), str(number))).encode()
        mark = hashlib.blake2b(text, key=secret[:64], digest_size=16).hexdigest()
        marks.append(None if number is None or person_no is None else mark)
    return marks
