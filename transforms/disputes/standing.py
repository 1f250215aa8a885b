"""What each dispute is worth tonight: computed from the book and the records in force, never stored.

    said last        record tonight              state       suspends
    (nothing)        whatever                    waiting     yes
    accepted         as contested                accepted    yes: the same record does not alert again until it changes
    accepted         another content             corrected   no
    accepted         not in force any more       gone        no
    upheld           whatever                    upheld      no
    withdrawn        whatever                    withdrawn   no

Time alone changes nothing but `late`. While nobody answered, a changed record is still the one contested: a source that
alters a figure has not answered. The first answer or withdrawal counts; what is said afterwards does not.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.published import of_model
from schemas.published.disputed import Disputes
from transforms.disputes.records import SUSPENDING

MARKS = {"source_table": pl.String(), "record_no": pl.String(), "mark": pl.String()}
"""Fingerprints of records in force tonight."""
PUBLISHED = of_model(Disputes).dtypes


def standing(book: pl.DataFrame, marks: pl.DataFrame, night: date) -> pl.DataFrame:
    """One row a dispute, in the columns published, oldest first. `book`: rows of records.DISPUTE; `marks`: MARKS."""
    opened = book.filter(pl.col("kind") == "open").sort("seq").unique("dispute_id", keep="first", maintain_order=True)
    closing = book.filter(pl.col("kind") != "open").sort("seq")
    closing = closing.join(opened.select("dispute_id", opened_seq="seq"), on="dispute_id")
    closing = closing.filter(pl.col("seq") > pl.col("opened_seq")).unique(
        "dispute_id", keep="first", maintain_order=True
    )
    closing = closing.select(
        "dispute_id",
        "outcome",
        closed_by_kind="kind",
        answer_note="note",
        answered_by="done_by",
        answered_on="done_on",
    )
    rows = opened.drop("outcome").join(closing, on="dispute_id", how="left", maintain_order="left")
    rows = rows.join(marks, on=["source_table", "record_no"], how="left", maintain_order="left")
    rows = rows.with_columns(state=_state())
    waiting = pl.col("state") == "waiting"
    rows = rows.with_columns(
        department=pl.col("source_table").str.split(".").list.first(),
        opened_on="done_on",
        opened_by="done_by",
        suspends=pl.col("state").is_in(SUSPENDING),
        late=waiting & (pl.col("answer_by") < night).fill_null(False),
        days_late=pl.when(waiting & (pl.col("answer_by") < night)).then(
            (pl.lit(night) - pl.col("answer_by")).dt.total_days()
        ),
        changed=pl.col("mark").ne_missing(pl.col("record_mark")),
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in PUBLISHED.items())


def _state() -> pl.Expr:
    same, there = pl.col("mark") == pl.col("record_mark"), pl.col("mark").is_not_null()
    accepted = pl.col("outcome") == "accepted"
    return (
        pl.when(pl.col("closed_by_kind").is_null())
        .then(pl.lit("waiting"))
        .when(pl.col("closed_by_kind") == "withdraw")
        .then(pl.lit("withdrawn"))
        .when(accepted & ~there)
        .then(pl.lit("gone"))
        .when(accepted & same)
        .then(pl.lit("accepted"))
        .when(accepted)
        .then(pl.lit("corrected"))
        .otherwise(pl.lit("upheld"))
    )


def suspended_records(standing: pl.DataFrame) -> pl.DataFrame:
    """source_table, record_no, dispute_id (the oldest) of the contested records that support nothing adverse."""
    return (
        standing.filter("suspends")
        .select("source_table", "record_no", "dispute_id")
        .unique(["source_table", "record_no"], keep="first", maintain_order=True)
    )
