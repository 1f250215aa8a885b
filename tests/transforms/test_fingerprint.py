"""Fingerprints of content: blind to order and to the run, not to anything else."""

from datetime import date
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from transforms.fingerprint import of_frame

FRAME = pl.DataFrame(
    {
        "name": ["甲", "乙", None],
        "amount": pl.Series([Decimal("1.10"), None, Decimal("3.00")], dtype=pl.Decimal(18, 2)),
        "day": [date(2026, 1, 1), None, date(2026, 1, 3)],
        "reasons": [["a", "b"], [], None],
        "run_id": ["r1", "r1", "r1"],
    }
)


@pytest.fixture(scope="module")
def con():
    with duckdb.connect(":memory:") as connection:
        yield connection


@pytest.mark.parametrize("kind", ["quick", "lasting"])
@pytest.mark.parametrize(
    "same",
    [
        FRAME.reverse(),
        FRAME.select(reversed(FRAME.columns)),
        FRAME.with_columns(run_id=pl.lit("r2")),
        FRAME.drop("run_id"),
    ],
)
def test_equal(con, kind, same: pl.DataFrame) -> None:
    assert of_frame(con, same, kind) == of_frame(con, FRAME, kind)


@pytest.mark.parametrize("kind", ["quick", "lasting"])
@pytest.mark.parametrize(
    "other",
    [
        FRAME.head(2),
        FRAME.clear(),
        pl.concat([FRAME, FRAME.head(1)]),
        pl.concat([FRAME, FRAME]),
        FRAME.with_columns(pl.col("name").fill_null("")),
        FRAME.with_columns(pl.col("amount").fill_null(0)),
        FRAME.with_columns(pl.col("reasons").fill_null([])),
        FRAME.rename({"name": "title"}),
        FRAME.with_columns(pl.col("day").reverse()),
    ],
)
def test_different(con, kind, other: pl.DataFrame) -> None:
    assert of_frame(con, other, kind) != of_frame(con, FRAME, kind)
