"""Which references are an organisation and no person: by its name, or by a number that only an organisation can have.

A damaged citizen number is never taken for a code: a code must pass its own check character, and a number with a date
of birth in its place is a citizen's, right or wrong. Sources: GB 32100-2015 (unified social credit code), GB 11714-1997
(organisation code of nine characters, still met in records from before 2015).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.link.number import read_numbers, usable

ORGANISATION_ROLES: Final = frozenset({"owner", "buyer", "seller", "tenant"})
"""Roles that an organisation may play: it can own, buy, sell and rent a home. In every other role of the contract (a
member, a recipient, somebody married, insured or dead) the law knows natural persons only, so that whatever stands in
the number is a person's number, perhaps a wrong one, and the person must not be lost."""

SHORTEST_NAME: Final = 4
"""Characters of the shortest name that `_NAME` takes for an organisation's: two, and 公司."""
_NAME: Final = (
    r"^.{2,}(公司|集团|银行|合作社|联合社|企业|中心|委员会|管理局|事务局|工厂|商店|学校|医院|人民政府|协会|基金会|"
    r"研究院|研究所|事务所|经营部|工作室|合伙|村民小组|管委会|居委会|村委会)([(（].*[)）])?$"
)

_CREDIT_CODE: Final = r"^[1-9ANY][1-9A-G][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
_CREDIT_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: digits and letters without I, O, S, V, Z; a character's value is its place here."""
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))

_BORN: Final = (
    r"^[0-9]{6}(?:18[5-9][0-9]|19[0-9]{2}|20[0-9]{2}|21[0-4][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9A-Z]$"
)

_OLD_CODE: Final = r"^[0-9A-Z]{8}-?[0-9X]$"
_OLD_CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OLD_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_OLD_CHECKS: Final = "0X987654321"
"""GB 11714: the check character by the weighted sum modulo 11, which is 11 minus that; 10 is X and 11 is 0."""


def is_organisation(named: pl.DataFrame) -> pl.Series:
    """True for rows (name, id_number) that are an organisation: by its name, or by a valid code.

    A valid citizen number makes a person of any name. Only for ORGANISATION_ROLES.
    """
    name, number = pl.col("name"), pl.col("id_number")
    by_name = name.str.contains(_NAME).fill_null(value=False)
    by_number = is_credit_code(number) | is_old_code(number)
    asked = pl.concat([named.select("name", "id_number"), read_numbers(named["id_number"])], how="horizontal")
    return asked.select((by_name | by_number) & ~usable()).to_series()


def is_credit_code(number: pl.Expr) -> pl.Expr:
    """True for a unified social credit code whose check character is right; null is none."""
    total = _weighted(number, _CREDIT_CHARACTERS, _CREDIT_WEIGHTS)
    check = ((31 - total % 31) % 31).replace_strict(
        list(range(31)), list(_CREDIT_CHARACTERS), default=None, return_dtype=pl.String
    )
    right = number.str.contains(_CREDIT_CODE) & (number.str.slice(17, 1) == check)
    return (right & ~has_birth_date(number)).fill_null(value=False)


def is_old_code(number: pl.Expr) -> pl.Expr:
    """True for an organisation code of eight characters and a right check character, perhaps with a hyphen."""
    check = (_weighted(number, _OLD_CHARACTERS, _OLD_WEIGHTS) % 11).replace_strict(
        list(range(11)), list(_OLD_CHECKS), default=None, return_dtype=pl.String
    )
    return (number.str.contains(_OLD_CODE) & (number.str.tail(1) == check)).fill_null(value=False)


def has_birth_date(number: pl.Expr) -> pl.Expr:
    """True for 18 characters that are a citizen number but for the check digit and a 31st of February.

    A company's code has a date in that place once in a thousand.
    """
    return number.str.contains(_BORN)


def _weighted(number: pl.Expr, characters: str, weights: tuple[int, ...]) -> pl.Expr:
    """Sum of value times weight of the first characters; null where one of them has no value."""
    places = [
        number.str.slice(place, 1).replace_strict(
            list(characters), list(range(len(characters))), default=None, return_dtype=pl.Int32
        )
        * weight
        for place, weight in enumerate(weights)
    ]
    return pl.sum_horizontal(places, ignore_nulls=False)
