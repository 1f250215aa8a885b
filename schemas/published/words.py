"""The vocabulary of a published table: column types, fields with their Chinese comment, and the base of every model.

`title` and `description` of a field make the comment of the column in DuckDB. Nothing is coerced: what a
model refuses is a fault of ours, never of a delivery.
"""

from __future__ import annotations

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

Text = pl.String
Day = pl.Date
Time = Annotated[pl.Datetime, "us", "Asia/Shanghai"]
Yuan = Annotated[pl.Decimal, 18, 2]
Texts = Annotated[pl.List, pl.String]
Count = pl.Int64


class Published(pa.DataFrameModel):  # type: ignore[misc]  # pandera is untyped here (pyproject)
    """Base of every published table: typed columns; a frame may hold further ones, which are not published."""

    Config: Any = type("Config", (), {"strict": False, "coerce": False})


def must(title: str, description: str = "", **checks: Any) -> Any:
    """A column that is never null."""
    return pa.Field(title=title, description=description, nullable=False, **checks)


def may(title: str, description: str = "", **checks: Any) -> Any:
    """A column that may be null."""
    return pa.Field(title=title, description=description, nullable=True, **checks)


def codes(title: str, allowed: str, meanings: str = "") -> Any:
    """A column of codes (words with blanks between), never null; `meanings` says in Chinese what each stands for."""
    return must(title, meanings, isin=allowed.split())


def about(name: str, comment: str) -> Any:
    """The pandera `Config` of a published table: its name and its Chinese comment."""
    return type("Config", (), {"name": name, "title": comment})
