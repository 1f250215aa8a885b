"""Codes of organisations by their check characters. Codes here are invented but for two of well-known companies."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.link.invented import A
from transforms.link.organisations import is_credit_code, is_old_code, is_organisation

VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}


def asked(test, *numbers):
    return pl.DataFrame({"n": numbers}, schema={"n": pl.String}).select(test(pl.col("n")))["n"].to_list()


def completed(first17: str) -> str:
    """A code with its check character: an oracle apart from the code."""
    total = sum(VALUES[character] * 3**place for place, character in enumerate(first17))
    return first17 + next(character for character, value in VALUES.items() if (total + value) % 31 == 0)


def test_codes_in_use():
    assert asked(is_credit_code, "9144030071526726XG", "91330100799655058B") == [True, True]
    assert asked(is_old_code, "71526726X", "71526726-X", "799655058", "79965505-8") == [True] * 4


@given(first17=st.from_regex(r"\A[1-9ANY][1-9A-G][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}\Z"), place=st.integers(0, 17))
def test_the_check_character_decides(first17, place):
    code = completed(first17)
    others = [code[:place] + other + code[place + 1 :] for other in VALUES if other != code[place]]
    found = asked(is_credit_code, code, *others)
    assert not any(found[1:])
    dated = first17[6:10].isdigit() and 1850 <= int(first17[6:10]) <= 2150
    assert found[0] or dated


@pytest.mark.parametrize(
    "number", [None, "", A, "9" + A[1:], A[0] + "1" + A[2:], "9144030071526726XI", "71526726x", "号"]
)
def test_no_codes(number):
    assert asked(is_credit_code, number) == [False]
    assert asked(is_old_code, number) == [False]


@pytest.mark.parametrize(
    ("name", "number", "organisation"),
    [
        ("示例置业有限公司", None, True),
        ("示例银行(总行)", "", True),
        ("示例置业有限公司", A, False),
        (None, "71526726X", True),
        ("张三", "9144030071526726XG", True),
        ("张三", "9144030071526726XH", False),
        ("张三", None, False),
        (None, None, False),
    ],
)
def test_by_name_or_by_code_but_never_with_a_citizen_number(name, number, organisation):
    named = pl.DataFrame({"name": [name], "id_number": [number]}, schema={"name": pl.String, "id_number": pl.String})
    assert is_organisation(named).to_list() == [organisation]
