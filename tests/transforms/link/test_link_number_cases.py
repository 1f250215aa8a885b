"""What becomes of a record with a damaged number: one literal case of each kind, through the whole of linking."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.link.invented import A, B, C, complete, refs
from tests.transforms.link.open_night import city, night, tokens
from tests.transforms.link.test_link_number import seventeen
from transforms.link.number import kept_digits, read_numbers, with_lost_check
from transforms.link.repair import neighbours

KNOWN = [*city(), ("张秀兰", A, "男", "1980-01-01"), ("李桂珍", B, "女", "1975-06-15")]
X = complete("99990119740310225")
"""A number that ends in X."""
FIFTEEN = A[:6] + A[8:17]
HOME = [(row, "household", f"h{row}") for row in range(len(KNOWN) + 1)]


def linked(name: str, number: str | None, *own: str | None, home: int | None = None) -> tuple[int | None, str, str]:
    """Row of the register that the record is linked to, method and certainty."""
    known = [*KNOWN, ("王建华", X, "女", "1974-03-10")]
    places = [] if home is None else [(0, "household", f"h{home}")]
    found = night(
        {"a.register": refs(*known), "b.asked": refs((name, number, *own))},
        {"a.register": tokens(*HOME), "b.asked": tokens(*places)},
    )
    answer = found.links["b.asked"].row(0, named=True)
    keys = found.links["a.register"]["person_key"].to_list()
    row = keys.index(answer["person_key"]) if answer["person_key"] in keys else None
    return row, answer["method"], answer["certainty"]


MAN, WOMAN = ("男", "1980-01-01"), ("女", "1975-06-15")


@pytest.mark.parametrize(
    ("why", "name", "number", "own", "answer"),
    [
        ("equal", "张秀兰", A, (), (300, "exact_id", "certain")),
        ("fifteen digits are the eighteen", "张秀兰", FIFTEEN, (), (300, "exact_id", "certain")),
        ("one digit wrong", "张秀兰", A[:8] + "1" + A[9:], MAN, (300, "repaired_id", "certain")),
        ("one pair swapped", "张秀兰", A[:7] + A[8] + A[7] + A[9:], MAN, (300, "repaired_id", "certain")),
        (
            "the check digit wrong",
            "张秀兰",
            A[:17] + ("0" if A[17] != "0" else "1"),
            MAN,
            (300, "repaired_id", "certain"),
        ),
        ("the check digit unreadable", "张秀兰", A[:17] + "?", MAN, (300, "repaired_id", "certain")),
        ("the check digit cut off", "张秀兰", A[:17], MAN, (300, "repaired_id", "certain")),
        ("X cut off", "王建华", X[:17], ("女", "1974-03-10"), (302, "repaired_id", "certain")),
        ("X typed as a digit", "王建华", X[:17] + "1", ("女", "1974-03-10"), (302, "repaired_id", "certain")),
        ("digits lost by a spreadsheet", "李桂珍", B[:15] + "000", WOMAN, (301, "probabilistic", "certain")),
        ("one digit wrong, another name", "王国强", A[:8] + "1" + A[9:], (), (None, "unlinked", "certain")),
        ("the check digit cut off, another name", "王国强", A[:17], (), (None, "unlinked", "certain")),
        (
            "two digits wrong, nothing else",
            "张秀兰",
            A[:6] + "2" + A[7] + "5" + A[9:],
            (),
            (None, "unlinked", "certain"),
        ),
        ("another valid number", "张秀兰", C, MAN, (None, "unlinked", "certain")),
        ("untrusted: the birth date is another", "王国强", A, ("男", "1999-09-09"), (None, "unlinked", "certain")),
        ("untrusted: the sex is another", "王国强", A, ("女", None), (None, "unlinked", "certain")),
        ("own name, own sex against the number", "张秀兰", A, ("女", None), (300, "exact_id", "certain")),
        ("no number, the birth date", "张秀兰", None, MAN, (300, "probabilistic", "certain")),
    ],
)
def test_record_with_a_number(
    why: str, name: str, number: str | None, own: tuple[str | None, ...], answer: tuple[int | None, str, str]
) -> None:
    assert linked(name, number, *own) == answer, why


def test_two_trusted_numbers_are_two_people_even_in_one_household() -> None:
    assert linked("张秀兰", C, *MAN, home=300)[0] is None


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("999901198001011000", 999901198001011),
        ("9.99901198001011E+17", 999901198001011),
        ("9.99901198001011E17", 999901198001011),
        ("9.9990119800101123E+17", 999901198001011),
        ("9.99901198001E+17", 999901198001000),
        ("9.99901E+17", None),
        ("9.99901198001011E+14", None),
        ("999901198001011", None),
        ("99990119800101100X", None),
        (A, None),
        ("无", None),
        (None, None),
    ],
)
def test_digits_that_a_spreadsheet_keeps(number: str | None, kept: int | None) -> None:
    frame = pl.DataFrame({"number": [number]}, schema={"number": pl.String})
    assert frame.select(kept_digits(pl.col("number"))).item() == kept


@given(seventeen)
def test_a_cut_check_digit_is_found_and_nothing_else(first: str) -> None:
    assert neighbours(pl.Series([first]))["group"].to_list() == [int(first)]
    assert with_lost_check(pl.Series([first, first + "1", "x", None])).to_list() == [
        first + "?",
        first + "1",
        "x",
        None,
    ]


@given(st.lists(st.one_of(st.text(max_size=20), st.from_regex(r"[0-9]{14,19}[0-9X]?", fullmatch=True)), max_size=20))
def test_any_text_is_read_as_a_number_or_as_none(texts: list[str]) -> None:
    numbers = pl.Series(texts, dtype=pl.String)
    said = read_numbers(numbers)
    assert said.height == len(texts)
    usable = said["number_state"].is_in(["valid", "legacy15"])
    assert (said["first17"].is_not_null() == usable).all()
    assert said.filter(usable)["number_birth"].null_count() == said.filter(usable)["number_sex"].null_count() == 0
    assert neighbours(numbers)["place"].is_in(list(range(len(texts)))).all()
    assert numbers.to_frame("n").select(kept_digits(pl.col("n"))).height == len(texts)


@given(st.lists(seventeen, min_size=2, max_size=20, unique=True))
def test_two_different_numbers_are_never_read_as_one(firsts: list[str]) -> None:
    said = read_numbers(pl.Series([complete(first) for first in firsts]))
    assert said["first17"].n_unique() == len(firsts)
