"""Dispatch sheets: what one household (else one person, else one record) is newly asked about tonight, on one sheet.

A sheet says what a township may read (`township_text`) and names the alerts; their evidence is not on it. Parts held
under one of its alerts are named, so that one visit answers them all. A sheet once made is never changed.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.published import of_model
from schemas.published.alerts import DispatchSheets
from transforms.alert_evidence import fingerprint
from transforms.handling.tonight import ORDER, Circumstances, needed, urgency

SHEETS = of_model(DispatchSheets).dtypes
_LEVELS = ("red", "yellow", "blue")


def township_texts(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Rows with `township_text`: the rule's own, else the explanation; of a rule that is gone, what it was last.

    Null texts of `was_township_text` (an alert of an older release whose rule is gone) give the title.
    """
    texts = {"rule_id": list(now.township), "own": list(now.township.values()), "known": [True] * len(now.township)}
    schema = {"rule_id": pl.String(), "own": pl.String(), "known": pl.Boolean()}
    rows = rows.join(pl.DataFrame(texts, schema=schema), on="rule_id", how="left", maintain_order="left")
    told = pl.when("known").then(pl.coalesce("own", "explanation")).otherwise(pl.coalesce("was_township_text", "title"))
    return rows.with_columns(township_text=told).drop("own", "known")


def sheet_ids(rows: pl.DataFrame, night: date) -> pl.DataFrame:
    """Rows with `sheet_id` of tonight's sheet where dispatched_on is tonight, else that of the sheet they came on."""
    fresh = rows.filter(pl.col("dispatched_on") == night).select("unit").unique()
    names = [f"D{fingerprint(night.isoformat(), unit, size=8)}" for unit in fresh["unit"]]
    made = fresh.with_columns(made=pl.Series(names, dtype=pl.String()))
    rows = rows.join(made, on="unit", how="left", maintain_order="left")
    present = pl.when(pl.col("dispatched_on") == night).then("made").when(pl.col("dispatched_on").is_not_null())
    return rows.with_columns(sheet_id=present.then("sheet_id")).drop("made")


def sheets(rows: pl.DataFrame, night: date) -> pl.DataFrame:
    """Tonight's sheets, in the order of their first alert. Needs the finished columns of alerts, and `unit`."""
    fresh = rows.filter(pl.col("dispatched_on") == night).sort(ORDER)
    parts = rows.filter(pl.col("held_back_under").is_in(fresh["alert_id"].implode()))
    parts = parts.join(fresh.select("sheet_id", held_back_under="alert_id"), on="held_back_under", suffix="_of")
    parts = parts.group_by(sheet_id="sheet_id_of").agg(parts=pl.col("alert_id").sort())
    colour = pl.col("level").replace_strict({"red": "红", "yellow": "黄", "blue": "蓝"}, return_dtype=pl.String())
    line = pl.format("[{}]{}：{}", colour, pl.col("title"), pl.col("township_text"))
    made = fresh.group_by("sheet_id", maintain_order=True).agg(
        pl.col("division_code", "household_no", "wave").first(),
        person_key=pl.when(pl.col("household_no").first().is_null()).then(pl.col("person_key").first()),
        level=urgency(pl.col("level")).min().cast(pl.Int64()),
        need=needed(pl.col("rule_id")).any(),
        alerts=pl.len().cast(pl.Int64()),
        alert_ids=pl.col("alert_id"),
        respond_by=pl.col("respond_by").min(),
        close_by=pl.col("close_by").min(),
        text=line.str.join("\n"),
    )
    made = made.join(parts, on="sheet_id", how="left", maintain_order="left").with_columns(
        night=pl.lit(night),
        township=pl.col("division_code").str.slice(0, 9),
        level=pl.col("level").replace_strict(dict(enumerate(_LEVELS)), return_dtype=pl.String()),
        parts=pl.col("parts").fill_null(pl.lit([], dtype=pl.List(pl.String()))),
    )
    return made.select(pl.col(name).cast(dtype) for name, dtype in SHEETS.items())
