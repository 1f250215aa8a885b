"""What a night's fingerprint holds of the books of its home that steps before monitor do not read."""

from __future__ import annotations

from datetime import date

from flows.appended import Book
from flows.centre.store import TICKETS
from flows.disputes.books import DISPUTES
from flows.exchange.books import EXCHANGE
from flows.handling.store import DECISIONS, STEPS
from flows.lake import Lake

_READ_BY_MONITOR: tuple[Book, ...] = (DECISIONS, STEPS)
_LATER: tuple[Book, ...] = (DISPUTES, EXCHANGE, TICKETS)


def marks(lake: Lake, as_of: date) -> list[list[str]]:
    """Ids of the rows that a night reads, book by book; an empty book leaves the fingerprint as it was."""
    later = [book.mark(lake, as_of) for book in _LATER]
    return [*(book.mark(lake, as_of) for book in _READ_BY_MONITOR), *filter(None, later)]
