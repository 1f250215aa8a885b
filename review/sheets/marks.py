"""The keyed marks by which a sheet of this desk, and each of its rows, is known again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "review.sheets"


def row_mark(number: str, as_of: date, township: str, account: int, row: Sequence[str]) -> str:
    """What stands in a row's last cell. row: what must not be changed: sheet of dispatch, alert, evidence, version."""
    said = json.dumps([number, as_of.isoformat(), township, account, *row], ensure_ascii=False)
    return f"{number}-{salted_hmac(_SALT, said, algorithm='sha256').hexdigest()[:16]}"


def sheet_mark(number: str, marks: Iterable[str]) -> str:
    """The mark over all rows, in the order of the sheet."""
    return salted_hmac(_SALT, "\n".join((number, *marks)), algorithm="sha256").hexdigest()


def same(mark: str, found: str) -> bool:
    """Whether two marks are one, without telling by time how much of them is."""
    return constant_time_compare(mark, found)
