"""How long departments take: from the request to the export, and to the night that takes the delivery."""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.published import published
from transforms.calendar import working_days_since

SEEN = {
    "department": pl.String(),
    "table_name": pl.String(),
    "batch_date": pl.Date(),
    "revision": pl.Int64(),
    "status": pl.String(),
    "requested_at": pl.Datetime("us", "Asia/Shanghai"),
    "exported_at": pl.Datetime("us", "Asia/Shanghai"),
    "received_on": pl.Date(),
    "accepted_on": pl.Date(),
}
"""Grain: one table of one batch and revision. received_on, accepted_on: the first night that had it, that took it."""


def delivery_times(seen: pl.DataFrame, night: date, limit: int | None) -> pl.DataFrame:
    """Rows of the published table `delivery_times`. `limit`: working days to answer, None where unknown.

    What is not taken yet counts up to `night`: a refused or held delivery is no answer. An unknown limit and a request
    whose time nobody told breach nothing.
    """
    asked_on = pl.col("requested_at").dt.date()
    told = seen.with_columns(
        minutes_to_export=(pl.col("exported_at") - pl.col("requested_at")).dt.total_minutes(),
        working_days=working_days_since(asked_on, pl.coalesce("accepted_on", pl.lit(night))),
        limit_working_days=pl.lit(limit, pl.Int64),
    ).with_columns(breach=pl.col("working_days") > pl.col("limit_working_days"))
    return told.select(list(published()["delivery_times"].dtypes)).sort(
        "department", "table_name", "batch_date", "revision"
    )
