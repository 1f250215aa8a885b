"""How often a rule's findings were confirmed by those who looked: over all nights, and by month of the first finding.

Precision is confirmed / (confirmed + not confirmed), with a Wilson interval of 95 %; null where nobody decided either.
What staff decided is no random sample of what a rule finds: undecided ones are counted beside it.
"""

from __future__ import annotations

import polars as pl

from transforms.decisions.codes import CONFIRMED, NOT_CONFIRMED, UNCLEAR
from transforms.decisions.shares import with_share

_FINDING = ["alert_id", "rule_version"]
_COUNTS = ["fired", "shown", "decided", "confirmed", "not_confirmed", "unclear", "undecided", "overturned"]
MEASURES: dict[str, pl.DataType] = {
    "rule_id": pl.String(),
    "rule_version": pl.Int64(),
    "month": pl.String(),
    **{name: pl.Int64() for name in _COUNTS},
    "precision": pl.Float64(),
    "precision_low": pl.Float64(),
    "precision_high": pl.Float64(),
    "median_days": pl.Float64(),
}
"""Grain: one version of a rule in one month (YYYY-MM of the first finding), and over all (month null).

fired: alerts of that version; shown: of these, put before staff at some time (null where that is not recorded);
decided = confirmed + not_confirmed + unclear; undecided = fired - decided. median_days: from the first finding to the
decision that counts, in calendar days.
"""


def rule_measures(alerts: pl.DataFrame, effects: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """Columns of MEASURES, by rule, version and month; the sum over all months first.

    `alerts`: alert_id, rule_id, rule_version, first_seen and, where it is kept, dispatched_on. `effects`:
    standing.EFFECTS; of several on one version of a finding the last counts. `rules`: rule_id, version; each has a
    row, fired or not. An alert found again by a newer version counts for the older one as long as that was decided.
    """
    shown = pl.col("dispatched_on").is_not_null() if "dispatched_on" in alerts.columns else pl.lit(None, pl.Boolean)
    known = alerts.select("alert_id", "rule_id", "first_seen", shown=shown, now="rule_version")
    last = effects.sort("seq").group_by(_FINDING, maintain_order=True).agg(
        pl.col("says", "decided_on").last(), pl.col("overturned").any()
    )  # fmt: skip
    fired = pl.concat([known.select("alert_id", rule_version="now"), last.select(_FINDING)]).unique()
    each = (
        fired.join(known, on="alert_id")
        .join(last, on=_FINDING, how="left", nulls_equal=True)
        .with_columns(month=pl.col("first_seen").dt.strftime("%Y-%m"))
    )
    everything = each.with_columns(month=pl.lit(None, pl.String))
    counted = pl.concat([_counted(everything), _counted(each)])
    silent = rules.select("rule_id", rule_version=pl.col("version").cast(pl.Int64())).join(
        counted, on=["rule_id", "rule_version"], how="anti"
    )
    nothing = [pl.lit(0, pl.Int64).alias(name) for name in _COUNTS]
    empty = silent.with_columns(pl.lit(None, pl.String).alias("month"), *nothing, median_days=pl.lit(None, pl.Float64))
    every = pl.concat([counted, empty.select(counted.columns)], how="vertical_relaxed")
    if "dispatched_on" not in alerts.columns:
        every = every.with_columns(shown=pl.lit(None, pl.Int64))
    of = every.with_columns(judged=pl.col("confirmed") + pl.col("not_confirmed"))
    told = with_share(of, "confirmed", "judged", "precision")
    columns = [pl.col(name).cast(dtype) for name, dtype in MEASURES.items()]
    return told.select(columns).sort("rule_id", "rule_version", "month", nulls_last=False)


def _counted(each: pl.DataFrame) -> pl.DataFrame:
    says = {word: (pl.col("says") == word).sum() for word in (CONFIRMED, NOT_CONFIRMED, UNCLEAR)}
    days = (pl.col("decided_on") - pl.col("first_seen")).dt.total_days()
    return (
        each.group_by("rule_id", "rule_version", "month")
        .agg(
            pl.len().alias("fired"),
            pl.col("shown").sum(),
            pl.col("says").is_not_null().sum().alias("decided"),
            pl.col("overturned").fill_null(False).sum(),
            days.median().alias("median_days"),
            **says,
        )
        .with_columns(undecided=pl.col("fired").cast(pl.Int64) - pl.col("decided").cast(pl.Int64))
        .select("rule_id", "rule_version", "month", *(pl.col(name).cast(pl.Int64) for name in _COUNTS), "median_days")
    )
