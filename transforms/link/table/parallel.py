"""Two things at a time: numpy and polars let go of the interpreter while they work on large arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")
_AT_A_TIME = 2


def each(work: Callable[[One], Other], items: Iterable[One]) -> list[Other]:
    """`work` of every item, in the order of the items; what it raises is raised."""
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return list(pool.map(work, items))


def both(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What two pieces of work give, done side by side."""
    with ThreadPoolExecutor(1) as pool:
        aside = pool.submit(other)
        return one(), aside.result()
