"""A city's references as numbers.

Nearly every reference has a valid number under its holder's name: it is its number's person, and nothing that happens
elsewhere changes that. The others, `close`, go through the second part of linking, judgements, keys and links as a city
of their own (small.py), together with whoever stands in one row with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from transforms.link.context import KINDS, TOKENS, Asked
from transforms.link.partone import PartOne
from transforms.link.segments import Integers, Mask, Table


@dataclass(frozen=True)
class City:
    """`tables` by key, in order; `described`: all descriptors (numbering.numbered); `part`: part one of linking."""

    tables: Mapping[str, Table]
    described: pl.DataFrame
    part: PartOne

    @cached_property
    def refs(self) -> Integers:
        """References in force of each descriptor."""
        return self.part.links["refs"].to_numpy().astype(np.int64)

    def usage(self, chosen: Mask) -> pl.DataFrame:
        """Which table uses the chosen descriptors how often: table_key, descriptor, refs."""
        return usage_of(self.tables.values(), chosen)

    def close(self) -> Mask:
        """Descriptors that equal numbers did not settle: alone, likely, or repaired."""
        return self._close

    @cached_property
    def _close(self) -> Mask:
        links = self.part.links
        settled = (
            links["group"].is_not_null() & (links["certainty"] == "certain") & (links["method"] != "repaired_id")
        ).fill_null(value=False)
        found: Mask = ~settled.to_numpy() & (links["refs"] > 0).to_numpy()
        return found

    def settled(self) -> pl.Series:
        """The group of each descriptor that is settled, else null."""
        return self._settled

    @cached_property
    def _settled(self) -> pl.Series:
        return self.part.links["group"].set(pl.Series(self.close()), None)


def usage_of(tables: Iterable[Table], chosen: Mask) -> pl.DataFrame:
    """Which table uses the chosen descriptors how often: table_key, descriptor, refs; tables in order."""
    names, used, times = [], [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for table in tables:
        found = table.chosen(descriptors=chosen)["descriptor"].to_numpy()
        if len(found):
            own, count = np.unique(found, return_counts=True)
            names.append((table.shape.key, len(own)))
            used.append(own)
            times.append(count)
    places = np.repeat(np.arange(len(names)), [many for _, many in names])
    keys = pl.Series("table_key", [name for name, _ in names], dtype=pl.String).gather(pl.Series(places))
    refs = pl.Series("refs", np.concatenate(times).astype(np.uint32))
    return pl.DataFrame([keys, pl.Series("descriptor", np.concatenate(used)), refs])


def tokens_at(table: Table, asked: Asked) -> pl.DataFrame:
    """What the rows of a table say besides the person (context.TOKENS); `row` counted through its segments."""
    parts = [pl.DataFrame(schema=TOKENS)]
    for name, kind in table.shape.context.items():
        if kind not in asked.kinds or asked.rows is None:
            continue
        if asked.rows.is_empty():
            break
        told = pl.DataFrame([asked.rows.cast(pl.UInt32).alias("row"), table.print_of(name, asked.rows).alias("token")])
        parts.append(told.drop_nulls("token").select("row", pl.lit(kind).cast(pl.Enum(KINDS)).alias("kind"), "token"))
    return pl.concat(parts)
