"""Taking in a table of another system: decisions or due-process steps, row by row, what can be taken is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.appended import Book
from flows.handling.asked import Asked, asked, said_within
from flows.handling.rows import Given, rows_of
from flows.handling.store import Said
from flows.settings import Settings

Judged = tuple[str | None, dict[str, Any] | None]
"""Why a row is refused, if it is, and the row as it would stand in the book."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a table: ids put down, how many rows were there already, and each refusal with its row number."""

    ids: tuple[str, ...]
    known: int
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table. columns: the first `needed` must be there; there: whether the book has the row already;
    after: the books as they will be behind a row; order: in which rows are taken.
    """

    book: Book
    columns: Mapping[str, str]
    needed: int
    row_of: Callable[[Asked, Said, Given], Judged]
    there: Callable[[Said, dict[str, Any]], bool]
    after: Callable[[Said, dict[str, Any]], Said]
    order: Callable[[Given], Any]


def take(settings: Settings, path: Path, kind: Kind) -> Taken:
    """Put down what can be taken. Raises UsageError for a file that cannot be read at all."""
    rows, refused = rows_of(path, kind.columns, kind.needed)
    there = asked(settings, [row["alert_id"] for row in rows])
    known = 0

    def make(read: Any) -> list[dict[str, Any]]:
        nonlocal known
        said, made = said_within(there.lake, kind.book, read), []
        for given in sorted(rows, key=kind.order):
            why, row = kind.row_of(there, said, given)
            if row is not None and kind.there(said, row):
                known += 1
            elif row is None or why is not None:
                refused.append((given.number, why or ""))
            else:
                made.append(row)
                said = kind.after(said, row)
        return made

    ids = kind.book.add(there.lake, make)
    return Taken(tuple(ids), known, tuple(sorted(refused)))
