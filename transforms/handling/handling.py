"""What becomes of tonight's alerts for people: one call a night, after `advance`.

    remembered -> decisions -> identity merges -> reasons to hold back -> cap and waves -> sheets, days, life, events

Nothing here changes a column that `advance` made; it only says what is put before staff, and why the rest is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.alert_changes import TOLD, changes
from transforms.alerts import ALERTS
from transforms.handling.deadlines import deadlines
from transforms.handling.dispatching import dispatching
from transforms.handling.events import events
from transforms.handling.holding import holding
from transforms.handling.merging import merging
from transforms.handling.sheets import sheet_ids, sheets, township_texts
from transforms.handling.tonight import DECISIONS, HANDLED, MEMORY, Circumstances, none_of, standing

_OF_THE_NIGHT_BEFORE = (
    *("state", "frozen", "shown", "held_back", "merged_into", "decision_id", "township_text", "evidence"),
)
_CARRIED = ("dispatched_on", "sheet_id", "wave")


@dataclass(frozen=True, slots=True)
class Handled:
    """alerts: ALERTS, then HANDLED, then MEMORY, in the order given. sheets, events: tonight's only."""

    alerts: pl.DataFrame
    sheets: pl.DataFrame
    events: pl.DataFrame


def handle(before: pl.DataFrame, alerts: pl.DataFrame, now: Circumstances) -> Handled:
    """What people see of `alerts` (of `advance`), after `before` (alerts of this function the night before).

    `before` may lack the columns of this module, as alerts of an older release do: nothing was shown then.
    Raises ValueError for two decisions that hold on one alert.
    """
    if now.decisions["alert_id"].is_duplicated().any():
        raise ValueError("two decisions hold on one alert: the standing of decisions gives at most one")
    rows = _remembered(before, alerts)
    rows = rows.join(now.decisions.select(list(DECISIONS)[:3]), on="alert_id", how="left", maintain_order="left")
    rows = _spells(rows, now)
    rows = holding(merging(rows, now.doubtful), now)
    rows = dispatching(rows, now)
    rows = rows.with_columns(shown=standing() & pl.col("held_back").is_null(), life=_life())
    rows = _seen(deadlines(sheet_ids(township_texts(rows, now), now.night), now))
    names = {**ALERTS, **HANDLED, **MEMORY}
    finished = rows.select(pl.col(name).cast(dtype) for name, dtype in names.items())
    return Handled(finished, sheets(rows, now.night), events(rows, now))


def _remembered(before: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    """Alerts with what was said of them the night before (was_*), and what is carried on."""
    known = none_of({**ALERTS, **HANDLED, **MEMORY})
    known = pl.concat([known, before.select(name for name in before.columns if name in known.columns)], how="diagonal")
    said = known.select(
        "alert_id", *_CARRIED, *MEMORY, *(pl.col(name).alias(f"was_{name}") for name in _OF_THE_NIGHT_BEFORE)
    )
    return alerts.select(list(ALERTS)).join(said, on="alert_id", how="left", maintain_order="left")


def _spells(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Adds `lapsed`; a spell begins with an alert, its return, or the end of a decision on it while it stands."""
    lapsed = pl.col("was_decision_id").is_not_null() & pl.col("decision_id").is_null()
    begins = pl.col("was_state").is_null() | (pl.col("state") == "reopened") | (lapsed & standing())
    return rows.with_columns(
        lapsed=lapsed,
        spell_on=pl.when(begins).then(pl.lit(now.night)).otherwise(pl.coalesce("spell_on", "opened_on")),
        **{name: pl.when(~begins).then(name) for name in _CARRIED},
    )


def _life() -> pl.Expr:
    """One word for people."""
    return (
        pl.when(pl.col("merged_into").is_not_null())
        .then(pl.lit("merged"))
        .when(pl.col("decision_id").is_not_null())
        .then(pl.lit("closed"))
        .when(~standing())
        .then(pl.lit("resolved"))
        .when("frozen")
        .then(pl.lit("frozen"))
        .when("lapsed")
        .then(pl.lit("reopened"))
        .otherwise("state")
    )


def _seen(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds seen_change, what differs from what staff had before them last; where it is shown, that is now this."""
    rows = rows.with_columns(seen_evidence=pl.coalesce("seen_evidence", "was_evidence"))
    looked_at = rows.filter(standing(), pl.col("seen_fingerprint").is_not_null())
    told = changes(looked_at, "seen_{}", "{}", TOLD).rename({"change": "seen_change"})
    rows = rows.join(told, on="alert_id", how="left", maintain_order="left")
    seen = ("evidence", "level", "confidence", "rule_version")
    now = {f"seen_{name}": pl.when("shown").then(name).otherwise(f"seen_{name}") for name in seen}
    fingerprint = pl.when("shown").then("evidence_fingerprint").otherwise("seen_fingerprint")
    rows = rows.with_columns(**now, seen_fingerprint=fingerprint)
    unlike = pl.col("seen_fingerprint").is_null() | (pl.col("seen_fingerprint") != pl.col("evidence_fingerprint"))
    return rows.with_columns(
        seen_evidence=pl.when(unlike & pl.col("seen_fingerprint").is_not_null()).then("seen_evidence")
    )
