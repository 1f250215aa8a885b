"""The vocabulary of a delivered table: field types, persons, and the base of every pandera model.

A department's module writes one class a table with these words and nothing else, so that a model reads like
the export contract (docs/contract/exports.yaml) and still is the gate that rows pass or fail.

Every field helper takes the Chinese header of the contract and gives a pandera Field whose `title` is that
header and whose `metadata` holds the contract's type, codes and unit. `required=True` forbids null. Models
check typed columns and never coerce: turning text into types is the work of `transforms/stage/fields.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

import pandera.polars as pa
import polars as pl

# polars types as annotations. Amounts are decimals: floating point never touches money.
Text = pl.String
Day = pl.Date
Month = pl.Date  # the first day of the month
Count = pl.Int64
Yuan = Annotated[pl.Decimal, 18, 2]
Measure = Annotated[pl.Decimal, 12, 4]  # square metres or percent

MEASURE: Final = pl.Decimal(12, 4)
"""Scale of square metres and percentages. The contract bounds the decimals of money only ("two places"): here any
number of them may be delivered, as a program writes a double, and what lies beyond the scale is rounded half up."""

POLARS_TYPES: Final[dict[str, pl.DataType]] = {
    "text": pl.String(),
    "serial": pl.String(),
    "name": pl.String(),
    "id_number": pl.String(),
    "division12": pl.String(),
    "phone": pl.String(),
    "code": pl.String(),
    "date": pl.Date(),
    "month": pl.Date(),
    "integer": pl.Int64(),
    "yuan": pl.Decimal(18, 2),
    "area": MEASURE,
    "percent": MEASURE,
}
"""Contract type -> polars type of the staged column. `code` is a column with a list of codes."""

SERIAL_LENGTH: Final = 32
FIRST_DAY: Final = date(1850, 1, 1)
LAST_DAY: Final = date(2150, 12, 31)
FOR_EVER: Final = date(9999, 12, 31)
"""The one day beyond LAST_DAY that is a date: it says that something has no end."""
DATE_NAMES: Final = r"^(?:.*_(?:on|from|until|since)|birth_date)$"
"""What date columns are called, and no others; tests/schemas holds every department to it."""
DIVISION: Final = r"^(?:[0-9]{6}|[0-9]{9}|[0-9]{12})$"


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """Columns of a row that describe one person, and the part (role) that person plays in it."""

    role: str
    name: str
    id_number: str
    sex: str | None = None
    birth_date: str | None = None


def plain(role: str, *more: str) -> PersonColumns:
    """The person in columns `name` and `id_number`, with `more` = sex, then birth date, where the table has them."""
    return PersonColumns(role, "name", "id_number", *more)


def prefixed(role: str) -> PersonColumns:
    """The person in columns named after the role: `husband_name`, `husband_id_number`."""
    return PersonColumns(role, f"{role}_name", f"{role}_id_number")


@dataclass(frozen=True, slots=True)
class Department:
    """A department as its schema module declares it in `DEPARTMENT`; `order` sorts the registry.

    nightly: whether a delivery is due every night. One that delivers only when something was asked of it is never
    missing, and no result waits for it.
    """

    label: str
    order: int
    nightly: bool = True


class Table(pa.DataFrameModel):  # type: ignore[misc]  # pandera is untyped here (pyproject)
    """Base of every delivered table: exactly the contract's columns, in its order, typed already.

    That `record_no` is unique is not asked of the model: pandera would refuse every copy, while the contract
    keeps the last one (transforms/stage/table.py).
    """

    Config: Any = type("Config", (), {"strict": True, "ordered": True, "coerce": False})

    @pa.check(DATE_NAMES, regex=True, name="sensible_day")  # type: ignore[untyped-decorator]  # pandera is untyped
    def sensible_day(cls, data: Any) -> pl.LazyFrame:  # noqa: N805
        """The days of every date column; pandera's own checks have no word for "or"."""
        day = pl.col(data.key)
        frame: pl.LazyFrame = data.lazyframe
        return frame.select(day.is_between(FIRST_DAY, LAST_DAY) | (day == FOR_EVER))


def about(table: str, label: str, kind: str, *persons: PersonColumns) -> Any:
    """The pandera `Config` of a table: its name, its Chinese label, and in the metadata its kind and its persons.

    `kind` is "state" (every batch is the full current content) or "event" (history adds up over batches).
    """
    return type("Config", (), {"name": table, "title": label, "metadata": {"kind": kind, "persons": persons}})


def _field(header: str, kind: str, required: bool, unit: str = "", **checks: Any) -> Any:
    codes = tuple(checks.get("isin", ()))
    return pa.Field(
        title=header, nullable=not required, metadata={"type": kind, "codes": codes, "unit": unit}, **checks
    )


def serial(header: str) -> Any:
    """Serial number of the row, always required, 1 to 32 characters."""
    return _field(header, "serial", required=True, str_length={"min_value": 1, "max_value": SERIAL_LENGTH})


def text(header: str, *, required: bool = False) -> Any:
    """Free text."""
    return _field(header, "text", required)


def name(header: str, *, required: bool = False) -> Any:
    """Personal name as registered."""
    return _field(header, "name", required)


def id_number(header: str) -> Any:
    """ID number, cleaned but perhaps invalid: a wrong number is a finding, not a reason to lose the row."""
    return _field(header, "id_number", required=False)


def phone(header: str) -> Any:
    """Mobile or fixed-line number."""
    return _field(header, "phone", required=False)


def codes(header: str, allowed: str, *, required: bool = False) -> Any:
    """One of the contract's codes, given as words with blanks between (no code holds a blank)."""
    return _field(header, "code", required, isin=allowed.split())


def division(header: str, *, required: bool = False) -> Any:
    """Statistical division code of 12 digits, or its prefix of 9 or 6."""
    return _field(header, "division12", required, str_matches=DIVISION)


def day(header: str, *, required: bool = False) -> Any:
    """A calendar day between 1850 and 2150, or the day that means for ever: `Table.sensible_day` checks it."""
    return _field(header, "date", required)


def month(header: str, *, required: bool = False) -> Any:
    """A calendar month, held as its first day."""
    return _field(header, "month", required, ge=FIRST_DAY, le=LAST_DAY)


def yuan(header: str, *, required: bool = False, unit: str = "元") -> Any:
    """An amount in yuan, two places, never negative (the contract names no column that may be)."""
    return _field(header, "yuan", required, unit, ge=0)


def area(header: str, *, required: bool = False) -> Any:
    """Square metres."""
    return _field(header, "area", required, "平方米", ge=0)


def percent(header: str, *, required: bool = False) -> Any:
    """0 to 100."""
    return _field(header, "percent", required, "%", ge=0, le=100)


def count(header: str, *, required: bool = False, unit: str = "") -> Any:
    """A whole number, zero or more."""
    return _field(header, "integer", required, unit, ge=0)
