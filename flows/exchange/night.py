"""Exchange in a night: the ledger of requests as of the night. For the step monitor."""

from __future__ import annotations

from pathlib import Path

from flows.exchange.books import EXCHANGE, READ
from flows.lake import write_parquet
from flows.night import Night
from transforms.exchange.ledger import ledger

TABLES = ("exchange_requests",)
"""What is published of it: <name>.parquet in the folder of the step monitor."""


def write_exchange(night: Night, folder: Path) -> None:
    """Write TABLES and what was read."""
    book = EXCHANGE.known_to(night.lake, night.as_of)
    write_parquet(book, folder / READ)
    write_parquet(ledger(book, night.as_of), folder / f"{TABLES[0]}.parquet")
