"""What a delivered file looks like as a whole: empty keys, strange characters, usual amounts, dates out of order.

Counted once, when a file is staged, and kept beside its rows: rules about deliveries ask for these few numbers every
night. No value of a row is kept but division codes and the largest day of a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import polars as pl

from schemas.catalogue import ColumnSpec, TableSpec

QUALITY: Final[dict[str, pl.DataType]] = {
    "kind": pl.String(),
    "name": pl.String(),
    "value": pl.String(),
    "hits": pl.Int64(),
    "amount": pl.Decimal(18, 4),
}
"""kind: rows (rows read, the refused ones too), empty and odd (a column's rows), amount (lower median and rows above
zero), order and zero (rows whose days cannot be), last_day (value), twice (rows beyond the first of a key), division
(value = code)."""

_ODD: Final = r"\x{FFFD}|锟斤拷|[\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}]"
_TEXTS: Final = frozenset({"text", "name"})
_AMOUNTS: Final = frozenset({"yuan", "area"})
_ZERO_DAYS: Final = (pl.date(1899, 12, 30), pl.date(1900, 1, 1))
"""What a spreadsheet makes of the number 0 in a date cell (1900-01-00), in its several calendars."""

PAST_DAYS: Final = frozenset(
    [
        "applied_on",
        "approved_on",
        "birth_date",
        "cremated_on",
        "died_on",
        "enrolled_on",
        "filed_on",
        "happened_on",
        "info_collected_on",
        "issued_on",
        "last_verified_on",
        "last_visit_on",
        "paid_on",
        "registered_on",
        "report_on",
        "settled_on",
        "signed_on",
    ]
)
"""Columns that tell what has happened, so that a day after the export cannot be."""
ORDERED: Final = (
    ("applied_on", "approved_on"), ("approved_on", "ended_on"), ("signed_on", "valid_until"),
    ("signed_on", "revoked_on"), ("start_on", "end_on"), ("died_on", "cremated_on"), ("issued_on", "valid_until"),
    ("from_on", "until_on"), ("happened_on", "approved_on"), ("started_on", "ended_on"),
    ("benefit_from", "benefit_until"), ("birth_date", "died_on"), ("birth_date", "enrolled_on"),
    ("birth_date", "issued_on"),
)  # fmt: skip
"""The earlier day first."""
BUSINESS_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "civil_affairs.households": ("household_no", "program"),
    "civil_affairs.household_members": ("household_no", "id_number"),
    "civil_affairs.authorisations": ("household_no", "id_number", "purpose", "signed_on"),
    "civil_affairs.benefits": ("program", "household_no", "id_number", "start_on"),
}
"""Columns that name one thing of a table, beside its serial number; rows with one of them empty are not compared."""


def key_columns(spec: TableSpec) -> tuple[str, ...]:
    """Names that must be there, and the ID numbers of those people: the keys by which records find their person."""
    named = [person for person in spec.persons if spec.column(person.name).required]
    return tuple(dict.fromkeys(column for person in named for column in (person.name, person.id_number)))


def has_amounts(spec: TableSpec) -> bool:
    """Whether a file of the table may have counts of kind amount."""
    return any(column.type in _AMOUNTS for column in spec.columns)


def quality(loaded: pl.DataFrame, quarantine: pl.DataFrame, superseded: int, spec: TableSpec) -> pl.DataFrame:
    """Counts of one staged file in the columns of QUALITY. `superseded`: rows replaced by a later one of one number."""
    rows = [*_of_rows(loaded, quarantine, superseded, spec)]
    frame = pl.DataFrame(rows, schema=QUALITY, orient="row")
    divisions = [_divisions(loaded, column) for column in spec.columns if column.type == "division12"]
    return pl.concat([frame, *divisions])


_Row = tuple[str, str, str | None, int | None, Decimal | None]


def _of_rows(loaded: pl.DataFrame, quarantine: pl.DataFrame, superseded: int, spec: TableSpec) -> Iterator[_Row]:
    refused = quarantine["row_number"].n_unique()
    yield "rows", "", None, loaded.height + refused, None
    yield "twice", "record_no", None, superseded, None
    if spec.key in BUSINESS_KEYS:
        keys = loaded.select(BUSINESS_KEYS[spec.key]).drop_nulls()
        yield "twice", "+".join(keys.columns), None, keys.height - keys.n_unique(), None
    names = [column.name for column in spec.columns]
    pairs = [(begin, end) for begin, end in ORDERED if begin in names and end in names]
    counted = loaded.select(
        *(pl.col(name).null_count().alias(f"empty {name}") for name in key_columns(spec)),
        *(
            pl.col(column.name).str.contains(_ODD).sum().alias(f"odd {column.name}")
            for column in spec.columns
            if column.type in _TEXTS
        ),
        *((pl.col(end) < pl.col(begin)).sum().alias(f"order {end}<{begin}") for begin, end in pairs),
        *(
            pl.col(column.name).is_between(*_ZERO_DAYS).sum().alias(f"zero {column.name}")
            for column in spec.columns
            if column.type == "date"
        ),
    ).row(0, named=True)
    missing = quarantine.filter(pl.col("check_name") == "missing").group_by("column_name").len()
    lost = dict(missing.iter_rows())
    for told, hits in counted.items():
        kind, _, name = told.partition(" ")
        yield kind, name, None, int(hits or 0) + (lost.get(name, 0) if kind == "empty" else 0), None
    for column in spec.columns:
        yield from _amount(loaded, column)
        if column.name in PAST_DAYS and (last := loaded[column.name].max()) is not None:
            yield "last_day", column.name, str(last), None, None


def _amount(loaded: pl.DataFrame, column: ColumnSpec) -> Iterator[_Row]:
    if column.type in _AMOUNTS:
        above = loaded[column.name].drop_nulls()
        above = above.filter(above > 0).sort()
        if above.len():
            yield "amount", column.name, None, above.len(), above[(above.len() - 1) // 2]


def _divisions(loaded: pl.DataFrame, column: ColumnSpec) -> pl.DataFrame:
    codes = loaded.select(value=column.name).drop_nulls().group_by("value").len("hits").sort("value")
    return codes.select(
        kind=pl.lit("division"),
        name=pl.lit(column.name),
        value="value",
        hits=pl.col("hits").cast(pl.Int64),
        amount=pl.lit(None, QUALITY["amount"]),
    )
