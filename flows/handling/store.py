"""The decisions and due-process steps of a home: HOME/decisions/, two books (flows/appended.py) under one lock.

Nothing in them is a personal value of those concerned (docs/decisions-of-staff.md). Staff are named: they answer for
what they decide.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from flows.appended import Book
from flows.lake import Lake
from transforms.decisions.records import DECISION, STEP

READ_DECISIONS, READ_STEPS = "decisions_read.parquet", "steps_read.parquet"
"""In the folder of a night's step monitor: what it read of the books."""
DECISIONS = Book("decisions", "decisions.jsonl", DECISION, "处置决定", "monitor", READ_DECISIONS)
STEPS = Book("decisions", "steps.jsonl", STEP, "程序步骤", "monitor", READ_STEPS, optional=("source_no",))


class Said(NamedTuple):
    """Rows of both books (records.DECISION and STEP)."""

    decisions: pl.DataFrame
    steps: pl.DataFrame


def known_to(lake: Lake, as_of: date) -> Said:
    """What a night reads: said while it, or a night before it, was the newest; a past night keeps what it read."""
    return Said(DECISIONS.known_to(lake, as_of), STEPS.known_to(lake, as_of))
