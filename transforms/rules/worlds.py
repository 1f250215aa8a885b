"""Certainty: what both worlds say is certain, what only links below certain support is likely."""

from __future__ import annotations

import polars as pl

from transforms.rules.explain import LIKELY_PREFIX

_FINDING = ["rule_id", "anchor_table", "anchor_record_no"]
_HOUSEHOLD = ["household_no", "program", "record_no"]


def merge_findings(linked: pl.DataFrame, apart: pl.DataFrame | None) -> pl.DataFrame:
    """Findings of world linked with `certainty` and `explanation` (the sentence, warned when likely).

    apart None: no link is below certain, everything is certain. A finding that world apart has too is certain, else
    likely; one that only world apart has is none, since an accepted link makes present what it would find missing.
    """
    if apart is None:
        judged = linked.with_columns(pl.lit("certain").alias("certainty"))
    else:
        also = apart.select(_FINDING).with_columns(pl.lit("certain").alias("certainty"))
        judged = linked.join(also, on=_FINDING, how="left").with_columns(pl.col("certainty").fill_null("likely"))
    likely = pl.col("certainty") == "likely"
    worded = pl.when(likely).then(pl.lit(LIKELY_PREFIX) + pl.col("sentence")).otherwise(pl.col("sentence"))
    return judged.with_columns(worded.alias("explanation")).sort(_FINDING)


def merge_verification(linked: pl.DataFrame, apart: pl.DataFrame | None) -> pl.DataFrame:
    """Results of world linked; a fail that world apart does not share becomes needs_review, with a reason added."""
    if apart is None:
        return linked
    failing = (
        apart.filter(pl.col("outcome") == "fail").select(_HOUSEHOLD).with_columns(pl.lit(True).alias("fails_apart"))
    )
    joined = linked.join(failing, on=_HOUSEHOLD, how="left", nulls_equal=True)
    doubtful = (pl.col("outcome") == "fail") & pl.col("fails_apart").is_null()
    reason = pl.lit("不符合的依据是尚未确认的身份关联", dtype=pl.String)
    return (
        joined.with_columns(
            pl.when(doubtful).then(pl.lit("needs_review")).otherwise(pl.col("outcome")).alias("outcome"),
            pl.when(doubtful)
            .then(pl.concat_list(pl.col("reasons"), reason.implode()))
            .otherwise(pl.col("reasons"))
            .alias("reasons"),
        )
        .drop("fails_apart")
        .sort(_HOUSEHOLD)
    )
