"""The relations of source health: what is late, usual, unknown; and that nothing is said of who never delivered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from transforms.source_health import column_quality, feed, row_check
from transforms.stage.quality import QUALITY

NIGHT = date(2026, 11, 22)
RENTALS = "housing.rentals"


def ledger(*batches: tuple[int, str, int], table: str = RENTALS) -> pl.DataFrame:
    """Batches as (days ago, status, rows)."""
    rows = [
        {"source_table": table, "batch_date": NIGHT - timedelta(days=ago), "status": status, "rows_in": size}
        for ago, status, size in batches
    ]
    frame = pl.DataFrame(rows, schema_overrides={"batch_date": pl.Date})
    return frame.with_columns(in_force=pl.col("status").is_in(["accepted", "unchanged"]))


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ([(1, "accepted", 9), (0, "accepted", 8)], ("accepted", 0, 8, 9, None)),
        ([(2, "accepted", 9), (1, "unchanged", 9), (0, "held", 0)], ("held", 1, 9, 9, None)),
        ([(3, "rejected", 0), (0, "missing", 0)], ("missing", 4, None, None, None)),
        ([(5, "accepted", 9)], (None, 5, 9, None, None)),
        ([(9 - day, "accepted", day * 10) for day in range(9)], (None, 1, 80, 70, 40)),
    ],
)
def test_feed(batches: list[tuple[int, str, int]], expected: tuple[Any, ...]) -> None:
    row = feed(ledger(*batches), NIGHT).row(0, named=True)
    assert tuple(row[name] for name in ("status", "days_without", "rows_in", "rows_before", "rows_usual")) == expected


def test_who_never_delivered_is_not_late() -> None:
    assert feed(ledger((3, "missing", 0), (0, "missing", 0)), NIGHT).is_empty()


def counted(*rows: tuple[str, str, str | None, int | None, str | None], day: date = NIGHT) -> pl.DataFrame:
    """Counts of rentals as (kind, name, value, hits, amount)."""
    typed = [(*row[:4], None if row[4] is None else Decimal(row[4])) for row in rows]
    placed = pl.DataFrame(typed, schema=QUALITY, orient="row")
    return placed.select(pl.lit(RENTALS).alias("source_table"), pl.lit(day).alias("batch_date"), *QUALITY)


def test_column_quality_compares_with_the_lower_median_of_earlier_medians() -> None:
    now = counted(
        ("rows", "", None, 9, None), ("amount", "monthly_yuan", None, 7, "300"), ("odd", "address", None, 2, None)
    )
    earlier = pl.concat([counted(("amount", "monthly_yuan", None, 7, yuan)) for yuan in ("3", "4", "2", "9")])
    rows = {row["column_name"]: row for row in column_quality(now, earlier).to_dicts()}
    assert (rows["monthly_yuan"]["amount"], rows["monthly_yuan"]["amount_usual"]) == (Decimal(300), Decimal(3))
    assert (rows["address"]["rows_odd"], rows["address"]["rows"], rows["address"]["header"]) == (2, 9, "房屋地址")


DIVISIONS = pl.DataFrame(
    [("999901001001", date(2010, 1, 1), None), ("999901001099", date(2010, 1, 1), date(2025, 12, 31))],
    schema={"code": pl.String, "valid_from": pl.Date, "valid_until": pl.Date},
    orient="row",
)
NO_FUTURE = pl.DataFrame(schema={"source_table": pl.String, "name": pl.String, "hits": pl.Int64})


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("999901001001", None),
        ("999901001099", "区划代码999901001099自2026-01-01起停用"),
        ("999901001098", "区划代码999901001098不在区划目录内"),
        ("110101001001", None),  # the list knows nothing of that county
        ("999901001", None),  # nor of townships
    ],
)
def test_a_code_is_judged_where_the_list_knows_the_county(code: str, told: str | None) -> None:
    table = "civil_affairs.children"
    now = counted(("rows", "", None, 9, None), ("division", "division_code", code, 4, None))
    found = row_check(now.with_columns(source_table=pl.lit(table)), NO_FUTURE, DIVISIONS)
    assert found["told"].to_list() == ([] if told is None else [told])


def test_checks_without_a_hit_have_no_row_and_the_others_are_told_in_headers() -> None:
    now = counted(
        ("rows", "", None, 9, None),
        ("order", "end_on<start_on", None, 2, None),
        ("zero", "start_on", None, 0, None),
        ("twice", "record_no", None, 1, None),
    )
    future = pl.DataFrame([(RENTALS, "start_on", 3)], schema=NO_FUTURE.schema, orient="row")
    found = row_check(now, future, DIVISIONS).select("check_name", "told", "rows_hit", "rows").rows()
    assert found == [
        ("start_on>batch", "“起始日期”晚于批次日期", 3, 9),
        ("end_on<start_on", "“截止日期”早于“起始日期”", 2, 9),
        ("record_no", "“业务流水号”重复", 1, 9),
    ]
