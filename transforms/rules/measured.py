"""What became of a rule's alerts: how many there were, how many were decided, and how many of those were confirmed.

Unknown is told as unknown: where nothing was decided there is no share and no interval, never a 0.
"""

from __future__ import annotations

import polars as pl

from transforms.link.measured import wilson

CONFIRMED_PREFIX = "属实-"
NOT_A_PROBLEM = ("属实-符合豁免",)
_NOT_A_DECISION = ("superseded", "refused", "unsigned", "suspended")
MEASURES = {
    "rule_id": pl.String(),
    "fired": pl.Int64(),
    "open": pl.Int64(),
    "decided": pl.Int64(),
    "confirmed": pl.Int64(),
    "undecided": pl.Int64(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""Grain: one rule. fired: alerts it ever had. share, low, high: confirmed among decided, Wilson interval of 95 %."""

PUBLISHED_MEASURES = ("rule_id", "month", "fired", "decided", "confirmed", "not_confirmed", "undecided")
"""Columns taken of the published table rule_measures: one row a version of a rule where month is null."""


def of_versions(published: pl.DataFrame, still_open: pl.DataFrame) -> pl.DataFrame:
    """MEASURES from PUBLISHED_MEASURES of all versions of each rule; the share is of those found right or wrong.

    still_open: rule_id, open.
    """
    counts = ("fired", "decided", "confirmed", "not_confirmed", "undecided")
    summed = published.group_by("rule_id").agg(pl.col(name).sum().cast(pl.Int64) for name in counts).sort("rule_id")
    rows = summed.join(still_open, on="rule_id", how="left", maintain_order="left")
    return _shared(rows.with_columns(pl.col("open").fill_null(0)), pl.col("confirmed") + pl.col("not_confirmed"))


def _shared(rows: pl.DataFrame, judged: pl.Expr) -> pl.DataFrame:
    """Rows with share and interval of `confirmed` among `judged`; null where nothing was judged."""
    pairs = rows.select("confirmed", judged.alias("judged")).iter_rows()
    shares = [wilson(right, of) or (None, None, None) for right, of in pairs]
    found = pl.DataFrame(shares, schema=dict.fromkeys(("share", "low", "high"), pl.Float64()), orient="row")
    return pl.concat([rows, found], how="horizontal").select(pl.col(name).cast(kind) for name, kind in MEASURES.items())


def confirmed() -> pl.Expr:
    """Whether a disposition says that the finding was right and mattered."""
    code = pl.col("disposition")
    return code.str.starts_with(CONFIRMED_PREFIX) & ~code.is_in(NOT_A_PROBLEM)


def measures(alerts: pl.DataFrame, decisions: pl.DataFrame | None) -> pl.DataFrame:
    """MEASURES by rule, in order of the rule.

    alerts: alert_id, rule_id, state. decisions: alert_id, disposition, standing, decided_on; None where nobody reads
    decisions yet: then decided and confirmed are null. Of several decisions on an alert the last counts.
    """
    fired = alerts.group_by("rule_id").agg(
        fired=pl.len().cast(pl.Int64), open=(pl.col("state") != "resolved").sum().cast(pl.Int64)
    )
    if decisions is None:
        return fired.select(
            pl.col(name) if name in fired.columns else pl.lit(None, dtype).alias(name)
            for name, dtype in MEASURES.items()
        ).sort("rule_id")
    last = (
        decisions.filter(~pl.col("standing").is_in(_NOT_A_DECISION))
        .sort("decided_on", "decision_id")
        .unique("alert_id", keep="last", maintain_order=True)
    )
    counted = (
        alerts.join(last, on="alert_id")
        .group_by("rule_id")
        .agg(decided=pl.len().cast(pl.Int64), confirmed=confirmed().sum().cast(pl.Int64))
    )
    joined = fired.join(counted, on="rule_id", how="left").with_columns(pl.col("decided", "confirmed").fill_null(0))
    rows = joined.with_columns(undecided=pl.col("fired") - pl.col("decided")).sort("rule_id")
    return _shared(rows, pl.col("decided"))
