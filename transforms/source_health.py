"""Source health: the relations `feed`, `column_quality` and `row_check`, which rules about deliveries ask.

They speak of deliveries, not of people: each row is one table, one of its columns, or one way its rows can be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from schemas.catalogue import TABLES

USUAL_OF: Final = 7
"""Deliveries whose lower median is the usual number of rows; with fewer nobody knows what is usual."""
FEED: Final[dict[str, pl.DataType]] = {
    "source_table": pl.String(),
    "label": pl.String(),
    "kind": pl.String(),
    "status": pl.String(),
    "batch_date": pl.Date(),
    "days_without": pl.Int64(),
    "rows_in": pl.Int64(),
    "before_on": pl.Date(),
    "rows_before": pl.Int64(),
    "rows_usual": pl.Int64(),
}
COLUMN_QUALITY: Final[dict[str, pl.DataType]] = {
    "source_table": pl.String(),
    "label": pl.String(),
    "column_name": pl.String(),
    "header": pl.String(),
    "batch_date": pl.Date(),
    "rows": pl.Int64(),
    "rows_empty": pl.Int64(),
    "rows_odd": pl.Int64(),
    "rows_amount": pl.Int64(),
    "amount": pl.Decimal(18, 4),
    "amount_usual": pl.Decimal(18, 4),
}
ROW_CHECK: Final[dict[str, pl.DataType]] = {
    "source_table": pl.String(),
    "label": pl.String(),
    "check_kind": pl.String(),
    "check_name": pl.String(),
    "told": pl.String(),
    "batch_date": pl.Date(),
    "rows": pl.Int64(),
    "rows_hit": pl.Int64(),
}
RELATIONS: Final = {"feed": FEED, "column_quality": COLUMN_QUALITY, "row_check": ROW_CHECK}


def feed(ledger: pl.DataFrame, night: date) -> pl.DataFrame:
    """One row a table of which anything ever came; a department that never delivers is not late. Columns of FEED.

    `ledger`: source_table, batch_date, status, in_force, rows_in; one row a batch up to the night.
    batch_date and rows_in are of the newest delivery in force, before_on and rows_before of the one before it.
    days_without: days since the newest one, or since the day before the first batch where none was ever taken.
    """
    rows = []
    for (table,), mine in ledger.sort("source_table", "batch_date").group_by("source_table", maintain_order=True):
        spec, taken = TABLES[str(table)], mine.filter("in_force")
        if (mine["status"] == "missing").all():
            continue
        tonight = mine.filter(pl.col("batch_date") == night)
        sizes, days = taken["rows_in"].to_list(), taken["batch_date"].to_list()
        since = (night - days[-1]).days if days else (night - mine["batch_date"][0]).days + 1
        earlier = sorted(sizes[-USUAL_OF - 1 : -1])
        rows.append(
            {
                "source_table": spec.key,
                "label": f"{spec.department_label}“{spec.label}”",
                "kind": spec.kind,
                "status": tonight["status"][0] if tonight.height else None,
                "batch_date": days[-1] if days else None,
                "days_without": since,
                "rows_in": sizes[-1] if days else None,
                "before_on": days[-2] if len(days) > 1 else None,
                "rows_before": sizes[-2] if len(days) > 1 else None,
                "rows_usual": earlier[(len(earlier) - 1) // 2] if len(earlier) == USUAL_OF else None,
            }
        )
    return pl.DataFrame(rows, schema=FEED, orient="row")


def column_quality(counted: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """One row a column of the newest delivery in force that has something to look at. Columns of COLUMN_QUALITY.

    `counted`: source_table, batch_date and transforms.stage.quality.QUALITY of the newest deliveries in force;
    `earlier`: the same of kind `amount` of those before. amount_usual is the lower median of their medians.
    """
    place = ["source_table", "name"]
    usual = earlier.filter(pl.col("kind") == "amount").sort(*place, "amount").group_by(place, maintain_order=True)
    usual_amount = usual.agg(amount_usual=pl.col("amount").gather((pl.len() - 1) // 2).first())
    rows = counted.filter(pl.col("kind") == "rows").select("source_table", rows="hits")
    of = counted.filter(pl.col("kind").is_in(["empty", "odd", "amount"]))
    wide = of.group_by(*place, "batch_date").agg(
        *(pl.col("hits").filter(pl.col("kind") == kind).sum().alias(f"rows_{kind}") for kind in ("empty", "odd")),
        pl.col("hits").filter(pl.col("kind") == "amount").sum().alias("rows_amount"),
        pl.col("amount").max(),
    )
    told = wide.join(rows, on="source_table").join(usual_amount, on=place, how="left").sort(place)
    return _labelled(told.rename({"name": "column_name"}), COLUMN_QUALITY)


def row_check(counted: pl.DataFrame, future: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    """One row a table and way in which at least one row of its newest delivery is wrong. Columns of ROW_CHECK.

    `counted` as above; `future`: source_table, name, hits: rows with a day after the batch; `divisions`: code,
    valid_from, valid_until. A code is judged only where the list knows codes of its county and length.
    """
    rows = counted.filter(pl.col("kind") == "rows").select("source_table", "batch_date", rows="hits")
    simple = counted.filter(pl.col("kind").is_in(["order", "zero", "twice"])).select(
        "source_table", "name", "hits", check_kind="kind"
    )
    later = future.select("source_table", "name", "hits", check_kind=pl.lit("future"))
    found = pl.concat([simple, later]).filter(pl.col("hits") > 0)
    told = pl.concat(
        [
            found.select("source_table", "check_kind", check_name=_check_name(), told=_told(found), rows_hit="hits"),
            _unknown_divisions(counted, divisions),
        ]
    ).join(rows, on="source_table")
    return _labelled(told.sort("source_table", "check_kind", "check_name"), ROW_CHECK)


def _check_name() -> pl.Expr:
    kind, name = pl.col("check_kind"), pl.col("name")
    return pl.when(kind == "future").then(name + ">batch").when(kind == "zero").then(name + "=1900").otherwise(name)


def _told(found: pl.DataFrame) -> pl.Series:
    """What is wrong, in the words of the table's headers."""
    said = {
        "order": "“{}”早于“{}”",
        "zero": "“{}”为1900-01-00一类的零日期",
        "future": "“{}”晚于批次日期",
        "twice": "“{}”重复",
    }
    texts = []
    for table, kind, name in found.select("source_table", "check_kind", "name").iter_rows():
        parts = [TABLES[table].column(part).header for part in name.replace("<", "+").split("+")]
        texts.append(said[kind].format(*parts) if kind == "order" else said[kind].format("、".join(parts)))
    return pl.Series(texts, dtype=pl.String)


