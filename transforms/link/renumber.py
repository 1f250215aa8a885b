"""Codes and descriptors of a night from those of the night before: the same as descriptors.code and gather give.

Descriptors are numbered in order of their first appearance, table by table, so that a night's numbers follow from the
night alone, however it was come to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.descriptors import DESCRIBING, Coded, Descriptors, codes_of, read

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """`coded`, `descriptors`: as descriptors.code and gather give them, but that `distinct` has `refs` alone.

    `was`: for each descriptor its number last night, -1 for a new one. `touched`: last night's descriptors (their
    numbers) that some table has more or fewer references of tonight, the vanished ones too.
    """

    coded: dict[str, Coded]
    descriptors: Descriptors
    was: Integers
    touched: Integers


def numbers_of(fresh: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """A descriptor number for each row of `fresh` (DESCRIBING): that of an equal row of `known`, else a new one.

    `known`: descriptors.Descriptors.frame. Returns also the new descriptors, read, in order of their numbers.
    """
    if fresh.is_empty():
        return pl.Series("descriptor", [], dtype=pl.UInt32), known.head(0)
    codes, first = codes_of(fresh)
    distinct = fresh[first]
    hashed = distinct.select(hash=pl.struct(DESCRIBING).hash(0))["hash"]
    perhaps = known.select("descriptor", *DESCRIBING).filter(pl.struct(DESCRIBING).hash(0).is_in(hashed.implode()))
    met = distinct.join(perhaps, on=DESCRIBING, how="left", nulls_equal=True, maintain_order="left")["descriptor"]
    added = distinct.filter(met.is_null())
    numbers = met.to_numpy(writable=True) if met.null_count() == 0 else met.fill_null(0).to_numpy(writable=True)
    numbers[met.is_null().to_numpy()] = known.height + np.arange(added.height)
    described = read(added.with_columns(refs=pl.lit(0, pl.UInt32)).with_row_index("descriptor", known.height))
    return pl.Series("descriptor", numbers[codes.to_numpy()]), described.select(known.columns)


def renumbered(
    tables: Mapping[str, pl.DataFrame], before: Mapping[str, pl.Series], known: pl.DataFrame, added: pl.DataFrame
) -> Renumbered:
    """Number the references of all tables (carry.CARRIED, by key, in order) anew.

    `before`: last night's descriptor of each reference, by table; `known`, `added`: see `numbers_of`.
    """
    total = known.height + added.height
    coded, appeared, usage = {}, [], []
    touched = np.zeros(total, dtype=bool)
    for key, references in tables.items():
        numbers = references["descriptor"].to_numpy()
        ids, codes = _by_appearance(numbers, total)
        seen = np.bincount(numbers, minlength=total)
        was = np.bincount(before[key].to_numpy(), minlength=total) if key in before else np.zeros(total, np.int64)
        touched |= seen != was
        refs = pl.Series("refs", seen[ids].astype(np.uint32))
        slim = references.select(
            "row", "record_no", pl.col("person_role").cast(pl.Categorical), "owner_index", pl.Series("code", codes)
        )
        coded[key] = Coded(key, slim, refs.to_frame())
        appeared.append(ids)
        usage.append(
            pl.DataFrame(
                {
                    "table_key": pl.repeat(key, len(ids), eager=True),
                    "code": np.arange(len(ids), dtype=np.uint32),
                    "refs": refs,
                }
            )
        )
    for key in set(before) - set(tables):
        touched[before[key].unique().to_numpy()] = True
    every = np.concatenate(appeared) if appeared else np.zeros(0, dtype=np.int64)
    order, descriptor = _by_appearance(every, total)
    used = pl.concat(usage).select(
        pl.col("table_key").cast(pl.Categorical), "code", pl.Series("descriptor", descriptor), "refs"
    )
    refs_of = np.zeros(len(order), dtype=np.int64)
    np.add.at(refs_of, descriptor, used["refs"].to_numpy())
    frame = pl.concat([known, added])[pl.Series(order.astype(np.uint32))].with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("descriptor"), pl.Series("refs", refs_of.astype(np.uint32))
    )
    was_of = np.where(order < known.height, order, -1)
    return Renumbered(coded, Descriptors(frame, used), was_of, np.flatnonzero(touched[: known.height]))


def _by_appearance(numbers: npt.NDArray[np.uint32] | Integers, total: int) -> tuple[Integers, npt.NDArray[np.uint32]]:
    """The distinct numbers in order of their first appearance, and for each number its place among them."""
    first = np.full(total, len(numbers), dtype=np.int64)
    np.minimum.at(first, numbers, np.arange(len(numbers)))
    opening = np.zeros(len(numbers), dtype=bool)
    opening[first[first < len(numbers)]] = True
    ids = numbers[opening].astype(np.int64)
    places = np.zeros(total, dtype=np.uint32)
    places[ids] = np.arange(len(ids), dtype=np.uint32)
    return ids, places[numbers]
