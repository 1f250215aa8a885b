"""Frames kept in order from night to night: some rows go, others come, and nobody sorts a million anew."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.link.segments import Mask


def merged(frame: pl.DataFrame, new: pl.DataFrame, key: str, stays: Mask | None = None) -> pl.DataFrame:
    """Rows of `frame` that stay (None: all) and `new` ones, in order of `key`; of equal keys those of `frame` first.

    Both are in order of `key`, without nulls there. Columns and their types are those of `frame`.
    """
    kept = np.arange(frame.height) if stays is None else np.flatnonzero(stays)
    new = new.select(frame.columns).cast(frame.schema)
    if new.is_empty():
        return frame if len(kept) == frame.height else frame[pl.Series(kept)]
    before = frame[key] if len(kept) == frame.height else frame[key].gather(pl.Series(kept))
    places = before.search_sorted(new[key], side="right").to_numpy() + np.arange(new.height)
    order = np.empty(len(kept) + new.height, dtype=np.uint32)
    old = np.ones(len(order), bool)
    old[places] = False
    order[old], order[places] = kept, frame.height + np.arange(new.height)
    return pl.concat([frame, new])[pl.Series(order)]
