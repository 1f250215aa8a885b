"""What is answered to another centre: one of the six result classes for every person and item. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from schemas.catalogue import TABLES

_SPEC = TABLES["exchange.answers"]
COLUMNS = {column.name: column.header for column in _SPEC.columns}
"""Columns of an answer, by name, with the Chinese header."""
_OPEN = ("未查询", "数据异常")


def judged_people(
    persons: pl.DataFrame, authorisations: pl.DataFrame, known: pl.DataFrame, purpose: str, day: date
) -> pl.DataFrame:
    """persons with person_key and `barred`: why nothing is looked up (未查询, 数据异常), null where it may be.

    persons: person_no, name, id_number as written, number (asked.with_number); authorisations: person_no, purpose,
    signed_on, valid_until (Dates); known: person_key, name, id_number of the asked numbers here. A person whose
    authorisation is not valid on `day` for the request's purpose is not looked up; one whose name differs from the one
    under that number here is told as that, and so is one whose number is none, for nobody was looked up.
    """
    valid = (
        authorisations.filter(
            (pl.col("purpose") == purpose)
            & (pl.col("signed_on") <= day)
            & (pl.col("valid_until").is_null() | (pl.col("valid_until") >= day))
        )
        .select("person_no", authorised=pl.lit(True))
        .unique()
    )
    # two people under one number here are nobody's answer
    alone = known.filter(pl.len().over("id_number") == 1)
    found = known.select("id_number", here=pl.lit(True)).unique()
    rows = persons.join(valid, on="person_no", how="left", maintain_order="left")
    rows = rows.join(
        alone.rename({"name": "known_name", "id_number": "number"}), on="number", how="left", maintain_order="left"
    )
    rows = rows.join(found.rename({"id_number": "number"}), on="number", how="left", maintain_order="left")
    contradicts = pl.col("here") & (plain_name(pl.col("name")) != plain_name(pl.col("known_name"))).fill_null(True)
    return rows.with_columns(
        barred=pl.when(pl.col("authorised").is_null())
        .then(pl.lit("未查询"))
        .when(contradicts.fill_null(False) | pl.col("number").is_null())
        .then(pl.lit("数据异常"))
    ).drop("authorised", "here", "known_name")


def plain_name(name: pl.Expr) -> pl.Expr:
    """A name without blanks and in one kind of middle dot."""
    return name.str.replace_all(r"\s", "").str.replace_all("[•・.．]", "·")


def answers(
    people: pl.DataFrame, found: pl.DataFrame, items: Sequence[str], cutoffs: Mapping[str, date | None],
    request_no: str, centre: str, day: date,
) -> pl.DataFrame:  # fmt: skip
    """Rows of exchange.answers. found: of sql/exchange/found.sql; cutoffs: item -> day of the newest delivery.

    Every person and item has at least one row. A person who may not be looked up has no row of `found` in it.
    """
    asked = people.join(pl.DataFrame({"item": list(items)}), how="cross")
    cutoff = pl.DataFrame(
        {"item": list(items), "cutoff_on": [cutoffs[item] for item in items]},
        schema={"item": pl.String, "cutoff_on": pl.Date},
    )
    asked = asked.join(cutoff, on="item", maintain_order="left")
    records = found.drop("source_table", "record_no").with_columns(hit=pl.lit(True))
    open_ = asked.filter(pl.col("barred").is_null() & pl.col("cutoff_on").is_not_null())
    open_ = open_.join(records, on=["person_key", "item"], how="left", maintain_order="left_right")
    open_ = open_.with_columns(
        result=pl.when(pl.col("hit").is_null())
        .then(pl.lit("未查得"))
        .when(pl.col("certain"))
        .then(pl.lit("查得"))
        .otherwise(pl.lit("疑似"))
    )
    shut = asked.filter(pl.col("barred").is_not_null() | pl.col("cutoff_on").is_null())
    shut = shut.with_columns(result=pl.coalesce("barred", pl.lit("未反馈"))).with_columns(
        cutoff_on=pl.when(~pl.col("result").is_in(_OPEN)).then("cutoff_on")
    )
    rows = pl.concat([open_, shut], how="diagonal")
    order = [pl.col("person_no").cast(pl.Int64), pl.col("item").replace_strict({one: n for n, one in enumerate(items)})]
    rows = rows.sort(*order, "from_on", "month", "unit_no", "category", "yuan_month", maintain_order=True)
    rows = rows.with_columns(
        record_no=pl.format("{}-{}", pl.lit(request_no), pl.int_range(1, pl.len() + 1)),
        request_no=pl.lit(request_no),
        centre_code=pl.lit(centre.ljust(6, "0") if len(centre) < 6 else centre),
        answered_on=pl.lit(day),
    )
    schema = {name: column.dtype.type for name, column in _SPEC.model.to_schema().columns.items()}
    return rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
