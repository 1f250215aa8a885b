"""What rules miss, estimated: a random monthly sample of households without an alert, looked at by people.

The sample of a month is drawn on its first night and stays. Who is drawn follows from a hash with the home's secret:
the same whatever the order of rows, and nobody outside can tell beforehand. It is a plain sample, so the share of
households in which people find something is an estimate for all households without an alert, with its interval.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

import polars as pl

from transforms.decisions.codes import SAMPLE_CODES
from transforms.decisions.shares import with_share

LEAST = 30
ONE_IN = 100
"""A sample holds every hundredth household, but at least 30 (research/operations.md, N11)."""

SAMPLE: dict[str, pl.DataType] = {
    "sample_id": pl.String(),
    "month": pl.String(),
    "drawn_on": pl.Date(),
    "household_no": pl.String(),
    "program": pl.String(),
    "division_code": pl.String(),
    "population": pl.Int64(),
}
"""Grain: one household (in one program) drawn in one month. population: how many could have been drawn."""
RESULTS: dict[str, pl.DataType] = {
    **SAMPLE,
    "result": pl.String(),
    "missed": pl.Boolean(),
    "reviewed_by": pl.String(),
    "reviewed_on": pl.Date(),
    "reason": pl.String(),
}
"""SAMPLE with what people found. missed: whether the rules had missed something; null while nobody can say."""
ESTIMATES: dict[str, pl.DataType] = {
    "month": pl.String(),
    **{name: pl.Int64() for name in ("population", "drawn", "reviewed", "missed", "unclear", "waiting")},
    **{name: pl.Float64() for name in ("missed_share", "missed_share_low", "missed_share_high")},
}
"""Grain: one month, and all months together (month null). reviewed: with a clear result; missed: of these."""


def drawn(before: pl.DataFrame, households: pl.DataFrame, night: date, secret: bytes) -> pl.DataFrame:
    """All samples after tonight (columns of SAMPLE): those drawn before, and this month's if it has none yet.

    `households`: household_no, program, division_code of those in scope without an open alert. `secret`: the home's.
    """
    month = f"{night:%Y-%m}"
    kept = before.select(*SAMPLE)
    if (kept["month"] == month).any():
        return kept
    key = blake2b(b"recall\x1f" + secret).digest()
    columns = ["household_no", "program", "division_code"]
    every = households.select(columns).sort(columns).unique(columns[:2], keep="first", maintain_order=True)
    ids = [
        "S" + blake2b(f"{month}\x1f{program}\x1f{no}".encode(), key=key, digest_size=10).hexdigest()
        for no, program in every.select("household_no", "program").iter_rows()
    ]
    size = max(LEAST, -(-every.height // ONE_IN))
    tonight = every.with_columns(
        pl.Series("sample_id", ids, dtype=pl.String()), month=pl.lit(month), drawn_on=pl.lit(night),
        population=pl.lit(every.height, pl.Int64),
    ).sort("sample_id").head(size)  # fmt: skip
    return pl.concat([kept, tonight.select(pl.col(name).cast(dtype) for name, dtype in SAMPLE.items())])


def no_samples() -> pl.DataFrame:
    """Before the first night."""
    return pl.DataFrame(schema=SAMPLE)


def results(samples: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Columns of RESULTS: each sampled household with the last that was said of it (records.DECISION, kind sample)."""
    known = (pl.col("kind") == "sample") & pl.col("disposition").is_in(list(SAMPLE_CODES))
    said = (
        decisions.filter(known)
        .sort("seq")
        .unique("alert_id", keep="last")
        .select(
            "reason",
            sample_id="alert_id",
            result="disposition",
            missed=pl.col("disposition").replace_strict(SAMPLE_CODES, return_dtype=pl.Boolean),
            reviewed_by="decided_by",
            reviewed_on="decided_on",
        )
    )
    return samples.join(said, on="sample_id", how="left").select(*RESULTS).sort("month", "sample_id")


def estimates(reviewed: pl.DataFrame) -> pl.DataFrame:
    """Columns of ESTIMATES from RESULTS; all months together first."""
    frames = [reviewed.with_columns(month=pl.lit(None, pl.String)), reviewed]
    counted = pl.concat(
        frame.group_by("month").agg(
            pl.struct("drawn_on", "population").unique().struct.field("population").sum(),
            pl.len().alias("drawn"),
            pl.col("missed").is_not_null().sum().alias("reviewed"),
            pl.col("missed").fill_null(False).sum(),
            (pl.col("result").is_not_null() & pl.col("missed").is_null()).sum().alias("unclear"),
            pl.col("result").is_null().sum().alias("waiting"),
        )
        for frame in frames
    )
    told = with_share(counted, "missed", "reviewed", "missed_share")
    return told.select(pl.col(name).cast(dtype) for name, dtype in ESTIMATES.items()).sort("month", nulls_last=False)
