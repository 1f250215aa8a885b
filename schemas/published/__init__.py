"""What the published DuckDB file holds: every table and column with its type and the Chinese comment analysts see.

The models stand in `results`, `alerts`, `decided`, `centre` and `night`; facts (schemas/facts.py) are published in
the schema `fact`, without the keys of the world apart. Lists are VARCHAR[], money DECIMAL(18,2) in yuan, times
TIMESTAMPTZ, days DATE.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from schemas.facts import FACTS
from schemas.published import alerts, care, centre, decided, disputed, exchanged, lookup, night, results, trial

MODELS: Final = (
    *(results.IdentityLinks, results.Persons, results.VerificationResults, alerts.Alerts),
    *(night.Quarantine, night.Defects, night.Feeds, night.Runs),
    *(alerts.DispatchSheets, alerts.AlertEvents, alerts.CalendarDays),
    *(results.VerificationItems, results.IdentityEvents, results.IdentityReview),
    trial.TrialAlerts,
    *(night.Deliveries, night.DeliveredTables, night.Divisions, night.PolicyValues, night.Rules, night.RulesSkipped),
    *decided.MODELS,
    *lookup.MODELS,
    *centre.MODELS,
    *disputed.MODELS,
    *exchanged.MODELS,
    *care.MODELS,
)
"""Every published table but the facts; the first eight are the contract's, in its order."""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table as DuckDB gets it: its comment, and for each column its polars type and comment."""

    schema: str
    name: str
    comment: str
    dtypes: dict[str, pl.DataType]
    comments: dict[str, str]
    model: Any = None

    @property
    def key(self) -> str:
        """`alerts` in the main schema, `fact.household` in another."""
        return self.name if self.schema == "main" else f"{self.schema}.{self.name}"

    @property
    def types(self) -> dict[str, str]:
        """DuckDB type of each column."""
        return {name: duckdb_type(dtype) for name, dtype in self.dtypes.items()}

    def empty(self) -> pl.DataFrame:
        """No rows, all columns."""
        return pl.DataFrame(schema=self.dtypes)


_TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "VARCHAR",
    pl.Date(): "DATE",
    pl.Boolean(): "BOOLEAN",
    pl.Float64(): "DOUBLE",
    pl.Int16(): "SMALLINT",
    pl.Int64(): "BIGINT",
    pl.List(pl.String()): "VARCHAR[]",
}


@cache
def duckdb_type(dtype: pl.DataType) -> str:
    """DuckDB's name of a polars type. Raises KeyError for a type that is not published."""
    if isinstance(dtype, pl.Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return "TIMESTAMPTZ" if isinstance(dtype, pl.Datetime) else _TYPES[dtype]


def of_model(model: Any) -> PublishedTable:
    """A published table from its pandera model."""
    schema = model.to_schema()
    columns = schema.columns.items()
    comments = {name: ":".join(filter(None, (column.title, column.description))) for name, column in columns}
    dtypes = {name: _instance(column.dtype.type) for name, column in columns}
    return PublishedTable("main", schema.name, schema.title, dtypes, comments, model)


def of_fact(name: str) -> PublishedTable:
    """A fact as published: linked keys only."""
    columns = {column: spec for column, spec in FACTS[name].columns.items() if not column.endswith("_apart_key")}
    dtypes = {column: spec.dtype for column, spec in columns.items()}
    return PublishedTable("fact", name, FACTS[name].comment, dtypes, {c: s.comment for c, s in columns.items()})


@cache
def published() -> dict[str, PublishedTable]:
    """Every published table by key, the contract's first."""
    return {table.key: table for table in (*map(of_model, MODELS), *map(of_fact, FACTS))}


def _instance(dtype: Any) -> pl.DataType:
    """pandera keeps some types as classes; polars means the same by both."""
    made: pl.DataType = dtype() if isinstance(dtype, type) else dtype
    return made
