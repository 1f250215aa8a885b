"""What is kept of each row of a delivery beside its text, so that linking reads text of new and changed rows only.

record_no, record (a hash of it), mark (a hash of record number, describing and context columns) and one token for each
context column (context.token_columns). Two different contents have one mark with a probability of 2^-64.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.link.context import token_columns
from transforms.link.references import PersonIn, person_references


@dataclass(frozen=True, slots=True)
class Shape:
    """What linking asks of a table: its people, the roles that need a number, context column -> kind."""

    key: str
    persons: Sequence[PersonIn]
    number_needed: Collection[str]
    context: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """Columns that describe people or say where they belong."""
        of_each = ((one.name, one.id_number, one.sex, one.birth_date) for one in self.persons)
        return sorted({name for names in of_each for name in names if name} | set(self.context))

    @property
    def roles(self) -> list[str]:
        """Roles in the order in which a table's references are listed."""
        return [one.role for one in self.persons]

    def references(self, rows: pl.DataFrame) -> pl.DataFrame:
        """References of rows (references.REFERENCE)."""
        return person_references(rows, self.persons, self.number_needed)


def fingerprints(rows: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Of each row, in the order given: record_no, record, mark and the tokens, named as the context columns are."""
    told = ["record_no", *(name for name in shape.columns if name != "record_no")]
    marks = rows.select("record_no", record=pl.col("record_no").hash(0), mark=pl.struct(told).hash(0))
    return pl.concat([marks, token_columns(rows, shape.context)], how="horizontal")
