"""The centre's books of a home (flows/appended.py): correction tickets with their answers, and lists handed over."""

from __future__ import annotations

import polars as pl

from flows.appended import Book
from transforms.centre.tickets import ENTRY

READ_TICKETS = "tickets_read.parquet"
"""In the folder of a night's step monitor: what it read of the book."""
TICKETS = Book("corrections", "tickets.jsonl", ENTRY, "更正单", "monitor", READ_TICKETS, optional=("source_no",))

HANDED: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "receiver": pl.String(),
    "month": pl.String(),
    "list_sha256": pl.String(),
    "before": pl.String(),
    "persons": pl.Int64(),
    "added": pl.Int64(),
    "removed": pl.Int64(),
    "changed": pl.Int64(),
    "asked_by": pl.String(),
    "purpose": pl.String(),
    "asked_at": pl.String(),
}
"""Grain: one time that somebody asked for a receiver's list. as_of: the night it is of; list_sha256: the list handed
over (HOME/handovers/lists); before: the list it was compared with, null for none.
"""
HANDOVERS = Book("handovers", "handovers.jsonl", HANDED, "移交记录", "none", "none")