def _unknown_divisions(counted: pl.DataFrame, divisions: pl.DataFrame) -> pl.DataFrame:
    """Codes not in the list on the day of the batch, one row a table, column and code; with what the list says."""
    codes = counted.filter(pl.col("kind") == "division").with_columns(
        county=pl.col("value").str.head(6), length=pl.col("value").str.len_chars()
    )
    listed = divisions.with_columns(county=pl.col("code").str.head(6), length=pl.col("code").str.len_chars())
    known = codes.join(listed.select("county", "length").unique(), on=["county", "length"], how="semi")
    spans = known.join(listed, left_on="value", right_on="code", how="left")
    day = pl.col("batch_date")
    holds = (pl.col("valid_from") <= day) & (pl.col("valid_until").is_null() | (pl.col("valid_until") >= day))
    place = ["source_table", "name", "value"]
    judged = spans.group_by(place).agg(
        holds.fill_null(value=False).any().alias("valid"),
        pl.col("hits").first(),
        pl.col("valid_until").max(),
        pl.col("valid_from").min(),
    )
    why = (
        pl.when(pl.col("valid_from").is_null())
        .then(pl.lit("不在区划目录内"))
        .when(pl.col("valid_until").is_null())
        .then(pl.format("自{}起才启用", "valid_from"))
        .otherwise(pl.format("自{}起停用", pl.col("valid_until").dt.offset_by("1d")))
    )
    return judged.filter(~pl.col("valid")).select(
        "source_table",
        check_kind=pl.lit("division"),
        check_name=pl.col("name") + "=" + pl.col("value"),
        told=pl.format("区划代码{}{}", "value", why),
        rows_hit="hits",
    )


def _labelled(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    labels = {key: f"{spec.department_label}“{spec.label}”" for key, spec in TABLES.items()}
    named = frame.with_columns(pl.col("source_table").replace_strict(labels, return_dtype=pl.String).alias("label"))
    if "header" in schema:
        headers = [
            TABLES[table].column(name).header for table, name in named.select("source_table", "column_name").rows()
        ]
        named = named.with_columns(pl.Series("header", headers, dtype=pl.String))
    return named.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
