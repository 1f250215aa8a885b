"""Numbers that are nobody's: what a spreadsheet left, placeholders, and rounded ones valid by luck."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.link.invented import A, complete, refs
from tests.transforms.link.open_night import city, night
from transforms.link.untrusted import identifying


@pytest.mark.parametrize(
    ("number", "somebodys"),
    [
        (A, True),
        (A[:16] + "?" + A[17:], True),
        (A[:-1], True),
        ("9.99901E+17", False),
        ("9.99901198001011E+17", True),
        ("999901", False),
        ("0" * 18, False),
        ("1" * 18, False),
        ("无", False),
        (None, False),
    ],
)
def test_which_numbers_are_somebodys(number: str | None, somebodys: bool) -> None:
    described = pl.DataFrame(
        {"id_number": [number], "name_fold": ["张伟"], "first17": [int(A[:17]) if number == A else None]},
        schema={"id_number": pl.String, "name_fold": pl.String, "first17": pl.Int64},
    )
    assert identifying(described).to_list() == [somebodys]


def test_a_wrong_number_beside_three_names_is_nobodys() -> None:
    described = pl.DataFrame(
        {"id_number": ["123456789012345678"] * 3, "name_fold": ["张伟", "李娜", "王芳"], "first17": [None] * 3},
        schema_overrides={"first17": pl.Int64},
    )
    assert identifying(described).to_list() == [False] * 3


def test_two_of_one_name_whose_number_a_spreadsheet_spoiled_are_not_one_person() -> None:
    spoiled = "9.99901E+17"
    linked = night({"a.register": refs(*city()), "b.pay": refs(("王红", spoiled)), "c.pay": refs(("王红", spoiled))})
    keys = [linked.links[table]["person_key"][0] for table in ("b.pay", "c.pay")]
    assert keys[0] != keys[1]


def _rounded() -> tuple[str, str]:
    """A number, and what a spreadsheet makes of it, which happens to have the right check digit."""
    for sequence in range(100, 1000, 100):
        lucky = complete(f"99990119800101{sequence}")
        if lucky.endswith("000"):
            return complete(f"99990119800101{sequence + 15}"), lucky
    raise AssertionError("no lucky number")


def test_a_rounded_number_valid_by_luck_is_that_of_the_same_name_and_first_fifteen_digits() -> None:
    number, lucky = _rounded()
    tables = {"a.register": refs(*city(), ("张秀兰", number)), "b.pay": refs(("张秀兰", lucky))}
    linked = night(tables)
    assert linked.links["b.pay"]["person_key"][0] == linked.links["a.register"]["person_key"][300]
    assert linked.links["b.pay"]["number_state"].to_list() == ["valid"]
    other = night(tables | {"b.pay": refs(("李桂珍", lucky))})
    assert other.links["b.pay"]["person_key"][0] not in other.links["a.register"]["person_key"].to_list()


def test_one_row_against_one_the_birth_date_says_who_holds_the_number() -> None:
    dead, widower = ("罗丽红", A, "男", "1980-01-01"), ("王原景", A)
    linked = night({"a.register": refs(*city()), "b.deaths": refs(dead), "c.pay": refs(*[widower] * 5)})
    assert linked.people.filter(pl.col("id_number") == A)["name"].to_list() == ["罗丽红"]
    assert linked.links["b.deaths"]["person_key"][0] not in linked.links["c.pay"]["person_key"].to_list()
