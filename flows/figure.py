"""One figure of a page (data/templates/report.html), and how its numbers are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is its anchor. `lead`: paragraphs. `pictures`: caption and SVG, put in as it is: of counts and our own
    words (flows/pictures.py); none where the table says it all. `legend`: colour, word. `heads`, `rows`: of the table,
    whose first `texts` columns are words. `wide`: the table stands below the picture.
    """

    name: str
    title: str
    lead: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    pictures: Sequence[tuple[str, str]] = ()
    legend: Sequence[tuple[str, str]] = ()
    texts: int = 1
    wide: bool = False
    notes: Sequence[str] = ()


def count(number: float | None) -> str:
    return "—" if number is None else f"{number:,}"


def some(number: int) -> str:
    """A count in a table of many zeros."""
    return f"{number:,}" if number else "·"


def digits(share: float) -> str:
    """A probability without an exponent."""
    return f"{share:.6f}".rstrip("0").rstrip(".")


def weight(bits: float, places: int = 2) -> str:
    return f"{bits:+.{places}f}".replace("-", "−")


def share(number: float) -> str:
    return f"{number:.2%}" if number >= 0.0001 or number == 0 else "< 0.01%"


def expected(number: float) -> str:
    return f"{number:,.1f}" if number >= 10 else f"{number:.3f}"
