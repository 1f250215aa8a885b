"""Rows of a request that were refused, and the households that wait for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Final

import polars as pl

from transforms.stage.fields import plain_text

_NAMED: Final = 5
"""Rows that a message names one by one."""


def lost_members(text: pl.DataFrame, refused: Collection[int]) -> dict[str, list[str]]:
    """Household -> what to say of its rows that were refused: it is not verified without one of its members.

    A refused row without a readable number (a merged cell, a csv row cut short) may be a member of the household above
    it or of the one below, so both wait: measured without it, a family would seem richer than it is.
    """
    if "request_no" not in text.columns:
        return {}
    named = text.select("row_number", plain_text(pl.col("request_no"))).drop_nulls().filter(pl.col("request_no") != "")
    numbers = dict(named.sort("row_number").iter_rows())
    places = list(numbers)
    found: dict[tuple[str, bool], list[int]] = {}
    for line in sorted(refused):
        if line in numbers:
            found.setdefault((numbers[line], True), []).append(line)
            continue
        at = bisect_left(places, line)
        for number in dict.fromkeys(numbers[place] for place in places[max(at - 1, 0) : at + 1]):
            found.setdefault((number, False), []).append(line)
    told: dict[str, list[str]] = {}
    for (number, own), lines in found.items():
        rows = "、".join(map(str, lines[:_NAMED])) + (f"等{len(lines)}" if len(lines) > _NAMED else "")
        why = "未受理，更正后请整户重报" if own else "没有可读的申请编号，可能是本户成员；请每行都填申请编号后重报"
        told.setdefault(number, []).append(f"{'同户' if own else ''}第{rows}行{why}")
    return told
