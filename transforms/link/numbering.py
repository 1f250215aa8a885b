"""Descriptors and their numbers, which stay over nights: what is described the same has the same number for ever.

A number whose last reference is gone stays behind with none; a full link starts new numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from transforms.link.descriptors import DESCRIBING, codes_of, read
from transforms.link.references import REFERENCE
from transforms.link.repair import neighbours

DESCRIBED = {**{name: REFERENCE[name] for name in DESCRIBING}, "hash": pl.UInt64()}
EDITS = {"descriptor": pl.UInt32(), "group": pl.Int64(), "slip": pl.String()}
"""Grain: one valid number one slip away from a descriptor's invalid one (repair.neighbours)."""


def no_descriptors() -> pl.DataFrame:
    """Descriptors before the first night: `descriptor`, DESCRIBING, what is read from them (descriptors.read), hash."""
    return _read(pl.DataFrame(schema=DESCRIBED).select(DESCRIBING), 0)


def _read(distinct: pl.DataFrame, first: int) -> pl.DataFrame:
    told = read(distinct.select(DESCRIBING)).with_columns(hash=pl.struct(DESCRIBING).hash(0))
    return told.with_row_index("descriptor", first)


def numbered(
    told: Sequence[tuple[pl.Series, pl.DataFrame]], known: pl.DataFrame
) -> tuple[list[pl.Series], pl.DataFrame]:
    """Numbers of references told as (code of each, DESCRIBING of each code); and the descriptors not `known` before.

    `known`: as from `no_descriptors`, in order of their numbers; the new ones come behind.
    """
    none = pl.DataFrame(schema=DESCRIBED).select(DESCRIBING)
    together = pl.concat([none, *(distinct.select(DESCRIBING) for _, distinct in told)])
    if together.is_empty():
        return [pl.Series("descriptor", [], dtype=pl.UInt32) for _ in told], no_descriptors()
    codes, first = codes_of(together)
    once = together[first]
    numbers, added = _met(once, known)
    of_each = pl.Series("descriptor", numbers[codes.to_numpy()], dtype=pl.UInt32)
    found, start = [], 0
    for codes_there, distinct in told:
        found.append(of_each.slice(start, distinct.height).gather(codes_there))
        start += distinct.height
    return found, added


def _met(once: pl.DataFrame, known: pl.DataFrame) -> tuple[np.ndarray, pl.DataFrame]:
    if known.is_empty():
        return np.arange(once.height, dtype=np.uint32), _read(once, 0)
    hashed = once.select(hash=pl.struct(DESCRIBING).hash(0))["hash"]
    perhaps = known.filter(known["hash"].is_in(hashed.implode())).select("descriptor", *DESCRIBING)
    met = once.join(perhaps, on=DESCRIBING, how="left", nulls_equal=True, maintain_order="left")["descriptor"]
    new = met.is_null()
    numbers = met.fill_null(0).to_numpy(writable=True)
    numbers[new.to_numpy()] = known.height + np.arange(int(new.sum()), dtype=np.uint32)
    return numbers, _read(once.filter(new), known.height)


def edits_of(described: pl.DataFrame) -> pl.DataFrame:
    """EDITS of the descriptors whose number is invalid."""
    damaged = described.filter(pl.col("number_state") == "invalid").select("descriptor", "id_number")
    near = neighbours(damaged["id_number"])
    return near.select(damaged["descriptor"].gather(near["place"]), "group", "slip").sort(*EDITS)
