"""One table's references from last night's: only rows that are new or changed are read for their people again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.carry import CARRIED, Integers, appended, carried, marks, same_rows
from transforms.link.context import token_columns
from transforms.link.descriptors import DESCRIBING
from transforms.link.references import REFERENCE, PersonIn, person_references


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of a table: its people, the roles that need a number, context column -> kind."""

    key: str
    persons: Sequence[PersonIn]
    number_needed: Collection[str]
    context: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """Columns that describe people or say where they belong."""
        of_each = ((one.name, one.id_number, one.sex, one.birth_date) for one in self.persons)
        return sorted({name for names in of_each for name in names if name} | set(self.context))

    def references(self, rows: pl.DataFrame) -> pl.DataFrame:
        """References of rows in force (references.REFERENCE)."""
        return person_references(rows, self.persons, self.number_needed)

    def remembered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """mark, record and the tokens of each row, in the order given."""
        return pl.concat([marks(rows, self.columns), token_columns(rows, self.context)], how="horizontal")


@dataclass(frozen=True, slots=True)
class Remembered:
    """A table as last night left it: `rows` as from Shape.remembered, `references` (carry.CARRIED)."""

    rows: pl.DataFrame
    references: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Recoded:
    """A table tonight. `rows` as from Shape.remembered; `of_row`: each row's place last night, or -1; `fresh`: the
    references of those that are -1 (REFERENCE); `before`: last night.
    """

    rows: pl.DataFrame
    of_row: Integers
    fresh: pl.DataFrame
    before: Remembered

    @property
    def changes(self) -> int:
        """Rows that are new, changed or gone."""
        gone = self.before.rows.height - int((self.of_row >= 0).sum())
        return int((self.of_row < 0).sum()) + gone


def recoded(shape: Shape, before: Remembered, in_force: pl.DataFrame) -> Recoded:
    """Compare all rows of a table in force tonight with last night's."""
    told = marks(in_force, shape.columns)
    of_row = same_rows(before.rows["mark"], told["mark"])
    new = in_force.filter(pl.Series(of_row < 0))
    return Recoded(_put(before.rows, shape.remembered(new), of_row), of_row, shape.references(new), before)


def recoded_after(shape: Shape, before: Remembered, newer: pl.DataFrame) -> Recoded:
    """The same of an event table that got no other deliveries but `newer`: its surviving rows, in order.

    Of each record number once. `row` is counted anew, behind the rows that stay.
    """
    told = shape.remembered(newer)
    of_row = appended(before.rows["record"], told["record"])
    staying = len(of_row) - newer.height
    new = newer.with_columns(row=pl.int_range(staying, len(of_row), dtype=pl.UInt32, eager=True))
    kept = before.rows[pl.Series(of_row[:staying]).cast(pl.UInt32)]
    return Recoded(pl.concat([kept, told]), of_row, shape.references(new), before)


def _put(before: pl.DataFrame, new: pl.DataFrame, of_row: Integers) -> pl.DataFrame:
    """Rows in tonight's order: last night's by their place, and the `new` ones where that is -1."""
    place = np.where(of_row >= 0, of_row, before.height + np.cumsum(of_row < 0) - 1)
    return pl.concat([before, new])[pl.Series(place.astype(np.uint32))] if len(place) else new


def references_tonight(shape: Shape, table: Recoded, numbers: pl.Series) -> pl.DataFrame:
    """References of the table tonight (carry.CARRIED), with `numbers`: the descriptors of `table.fresh`."""
    fresh = table.fresh.with_columns(numbers.alias("descriptor")).select(CARRIED)
    roles = [one.role for one in shape.persons]
    return carried(table.before.references, table.before.rows.height, table.of_row, fresh, roles)


def described(tables: Sequence[Recoded]) -> pl.DataFrame:
    """DESCRIBING of all fresh references, table after table."""
    none = pl.DataFrame(schema=REFERENCE).select(DESCRIBING)
    return pl.concat([none, *(table.fresh.select(DESCRIBING) for table in tables)])
