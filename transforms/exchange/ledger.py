"""Requests to and from other centres as a ledger: asked, answered, late. Computed from the book, never stored."""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.published import of_model
from schemas.published.exchanged import ExchangeRequests

PUBLISHED = of_model(ExchangeRequests).dtypes


def ledger(book: pl.DataFrame, night: date) -> pl.DataFrame:
    """One row a request, in the columns published. `book`: rows of records.EXCHANGE; the first of each kind counts."""
    first = book.sort("seq").unique(["request_no", "kind"], keep="first", maintain_order=True)
    came = first.filter(pl.col("kind") == "received").select(
        "request_no", answered_on="done_on", results="counts", answer_sha256="sha256"
    )
    asked = (
        first.filter(pl.col("kind") == "asked").drop("counts").with_columns(direction=pl.lit("out"), asked_on="done_on")
    )
    asked = asked.join(came, on="request_no", how="left", maintain_order="left")
    ours = first.filter(pl.col("kind") == "answered").with_columns(
        direction=pl.lit("in"), asked_on=pl.lit(None, pl.Date), answered_on="done_on", results="counts"
    )
    rows = pl.concat([asked, ours], how="diagonal")
    late = pl.col("answered_on").is_null() & (pl.col("answer_by") < night)
    rows = rows.with_columns(
        state=pl.when(pl.col("answered_on").is_not_null())
        .then(pl.lit("answered"))
        .when(late)
        .then(pl.lit("late"))
        .otherwise(pl.lit("asked")),
        days=(pl.coalesce("answered_on", pl.lit(night)) - pl.col("asked_on")).dt.total_days(),
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in PUBLISHED.items()).sort("direction", "request_no")
