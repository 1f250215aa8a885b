"""Shares with their intervals, as columns. A share of nothing is unknown, never 0."""

from __future__ import annotations

import math

import polars as pl

from transforms.link.measured import Z95, wilson


def with_share(frame: pl.DataFrame, hits: str, of: str, name: str) -> pl.DataFrame:
    """The frame with `name`, `name`_low and `name`_high: the share of `hits` in `of` and its Wilson interval (95 %)."""
    shares = [wilson(right, judged) or (None, None, None) for right, judged in frame.select(hits, of).iter_rows()]
    columns = {name: pl.Float64(), f"{name}_low": pl.Float64(), f"{name}_high": pl.Float64()}
    return frame.hstack(pl.DataFrame(shares, schema=columns, orient="row"))


def ratio(hits: int, of: int, other_hits: int, other_of: int) -> tuple[float, float, float] | None:
    """Ratio of two shares with its interval of 95 % (log method, Katz 1978); None where either count is nothing."""
    if not (hits and other_hits and of and other_of):
        return None
    value = (hits / of) / (other_hits / other_of)
    spread = Z95 * math.sqrt(1 / hits - 1 / of + 1 / other_hits - 1 / other_of)
    return value, value * math.exp(-spread), value * math.exp(spread)
