"""What was found of each person, item by item, in six classes that are never made one (domain/process.md, section 7).

That nothing stands in the data is 未查得 only where the source answered for a person who is known beyond doubt; else it
is said why nothing can be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from schemas.facts import FACTS
from transforms.verify.purposes import Item, Purposes

HIT, DOUBT, NONE, NOT_ASKED, NO_ANSWER, ERR = "查得", "疑似", "未查得", "未查询", "未反馈", "数据异常"
CLASSES: Final = (HIT, DOUBT, NONE, NOT_ASKED, NO_ANSWER, ERR)
FOUND: Final[dict[str, pl.DataType]] = {
    "request_no": pl.String(),
    "line": pl.Int64(),
    "item": pl.String(),
    "label": pl.String(),
    "source_table": pl.String(),
    "class": pl.String(),
    "amount": pl.Decimal(18, 4),
    "unit": pl.String(),
    "on": pl.Date(),
    "told": pl.String(),
    "record_no": pl.String(),
    "cut_off": pl.Date(),
    "basis": pl.String(),
    "note": pl.String(),
}
"""Grain: one record found; or one (member, item) without a record."""
_KEY: Final = ["request_no", "line", "item"]


def asked_items(members: pl.DataFrame, purposes: Purposes) -> pl.DataFrame:
    """Every (member, item) of the purpose: request_no, line, person_key, purpose, item, label, source_table, statute,
    day, in order of members and items. members: with purpose and asked_on."""
    rows = [
        {
            "purpose": name,
            "place": place,
            "item": key,
            "label": purposes.items[key].label,
            "source_table": purposes.items[key].source,
            "statute": purpose.statutory.get(key),
        }
        for name, purpose in purposes.by_name.items()
        for place, key in enumerate(purposes.asked(name))
    ]
    schema = {name: pl.String() for name in ("purpose", "item", "label", "source_table", "statute")}
    items = pl.DataFrame(rows, schema={**schema, "place": pl.Int64()})
    who = members.select("request_no", "line", "person_key", "purpose", pl.col("asked_on").alias("day"))
    return who.join(items, on="purpose").sort("line", "place").drop("place")


def found_of(
    gated: pl.DataFrame,
    members: pl.DataFrame,
    facts: Mapping[str, pl.DataFrame],
    sources: pl.DataFrame,
    defects: pl.DataFrame,
    purposes: Purposes,
) -> pl.DataFrame:
    """FOUND, in order of line, item, newest first. gated: asked_items as the gate answered them.

    sources: source_table, cut_off (null: never delivered), late (last night's own batch did not come or was refused).
    defects: source_table, record_no, reason of cells that could not be read.
    """
    told = gated.join(sources, on="source_table", how="left", maintain_order="left").join(
        members.select("line", "certainty", "number_state", "holder_key"), on="line", maintain_order="left"
    )
    unread = defects.group_by("source_table", "record_no").agg(pl.col("reason").sort().str.join("；"))
    open_ones = told.filter(pl.col("basis").is_not_null() & pl.col("cut_off").is_not_null())
    records = [
        _records(open_ones.filter(pl.col("item") == key), item, facts[item.fact], unread)
        for key, item in purposes.items.items()
    ]
    found = pl.concat([pl.DataFrame(schema=FOUND), *records])
    without = told.join(found.select(_KEY).unique(), on=_KEY, how="anti", maintain_order="left")
    places = gated.select(*_KEY).with_row_index("at")
    return (
        pl.concat([found, _nothing(without)])
        .join(places, on=_KEY, maintain_order="left")
        .sort(*("at", "on", "record_no", "told", "amount"), descending=[False, True, *[False] * 3], nulls_last=True)
        .drop("at")
    )


def _records(asked: pl.DataFrame, item: Item, fact: pl.DataFrame, unread: pl.DataFrame) -> pl.DataFrame:
    """Records of one item for whom it is open. A record reached by a likely link is 疑似, whoever's link it is."""
    counts = [pl.col(column).is_in(values) for column, values in item.where.items()]
    rows = fact.filter(pl.col("source_table") == item.source, *counts)
    joined = asked.join(rows, on=["person_key", "source_table"]).join(
        unread, on=["source_table", "record_no"], how="left", maintain_order="left"
    )
    doubtful = (pl.col("certainty") == "likely") | pl.col("person_key").ne_missing(pl.col("person_apart_key"))
    notes = [
        pl.when(pl.col("reason").is_not_null()).then(pl.lit("来源记录有读不出的内容：") + pl.col("reason")),
        pl.when(doubtful).then(pl.lit("身份关联尚未确认，须人工核实是否同一人")),
        pl.when("late").then(pl.format("来源本次未交付，为{}的数据", pl.col("cut_off").cast(pl.String))),
    ]
    amount = item.value is not None and isinstance(FACTS[item.fact].polars_schema[item.value], pl.Decimal)
    return joined.select(
        *_KEY,
        "label",
        "source_table",
        pl.when(pl.col("reason").is_not_null())
        .then(pl.lit(ERR))
        .when(doubtful)
        .then(pl.lit(DOUBT))
        .otherwise(pl.lit(HIT))
        .alias("class"),
        (pl.col(item.value) if amount and item.value else pl.lit(None)).cast(pl.Decimal(18, 4)).alias("amount"),
        pl.lit(item.unit or None, pl.String).alias("unit"),
        (pl.col(item.on) if item.on else pl.lit(None)).cast(pl.Date).alias("on"),
        pl.concat_str([_words(item.fact, name) for name in item.told] or [pl.lit("")], separator=" ", ignore_nulls=True)
        .str.strip_chars()
        .alias("told"),
        "record_no",
        "cut_off",
        "basis",
        pl.concat_str(notes, separator="；", ignore_nulls=True).alias("note"),
    )


def _words(fact: str, name: str) -> pl.Expr:
    """One more column in words; a day that ends something says so."""
    dtype = FACTS[fact].polars_schema[name]
    if dtype == pl.Date():
        return pl.lit("至") + pl.col(name).cast(pl.String)
    if isinstance(dtype, pl.Decimal):
        return pl.lit("份额") + pl.col(name).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".") + "%"
    return pl.col(name).cast(pl.String)


