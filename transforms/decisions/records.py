"""What the books of decisions and of due-process steps hold. No personal value: alert ids, codes, staff, reasons."""

from __future__ import annotations

import polars as pl

DECISION: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "kind": pl.String(),
    "alert_id": pl.String(),
    "rule_id": pl.String(),
    "disposition": pl.String(),
    "reason": pl.String(),
    "evidence_fingerprint": pl.String(),
    "rule_version": pl.Int64(),
    "decided_by": pl.String(),
    "second_by": pl.String(),
    "decided_on": pl.Date(),
    "expires_on": pl.Date(),
    "recorded_at": pl.String(),
    "signs": pl.String(),
    "source_no": pl.String(),
    "steps_seen": pl.Int64(),
}
"""Grain: one thing said. seq: its place in the book, from 1; a later one supersedes an earlier one on the same alert.

kind: decision; signature (`signs`: the id of the decision; `decided_by`: who signs); sample (the result of a household
of the recall sample; `alert_id` holds the sample's id). as_of: the newest night when it was said; that night and later
ones read it. rule_id, rule_version, evidence_fingerprint: of the alert as published when it was decided.
decided_on: the day; expires_on: the last day on which it holds, null for none. recorded_at: ISO time with zone.
source_no: its number in another system. steps_seen: seq of the last due-process step in the book at the time, which
gives both books one order.
"""

STEP: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "alert_id": pl.String(),
    "step": pl.String(),
    "done_by": pl.String(),
    "done_on": pl.Date(),
    "how": pl.String(),
    "answer_by": pl.Date(),
    "outcome": pl.String(),
    "evidence_fingerprint": pl.String(),
    "rule_version": pl.Int64(),
    "recorded_at": pl.String(),
    "source_no": pl.String(),
}
"""Grain: one due-process step (process.STEPS) of one alert. done_by, done_on: the person and the day.

answer_by: of a notice, the last day on which the household may answer. outcome: of a reply to an objection,
upheld (the finding stands) or accepted (it does not). source_no: its number in another system, null for none.
"""


def no_decisions() -> pl.DataFrame:
    """Nothing decided yet."""
    return pl.DataFrame(schema=DECISION)


def no_steps() -> pl.DataFrame:
    """No step taken yet."""
    return pl.DataFrame(schema=STEP)
