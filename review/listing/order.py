"""The order of the list: by urgency, with room kept for need signals on every page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCK, RESERVED = 10, 3
"""Of every ten rows three are need signals (漏保, 主动发现) as long as there are any: the share of `need_share`, with
which the night keeps room for them when it hands out work (docs/alerts.md)."""


def rows_between(need: npt.NDArray[np.bool_], start: int, stop: int) -> list[int]:
    """Which rows stand at the places start to stop (exclusive) of the list.

    need: for rows in order of urgency, whether each is a need signal. Every block of ten places takes the most urgent
    rows that are left, but at least three need signals if so many are left; within a block the most urgent comes
    first. So the list is one order of all rows: none twice, none lost, need signals among themselves by urgency, and
    the others too.
    """
    signals, others = np.flatnonzero(need).tolist(), np.flatnonzero(~need).tolist()
    found: list[int] = []
    taken, passed, place = 0, 0, 0
    first = start - start % BLOCK
    while place < stop and place < len(need):
        number = _signals_of_block(signals, others, taken, passed)
        rest = min(BLOCK - number, len(others) - passed)
        if place >= first:
            found += sorted(signals[taken : taken + number] + others[passed : passed + rest])
        taken, passed, place = taken + number, passed + rest, place + number + rest
    return found[start - first : stop - first]


def _signals_of_block(signals: list[int], others: list[int], taken: int, passed: int) -> int:
    """How many of the next ten are need signals: the reserved number, or more where they are the more urgent."""
    number = min(RESERVED, len(signals) - taken)
    while number < BLOCK and taken + number < len(signals):
        rival = passed + BLOCK - number - 1
        if rival < len(others) and others[rival] < signals[taken + number]:
            break
        number += 1
    return number
