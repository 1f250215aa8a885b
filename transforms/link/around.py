"""What stands around the open records: tokens of people who are settled, as far as open records have the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import polars as pl

from transforms.link.city import City, tokens_at
from transforms.link.context import KINDS, Asked, Tokens, partner_of, partner_tokens
from transforms.link.descriptors import Coded
from transforms.link.segments import Integers, Mask, Numbers, Table
from transforms.link.sieve import sieve_of, sifted

OF_GROUP = {"group": pl.Int64(), "kind": pl.Enum(KINDS), "token": pl.UInt64()}
"""Grain: one token of one settled person."""
INHERITED = ("household", "address")
"""Kinds that who bears somebody's number has from that person."""


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
        sets = {str(kind): told["token"].to_numpy() for (kind,), told in wanted.group_by("kind")}
        sieves = {kind: sieve_of(told) for kind, told in sets.items()}
        found = [(np.zeros(0, np.int64), np.zeros(0, np.uint64))]
        partners = pl.Series(sets.get("partner", np.zeros(0, np.uint64)))
        holders = self._holders(partners)
        beside = [pl.DataFrame(schema=OF_GROUP)]
        for table in self.city.tables.values():
            for name, kind in table.shape.context.items():
                if kind in sets:
                    found += [_each_once(*told) for told in self._of_column(table, name, sieves[kind])]
            if table.several and "partner" in sets:
                beside.append(self._beside(table, partners, holders))
        groups, tokens = _each_once(*(np.concatenate(column) for column in zip(*found, strict=True)))
        told = pl.DataFrame([pl.Series("group", groups), pl.Series("token", tokens)])
        told = told.join(wanted, on="token").select(*OF_GROUP)  # a token is of one kind
        return pl.concat([told, pl.concat(beside).unique()])

    def _holders(self, wanted: pl.Series) -> Mask:
        """Descriptors of settled people whose token of standing beside them is wanted."""
        people = self.city.part.groups.select("group").filter(partner_of("group").is_in(wanted.implode()))["group"]
        return self.city.settled().is_in(people.implode()).fill_null(value=False).to_numpy()

    def _of_column(self, table: Table, name: str, sieve: Mask) -> Iterator[tuple[Integers, Numbers]]:
        """Groups and tokens of settled references whose row has a token that the sieve lets through."""
        for segment, alive in zip(table.segments, table.alive, strict=True):
            tokens = segment.prints[name].fill_null(0).to_numpy()  # of no value: the hash of one is 0 once in 2^64
            asked = sifted(tokens, sieve) & (tokens != 0)
            if alive is not None:
                asked &= alive
            if not asked.any():
                continue
            at = segment.columns["at"]
            hit = np.flatnonzero(asked[at])
            groups = self._settled[segment.columns["descriptor"][hit]]
            known = groups >= 0
            yield groups[known], tokens[at[hit[known]]]

    def _beside(self, table: Table, wanted: pl.Series, holders: Mask) -> pl.DataFrame:
        """Who stands beside one of the people whose tokens are wanted."""
        rows = np.zeros(int(table.starts[-1]), bool)
        rows[table.chosen(descriptors=holders)["at"].to_numpy()] = True
        found = table.chosen(rows=rows).with_row_index("place")
        group = pl.Series("group", self._settled[found["descriptor"].to_numpy()])
        known = found.select("place", group, row="at").filter(pl.col("group") >= 0)
        told = partner_tokens(known).filter(pl.col("token").is_in(wanted.implode()))
        return told.join(known.select("place", "group"), on="place").select(*OF_GROUP)


def _each_once(groups: Integers, tokens: Numbers) -> tuple[Integers, Numbers]:
    """Each pair once. A token stands in ten rows of a person: one hash of 64 bits tells pairs apart."""
    mixed = (groups.astype(np.uint64) * _ODD ^ tokens) * _ODD
    first = pl.Series(mixed).arg_unique().to_numpy()
    return groups[first], tokens[first]


_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, to the next odd number: multiplied by it, neighbours come far apart (Knuth)."""