def _nothing(without: pl.DataFrame) -> pl.DataFrame:
    """The classes of (member, item) without a record."""
    closed = pl.col("basis").is_null()
    unknown = pl.col("certainty").is_null() & (pl.col("number_state") != "valid")
    somebody_else = pl.col("certainty").is_null() & pl.col("holder_key").is_not_null()
    unanswered = pl.col("cut_off").is_null()
    kind = (
        pl.when(closed)
        .then(pl.lit(NOT_ASKED))
        .when(unknown | somebody_else)
        .then(pl.lit(ERR))
        .when(unanswered | pl.col("late"))
        .then(pl.lit(NO_ANSWER))
        .when(pl.col("certainty") == "likely")
        .then(pl.lit(DOUBT))
        .otherwise(pl.lit(NONE))
    )
    note = (
        pl.when(closed)
        .then(pl.lit("未授权，未查询（") + pl.col("ground") + "）")
        .when(pl.col("number_state") == "empty")
        .then(pl.lit("没有身份号码，不能确认身份，未能查询"))
        .when(unknown)
        .then(pl.lit("身份号码校验不通过，不能确认身份，未能查询"))
        .when(somebody_else)
        .then(pl.lit("身份号码在册者姓名不同，不能确认身份，未能查询"))
        .when(unanswered)
        .then(pl.lit("该来源从未交付数据，本项未能核对"))
        .when("late")
        .then(pl.format("该来源本次未反馈数据（最近一次为{}），本项未能核对", pl.col("cut_off").cast(pl.String)))
        .when(pl.col("certainty") == "likely")
        .then(pl.lit("疑似的本人名下没有记录，身份确认前不能认为没有"))
        .otherwise(pl.lit(""))
    )
    empty = {name: pl.lit(None, dtype).alias(name) for name, dtype in FOUND.items()}
    return without.select(
        *_KEY,
        "label",
        "source_table",
        kind.alias("class"),
        *(empty[name] for name in ("amount", "unit", "on", "told", "record_no")),
        "cut_off",
        "basis",
        note.alias("note"),
    )
