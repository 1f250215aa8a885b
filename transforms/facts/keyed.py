"""Rows in force joined with the people they name: the common ground of all fact builders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Keyed:
    """One delivered table in force with its person links.

    `rows`: one row a record, column `row` from 0. `links`: one row for each (row, person_role, owner_index).
    """

    table: str
    rows: pl.LazyFrame
    links: pl.LazyFrame

    def role(self, role: str, prefix: str = "person") -> pl.LazyFrame:
        """Keys of one role: row, owner_index, <prefix>_key, <prefix>_apart_key."""
        return self.links.filter(pl.col("person_role") == role).select(
            "row",
            "owner_index",
            pl.col("person_key").alias(f"{prefix}_key"),
            pl.col("person_apart_key").alias(f"{prefix}_apart_key"),
        )

    def with_person(self, role: str, prefix: str = "person") -> pl.LazyFrame:
        """All rows with the keys of a role's first person; null keys where the record names nobody."""
        first = self.role(role, prefix).filter(pl.col("owner_index") == 1).drop("owner_index")
        return self.rows.join(first, on="row", how="left", maintain_order="left")

    def with_every_person(self, role: str) -> pl.LazyFrame:
        """One row a person of the role: a cell naming k people gives k rows, one naming nobody gives none."""
        return self.rows.join(self.role(role), on="row", how="inner", maintain_order="left_right")

    def with_persons(self, *roles: str) -> pl.LazyFrame:
        """All rows with the keys of several roles, each under its own name."""
        frame = self.rows
        for role in roles:
            first = self.role(role, role).filter(pl.col("owner_index") == 1).drop("owner_index")
            frame = frame.join(first, on="row", how="left", maintain_order="left")
        return frame


Builder = Callable[[Keyed], pl.LazyFrame]
Builders = dict[str, tuple[tuple[str, Builder], ...]]


def person_of(role: str) -> Builder:
    """Builder for the common case: the record is about one person."""
    return lambda keyed: keyed.with_person(role)


def rows_as_they_are(keyed: Keyed) -> pl.LazyFrame:
    """Builder for a record that is about no person."""
    return keyed.rows


def references(keyed: Keyed) -> pl.LazyFrame:
    """Builder for the identity rules: every person reference with the state of its number.

    The holder of a number is certain, so that it is the same person in both worlds.
    """
    return keyed.links.with_columns(number_holder_apart_key="number_holder_key")
