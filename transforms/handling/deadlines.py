"""When an alert must be answered and closed, counted from the night on which staff got it; what is late, and for whom.

Working days are those of transforms/calendar.py. Days are counted anew every night at tonight's level and values, so
that a holiday announced meanwhile moves a day that was provisional. Only what is before staff tonight is late: nobody
is pressed for an alert that is held back. Late is a mark for people; it changes nothing for the household.
"""

from __future__ import annotations

import polars as pl

from transforms.calendar import covered_years, working_day_after, working_days_since
from transforms.handling.tonight import Circumstances
from transforms.handling.working import LEVELS, with_values


def deadlines(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Rows with respond_by, close_by, due_provisional, overdue and escalation.

    Needs level, division_code, dispatched_on and shown. An answer counts from the night of dispatch on.
    """
    names = [f"{step}_days_{level}" for step in ("respond", "close") for level in LEVELS]
    late = ["escalate_supervisor_days", "escalate_director_days"]
    rows = with_values(rows, now.values, *names, *late)
    start = pl.col("dispatched_on")
    rows = rows.with_columns(
        respond_by=working_day_after(start, _of_level("respond")), close_by=working_day_after(start, _of_level("close"))
    )
    answers = now.answered.group_by("alert_id").agg(answered_on=pl.col("on").max())
    rows = rows.join(answers, on="alert_id", how="left", maintain_order="left")
    night = pl.lit(now.night)
    answered = (pl.col("answered_on") >= start).fill_null(False)
    not_closed = pl.col("shown") & (pl.col("close_by") < night).fill_null(False)
    silent = pl.col("shown") & (pl.col("respond_by") < night).fill_null(False) & ~answered
    since = pl.when(silent).then("respond_by").when(not_closed).then("close_by")
    days = working_days_since(since, night)
    covered = covered_years()
    rows = rows.with_columns(
        due_provisional=~start.dt.year().is_between(covered[0], covered[-1])
        | ~pl.col("close_by").dt.year().is_between(covered[0], covered[-1]),
        overdue=pl.when(not_closed)
        .then(pl.lit("close"))
        .when(silent)
        .then(pl.lit("respond"))
        .otherwise(pl.lit("none")),
        escalation=pl.when(days >= pl.col("escalate_director_days"))
        .then(pl.lit("director"))
        .when(days >= pl.col("escalate_supervisor_days"))
        .then(pl.lit("supervisor")),
    )
    return rows.drop(*names, *late, "answered_on")


def _of_level(step: str) -> pl.Expr:
    """The days that a row's level has for a step."""
    return pl.coalesce(pl.when(pl.col("level") == level).then(f"{step}_days_{level}") for level in LEVELS)
