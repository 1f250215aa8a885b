"""How alerts are put before staff: the values a place may set, and those the system takes where it says none.

They are policy parameters (dated, by place, with a source) because counties differ and a past night must come out the
same; but no law sets them, so that an unknown one has a default here, marked [PROP] in transforms/policy/optional.py.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

LEVELS = ("red", "yellow", "blue")
DEFAULTS: dict[str, int | Decimal] = {
    "cap_per_township_week": 20,
    "backlog_over_sheets": 40,
    "wave_sheets_per_day": 20,
    "need_share": Decimal("0.3"),
    "respond_days_red": 1,
    "respond_days_yellow": 3,
    "respond_days_blue": 10,
    "close_days_red": 5,
    "close_days_yellow": 15,
    "close_days_blue": 30,
    "escalate_supervisor_days": 3,
    "escalate_director_days": 10,
}
"""Parameter -> value where a place states none."""

_AT_LEAST_ONE = tuple(name for name in DEFAULTS if "_days" in name or name == "wave_sheets_per_day")


def working_values(policy: pl.DataFrame, locality: pl.DataFrame) -> pl.DataFrame:
    """division_code ('' for any other) and the parameters above as stated there; null where the place states none.

    policy, locality: of ResolvedPolicy. Values split into 城镇 and 农村 do not apply: a sheet goes to a township.
    """
    here = policy.filter(pl.col("residence") == "").select("locality", *DEFAULTS)
    return locality.join(here, on="locality").drop("locality").sort("division_code")


def with_values(rows: pl.DataFrame, values: pl.DataFrame, *names: str) -> pl.DataFrame:
    """`rows` with the parameters named, of each row's division_code, in the rows' order; never null."""
    root = values.filter(pl.col("division_code") == "")
    places = rows.select("division_code").unique()
    known = places.join(values.select("division_code", *names), on="division_code", how="left")
    stated = {name: root[name].item() if root.height else None for name in names}
    known = known.with_columns(_filled(name, stated[name]) for name in names)
    return rows.join(known, on="division_code", how="left", nulls_equal=True, maintain_order="left")


def _filled(name: str, stated: object) -> pl.Expr:
    """A place's value, else the root's, else the default; a day or a sheet is at least one."""
    default = DEFAULTS[name] if stated is None else stated
    dtype = pl.Float64() if isinstance(DEFAULTS[name], Decimal) else pl.Int64()
    value = pl.col(name).cast(dtype).fill_null(pl.lit(default).cast(dtype))
    return value.clip(lower_bound=1) if name in _AT_LEAST_ONE else value
