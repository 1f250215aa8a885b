"""The monthly payments of benefits, as the rules would have them."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.draw import NEVER, chance, coded, dates, month_first, month_number, stream
from transforms.sample.frames import table

_MONTHS = 14


def payments(benefit: pl.DataFrame, seed: int, today: int, nights: int) -> pl.DataFrame:
    """One row a benefit and month of the last fourteen months, and what later nights bring; heating once a season.

    A few payments fail; those that failed more than a month ago were all sent again.
    """
    rng = stream(seed, "payments")
    once = benefit.unique("_row", keep="first", maintain_order=True)
    start, until = (
        once[name].cast(pl.Int32).fill_null(NEVER).to_numpy().astype(np.int64) for name in ("start_on", "_until")
    )
    heating = (once["program"] == "采暖补贴").to_numpy()
    month = int(month_number(np.array([today + nights - 1]))[0])
    row = np.repeat(np.arange(len(once)), _MONTHS)
    period = np.tile(month - np.arange(_MONTHS - 1, -1, -1), len(once))
    keep = (period >= month_number(start)[row]) & (period <= month_number(np.minimum(until, today + nights))[row])
    keep &= ~heating[row] | (period == month_number(start)[row])
    row, period = row[keep], period[keep]
    late = chance(rng, len(once), 0.05)
    pay_day = np.where(late, rng.integers(15, 28, len(once)), rng.integers(4, 13, len(once)))[row]
    paid = np.where(heating[row], start[row], month_first(period) + pay_day)
    keep = paid < today + nights
    row, period, paid = row[keep], period[keep], paid[keep]
    old = (paid < today - 45) & ~heating[row] & chance(rng, len(row), 0.006)
    recent = (paid > today + nights - 28) & ~heating[row] & chance(rng, len(row), 0.004)
    result = np.where(old | recent, rng.integers(1, 3, len(row)), 0)
    again = np.flatnonzero(old)
    row, period = np.r_[row, row[again]], np.r_[period, period[again]]
    paid = np.r_[paid, paid[again] + 20]
    source = once[pl.Series(row)]
    columns = {
        "program": source["program"],
        "household_no": source["household_no"],
        "@recipient": source["@recipient"],
        "period": dates(month_first(period)),
        "paid_yuan": source["monthly_yuan"],
        "paid_on": dates(paid),
        "result": coded(("成功", "失败", "退回"), np.r_[result, np.zeros(len(again), dtype=np.int64)]),
        "_account": source["_account"],
    }
    return table(len(row), columns, np.maximum(paid - today, 0))
