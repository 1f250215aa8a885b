"""Readings of delivered text on small lists, for the tests of stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

Reading = Callable[[pl.Expr], pl.Expr]


def read(reading: Reading, *texts: str | None) -> list[Any]:
    frame = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String})
    return frame.select(reading(pl.col("text")).alias("value"))["value"].to_list()


def wide(text: str) -> str:
    """The same text in full-width characters."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
