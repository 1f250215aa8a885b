"""Alerts that an identity merge brought together: one question is asked once; a later split takes that back.

Two alerts of one rule on different rows of one table come together when they now name one person of one household and
*named different persons before*. Two findings that always named the same person (two flats let, two benefits paid)
are two questions and stay so. `own_key` remembers the person an alert named on its own; as long as the merge stands it
is kept, so that a split, and a new merge after it, are seen for what they are.

Nothing is merged over a person of whom some record is theirs only perhaps: a likely link answers no question.

Of those that stand, one stays: not decided before decided, not frozen before frozen, the more urgent, one that staff
already have, the older, the smaller number. So nothing is hidden under what is itself out of sight for a better reason.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from transforms.handling.tonight import standing, urgency

_TOGETHER = ("rule_id", "anchor_table", "person_key", "household_no")


def merging(rows: pl.DataFrame, doubtful: Collection[str] = ()) -> pl.DataFrame:
    """Rows with `own_key` for tonight and `merged_into`, the alert_id of the one that stays.

    doubtful: of Circumstances. Needs the columns of alerts, decision_id, and as of the night before dispatched_on
    and own_key.
    """
    own = pl.coalesce("own_key", "person_key")
    rows = rows.with_columns(own_key=own)
    named = rows.filter(pl.col("person_key").is_not_null()).select("alert_id", "own_key", *_TOGETHER)
    shared = named.filter(pl.len().over(_TOGETHER) > 1).filter(pl.col("own_key").n_unique().over(_TOGETHER) > 1)
    among = pl.col("alert_id").is_in(shared["alert_id"].implode())
    sure = ~pl.col("person_key").is_in(list(doubtful))
    together = rows.filter(among & standing() & sure).sort(
        pl.col("decision_id").is_not_null(),
        "frozen",
        urgency(pl.col("level")),
        pl.col("dispatched_on").is_null(),
        "first_seen",
        "alert_id",
    )
    stays = together.group_by(_TOGETHER, maintain_order=True).agg(
        merged_into=pl.col("alert_id").first(), its_key=pl.col("own_key").first()
    )
    merged = together.join(stays, on=_TOGETHER, nulls_equal=True).filter(pl.col("own_key") != pl.col("its_key"))
    rows = rows.with_columns(own_key=pl.when(among).then("own_key").otherwise("person_key"))
    return rows.join(merged.select("alert_id", "merged_into"), on="alert_id", how="left", maintain_order="left")
