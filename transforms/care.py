"""After-death list: how sure each row is, and since when it is listed."""

from __future__ import annotations

from datetime import date

import polars as pl

_ROW = ["payer", "source_table", "record_no"]
_DEAD = [*_ROW, "died_on"]


def with_confidence(linked: pl.DataFrame, apart: pl.DataFrame | None) -> pl.DataFrame:
    """Rows of the list with `confidence`: certain where the list without likely links has the record too, else likely.

    apart None: no link is below certain.
    """
    if apart is None:
        return linked.with_columns(confidence=pl.lit("certain"))
    sure = apart.select(_ROW).unique().with_columns(confidence=pl.lit("certain"))
    return linked.join(sure, on=_ROW, how="left", maintain_order="left").with_columns(
        pl.col("confidence").fill_null("likely")
    )


def dated(rows: pl.DataFrame, before: pl.DataFrame | None, night: date) -> pl.DataFrame:
    """Rows with `listed_on`: the night on which a record was first listed with this day of death.

    A record that was gone in between is listed anew; another day of death is another question.
    """
    if before is None:
        return rows.with_columns(listed_on=pl.lit(night))
    known = before.select(*_DEAD, "listed_on")
    return rows.join(known, on=_DEAD, how="left", maintain_order="left").with_columns(
        pl.col("listed_on").fill_null(pl.lit(night))
    )
