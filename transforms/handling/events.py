"""What happened to each alert tonight: every difference between the night before and this one, as rows for ever."""

from __future__ import annotations

import polars as pl

from schemas.published import of_model
from schemas.published.alerts import EVENTS, AlertEvents
from transforms.handling.tonight import Circumstances, standing

ALERT_EVENTS = of_model(AlertEvents).dtypes


def events(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Tonight's events, by alert and in the order of EVENTS. Needs the finished columns and what they were (was_*)."""
    stands, resolved = standing(), pl.col("state") == "resolved"
    was_frozen = pl.col("was_frozen").fill_null(False)
    was_shown = pl.col("was_shown").fill_null(False)
    decision, had = pl.col("decision_id"), pl.col("was_decision_id")
    under, was_under = pl.col("merged_into"), pl.col("was_merged_into")
    reason, was_reason = pl.col("held_back"), pl.col("was_held_back")
    nothing = pl.lit(None, pl.String())
    happened: dict[str, tuple[pl.Expr, pl.Expr]] = {
        "appeared": (pl.col("was_state").is_null(), nothing),
        "changed": (pl.col("changed_since_last").is_not_null(), pl.col("changed_since_last")),
        "resolved": (resolved & (pl.col("was_state") != "resolved"), nothing),
        "reopened": (
            _came_back(),
            pl.when(pl.col("lapsed")).then(pl.lit("处置决定失效")).otherwise(pl.lit("再次发现")),
        ),
        "frozen": (pl.col("frozen") & ~was_frozen, pl.col("frozen_reason")),
        "thawed": (~pl.col("frozen") & was_frozen, nothing),
        "closed": (
            decision.is_not_null() & had.ne_missing(decision),
            pl.format("{} {}", pl.col("disposition"), decision),
        ),
        "lapsed": (had.is_not_null() & decision.is_null(), had),
        "merged": (under.is_not_null() & was_under.ne_missing(under), under),
        "unmerged": (was_under.is_not_null() & under.is_null(), was_under),
        "shown": (pl.col("shown") & ~was_shown, _how(now)),
        "held_back": (stands & ~pl.col("shown") & (was_shown | was_reason.ne_missing(reason)), pl.col("held_back_why")),
    }
    parts = [
        rows.filter(when).select(night=pl.lit(now.night), alert_id="alert_id", event=pl.lit(word), detail=detail)
        for word, (when, detail) in happened.items()
    ]
    order = {word: place for place, word in enumerate(EVENTS)}
    found = pl.concat(parts).sort("alert_id", pl.col("event").replace_strict(order))
    return found.select(pl.col(name).cast(dtype) for name, dtype in ALERT_EVENTS.items())


def _came_back() -> pl.Expr:
    """It was found again after it was resolved, or a decision on it lapsed while it stands."""
    return (pl.col("state") == "reopened") | (standing() & pl.col("lapsed"))


def _how(now: Circumstances) -> pl.Expr:
    """Whether staff get it newly or have it back."""
    new = pl.col("dispatched_on") == now.night
    return pl.when(new).then(pl.format("新交办 {}", pl.col("sheet_id"))).otherwise(pl.lit("恢复交办"))
