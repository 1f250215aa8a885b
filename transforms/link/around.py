"""What stands around the open records: tokens of people who are settled, as far as open records have the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import polars as pl

from transforms.link.city import City, tokens_at
from transforms.link.context import KINDS, Asked, Tokens, partner_of, partner_tokens
from transforms.link.descriptors import Coded
from transforms.link.segments import Integers, Mask, Table

OF_GROUP = {"group": pl.Int64(), "kind": pl.Enum(KINDS), "token": pl.UInt64()}
"""Grain: one token of one settled person."""
INHERITED = ("household", "address")
"""Kinds that who bears somebody's number has from that person."""
_SIEVE = 24
"""Bits of a token by which most that nobody asks for are sorted out."""


class Around(Protocol):
    """Settled people and what their rows say."""

    def homes(self, groups: pl.Series) -> pl.DataFrame:
        """Tokens (OF_GROUP) of kinds INHERITED of these people."""

    def sharing(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """Everybody who has one of the `wanted` tokens (kind, token): OF_GROUP, each once."""


@dataclass(frozen=True)
class AllAround:
    """A whole city in memory: `settled` is the group of each code of each table. For tests and small cities."""

    coded: Mapping[str, Coded]
    settled: Mapping[str, pl.Series]
    tokens: Tokens

    @cached_property
    def _told(self) -> pl.DataFrame:
        parts = [pl.DataFrame(schema=OF_GROUP)]
        for key, table in self.coded.items():
            placed = table.references.select("row", group=self.settled[key].gather(table.references["code"]))
            known = placed.with_row_index("place").drop_nulls("group")
            parts.append(known.join(self.tokens(key, Asked()), on="row").select(*OF_GROUP))
            beside = partner_tokens(known.select("row", "place", "group"))
            parts.append(beside.join(known.select("place", "group"), on="place").select(*OF_GROUP))
        return pl.concat(parts).unique()

    def homes(self, groups: pl.Series) -> pl.DataFrame:
        """See Around."""
        return self._told.filter(pl.col("kind").is_in(INHERITED) & pl.col("group").is_in(groups.implode()))

    def sharing(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """See Around."""
        return self._told.join(wanted, on=["kind", "token"], how="semi")


@dataclass(frozen=True)
class CityAround:
    """The same of a city kept as numbers (city.City)."""

    city: City

    @cached_property
    def _settled(self) -> Integers:
        return self.city.settled().fill_null(-1).to_numpy()

    def homes(self, groups: pl.Series) -> pl.DataFrame:
        """See Around."""
        asked = pl.Series(self._settled).is_in(groups.implode()).to_numpy()
        parts = [pl.DataFrame(schema=OF_GROUP)]
        for table in self.city.tables.values():
            if not set(INHERITED) & set(table.shape.context.values()):
                continue
            found = table.chosen(descriptors=asked)
            rows = tokens_at(table, Asked(found["at"].unique().sort(), INHERITED))
            placed = found.select(row="at", group=pl.Series(self._settled[found["descriptor"].to_numpy()]))
            parts.append(placed.join(rows, on="row").select(*OF_GROUP))
        return pl.concat(parts).unique()

    def sharing(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """See Around."""
        sets = {str(kind): told["token"] for (kind,), told in wanted.group_by("kind")}
        sieves = {kind: _sieve(told) for kind, told in sets.items()}
        parts = [pl.DataFrame(schema=OF_GROUP)]
        for table in self.city.tables.values():
            for name, kind in table.shape.context.items():
                if kind in sets:
                    parts.append(self._of_column(table, name, kind, sets[kind], sieves[kind]))
            if table.several and "partner" in sets:
                parts.append(self._beside(table, sets["partner"]))
        return pl.concat(parts).unique()

    def _of_column(self, table: Table, name: str, kind: str, wanted: pl.Series, sieve: Mask) -> pl.DataFrame:
        found = [pl.DataFrame(schema={"group": pl.Int64, "token": pl.UInt64})]
        for segment, alive in zip(table.segments, table.alive, strict=True):
            tokens = segment.prints[name]
            asked = sieve[(tokens.fill_null(0).to_numpy() & np.uint64((1 << _SIEVE) - 1)).astype(np.int64)]
            asked &= tokens.is_not_null().to_numpy()
            if alive is not None:
                asked &= alive
            at = segment.refs["at"].to_numpy()
            groups = self._settled[segment.refs["descriptor"].to_numpy()]
            hit = asked[at] & (groups >= 0)
            found.append(pl.DataFrame({"group": groups[hit], "token": tokens.gather(pl.Series(at[hit]))}))
        told = pl.concat(found).unique()
        told = told.filter(pl.col("token").is_in(wanted.implode()))
        return told.select("group", pl.lit(kind).cast(pl.Enum(KINDS)).alias("kind"), "token")

    def _beside(self, table: Table, wanted: pl.Series) -> pl.DataFrame:
        """Who stands beside one of the people whose tokens are wanted."""
        rows = np.zeros(int(table.starts[-1]), bool)
        for segment, start in zip(table.segments, table.starts[:-1].tolist(), strict=True):
            groups = pl.Series("group", self._settled[segment.refs["descriptor"].to_numpy()])
            one_of = groups.to_frame().select(partner_of("group").is_in(wanted.implode())).to_series() & (groups >= 0)
            rows[start + segment.refs["at"].filter(one_of).to_numpy()] = True
        found = table.chosen(rows=rows).with_row_index("place")
        group = pl.Series("group", self._settled[found["descriptor"].to_numpy()])
        known = found.select("place", group, row="at").filter(pl.col("group") >= 0)
        told = partner_tokens(known).filter(pl.col("token").is_in(wanted.implode()))
        return told.join(known.select("place", "group"), on="place").select(*OF_GROUP)


def _sieve(tokens: pl.Series) -> Mask:
    sieve = np.zeros(1 << _SIEVE, bool)
    sieve[(tokens.to_numpy() & np.uint64((1 << _SIEVE) - 1)).astype(np.int64)] = True
    return sieve
