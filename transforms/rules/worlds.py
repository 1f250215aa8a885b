"""Certainty: what both worlds say is certain, what only links below certain support is likely."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from transforms.rules.explain import LIKELY_PREFIX

_FINDING = ["rule_id", "anchor_table", "anchor_record_no"]
_HOUSEHOLD = ["household_no", "program", "record_no"]


def merge_findings(
    linked: pl.DataFrame, apart: pl.DataFrame | None, about_identity: Collection[str] = ()
) -> pl.DataFrame:
    """Findings of both worlds with `certainty` and `explanation` (the sentence, warned when likely).

    apart None: no link is below certain, everything is certain. A finding that both worlds have is certain. One that
    only world linked has rests on a likely link; one that only world apart has finds something absent (a benefit, a
    grant, a death) that a likely link would bring: both are likely (contract/rules.md, certainty; decision 0004).
    Not so for the rules in `about_identity` (ids): what they would find in world apart, that a number is somebody
    else's, is what the link answers.
    """
    if apart is None:
        judged = linked.with_columns(pl.lit("certain").alias("certainty"))
    else:
        also = apart.select(_FINDING).with_columns(pl.lit("certain").alias("certainty"))
        ours = linked.join(also, on=_FINDING, how="left").with_columns(pl.col("certainty").fill_null("likely"))
        absent = apart.filter(~pl.col("rule_id").is_in(list(about_identity))).join(linked, on=_FINDING, how="anti")
        absent = absent.with_columns(pl.lit("likely").alias("certainty"))
        judged = pl.concat([ours, absent])
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
