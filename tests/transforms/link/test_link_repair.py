"""Repair: every slip of one digit or one swap is found again, and only one fitting person is taken."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.link.invented import A, C, complete, first_night, found, refs
from tests.transforms.link.test_link_number import seventeen
from transforms.link.number import read_numbers
from transforms.link.repair import neighbours


def slips(number: str) -> list[str]:
    """All numbers one wrong digit or one swap away."""
    wrong = [
        number[:place] + digit + number[place + 1 :]
        for place in range(18)
        for digit in ("0123456789X" if place == 17 else "0123456789")
        if digit != number[place]
    ]
    swapped = [
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(17)
        if number[place] != number[place + 1]
    ]
    return wrong + swapped


@given(seventeen)
def test_every_slip_is_invalid_and_leads_back(first):
    number = complete(first)
    slipped = pl.Series(slips(number))
    assert set(read_numbers(slipped)["number_state"]) == {"invalid"}
    back = neighbours(slipped).filter(pl.col("group") == int(first))["place"].unique().len()
    # A swap that brings X inside is read as one unreadable character and one wrong one: not ours to guess.
    inside = slipped.str.slice(0, 17).str.contains("X").sum()
    assert back == slipped.len() - inside


@given(seventeen, st.integers(0, 184))
def test_neighbours_are_few_and_truly_near(first, which):
    options = slips(complete(first))
    slipped = options[which % len(options)]
    groups = neighbours(pl.Series([slipped]))["group"].to_list()
    assert len(groups) == len(set(groups)) <= 35
    for group in groups:
        assert is_near(slipped, complete(f"{group:017d}"))


def is_near(left, right):
    """One character differs (it may be no digit), or one pair of neighbours is swapped."""
    places = [place for place in range(18) if left[place] != right[place]]
    if len(places) == 1:
        return True
    a, b = places
    return b == a + 1 and left[a] == right[b] and left[b] == right[a]


@pytest.mark.parametrize("number", ["", "无", A[:16], A + "0", "九" * 6, "?" * 18, "*" * 2 + A[2:], None])
def test_what_is_not_eighteen_readable_characters_has_no_neighbours(number):
    assert neighbours(pl.Series([number], dtype=pl.String)).height == 0


@pytest.mark.parametrize("place", range(18))
def test_one_unreadable_character_is_the_wrong_one(place):
    torn = A[:place] + "O" + A[place + 1 :]
    assert neighbours(pl.Series([torn])).filter(pl.col("group") == int(A[:17])).height == 1


WRONG = A[:10] + ("5" if A[10] != "5" else "6") + A[11:]
SWAPPED = A[:4] + A[5] + A[4] + A[6:]
ASKED = [
    ("name only", ("刘海军", WRONG), "repaired_id", "likely"),
    ("swap, name only", ("刘海军", SWAPPED), "repaired_id", "likely"),
    ("name and birth date", ("刘海军", WRONG, None, "1980-01-01"), "repaired_id", "certain"),
    ("name and sex", ("刘海军", WRONG, "男", None), "repaired_id", "certain"),
    ("name, birth date against it", ("刘海军", WRONG, "男", "1950-03-03"), "repaired_id", "likely"),
    ("former name, birth date and sex", ("刘国庆", WRONG, "男", "1980-01-01"), "repaired_id", "likely"),
    ("wholly other name, birth date and sex", ("王芳", WRONG, "男", "1980-01-01"), "unlinked", "certain"),
    ("other name, birth date only", ("刘国庆", WRONG, None, "1980-01-01"), "unlinked", "certain"),
    ("near name only", ("刘海君", WRONG), "unlinked", "certain"),
    ("two digits wrong", ("刘海军", WRONG[:3] + ("7" if A[3] != "7" else "8") + WRONG[4:]), "unlinked", "certain"),
    ("check digit cut off, name only", ("刘海军", A[:17]), "repaired_id", "likely"),
    ("check digit cut off, name and birth date", ("刘海军", A[:17], None, "1980-01-01"), "repaired_id", "certain"),
    ("check digit cut off, near name", ("刘海君", A[:17]), "unlinked", "certain"),
    ("two digits cut off", ("刘海军", A[:16]), "unlinked", "certain"),
    ("no name", (None, WRONG), "unlinked", "certain"),
]


@pytest.mark.parametrize(("asked", "method", "certainty"), [case[1:] for case in ASKED], ids=[c[0] for c in ASKED])
def test_who_is_repaired(asked, method, certainty):
    night = first_night(hr__base=refs(("刘海军", A)), ca__asked=refs(asked))
    holder, link = found(night, "hr__base"), found(night, "ca__asked")
    assert (link["method"], link["certainty"]) == (method, certainty)
    assert (link["person_key"] == holder["person_key"]) == (method == "repaired_id")
    assert holder["method"] == ("exact_id" if method == "repaired_id" else "unlinked")
    assert link["number_state"] == "invalid"
    assert link["number_holder_key"] is None


def between(left: str, right: str) -> list[str]:
    """Invalid numbers one slip away from both."""
    return sorted(set(slips(left)) & set(slips(right)))


def test_two_who_fit_are_nobody():
    other = next(n for n in (complete(f"{A[:14]}{turn:03d}") for turn in range(999)) if n != A and between(A, n))
    damaged = between(A, other)[0]
    base = refs(("刘海军", A), ("刘海军", other))
    assert found(first_night(hr__base=base, ca__asked=refs(("刘海军", damaged))), "ca__asked")["method"] == "unlinked"
    named_apart = refs(("刘海军", A), ("王芳", other))
    night = first_night(hr__base=named_apart, ca__asked=refs(("刘海军", damaged)))
    assert found(night, "ca__asked")["method"] == "repaired_id"


def test_a_twin_known_by_that_name_is_not_repaired_into_the_other():
    base = refs(("刘海军", A), ("刘海涛", C))
    night = first_night(hr__base=base, ca__asked=refs(("刘海涛", WRONG, "男", "1980-01-01")))
    assert found(night, "ca__asked")["method"] == "unlinked"
