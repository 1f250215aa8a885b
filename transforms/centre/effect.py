"""What another policy would change: two verifications of the same facts, set side by side."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

TIERS = ("最低生活保障", "低保边缘", "刚性支出困难", "不符合")
UNKNOWN = "无法核对"
_KEY = ["household_no", "program", "record_no"]
_ZERO = pl.lit("0.00").cast(pl.Decimal(18, 2))


@dataclass(frozen=True, slots=True)
class Effect:
    """households: one row a household in scope, `moved` where its tier changes. tiers: one row a tier, with who enters
    and who leaves. townships: the same movement by township. Entitlements are yuan a month, from the verified income.
    """

    households: pl.DataFrame
    tiers: pl.DataFrame
    townships: pl.DataFrame


def effect(before: pl.DataFrame, after: pl.DataFrame) -> Effect:
    """before, after: verification results with `entitlement_yuan_month` (null where it cannot be verified)."""
    kept = [*_KEY, "division_code", "members"]
    told = ["outcome", "entitlement_yuan_month"]
    tier = pl.coalesce("proposed_tier", pl.lit(UNKNOWN))
    left = before.select(*kept, tier_before=tier, **{f"{name}_before": pl.col(name) for name in told})
    right = after.select(*_KEY, tier_after=tier, **{f"{name}_after": pl.col(name) for name in told})
    money = [pl.col(f"entitlement_yuan_month_{side}").fill_null(_ZERO) for side in ("before", "after")]
    joined = (
        left.join(right, on=_KEY, how="inner", nulls_equal=True)
        .with_columns(money)
        .with_columns(
            moved=pl.col("tier_before") != pl.col("tier_after"), township_code=pl.col("division_code").str.head(9)
        )
        .sort(_KEY)
    )
    return Effect(joined, _tiers(joined), _townships(joined))


def _tiers(rows: pl.DataFrame) -> pl.DataFrame:
    made = []
    for tier in (*TIERS, UNKNOWN):
        was, now = pl.col("tier_before") == tier, pl.col("tier_after") == tier
        counted = rows.select(
            tier=pl.lit(tier),
            before=was.sum(),
            after=now.sum(),
            enter=(now & ~was).sum(),
            leave=(was & ~now).sum(),
            members_enter=pl.col("members").filter(now & ~was).sum(),
            members_leave=pl.col("members").filter(was & ~now).sum(),
            yuan_before=pl.col("entitlement_yuan_month_before").filter(was).sum(),
            yuan_after=pl.col("entitlement_yuan_month_after").filter(now).sum(),
        )
        made.append(counted)
    return pl.concat(made)


def _townships(rows: pl.DataFrame) -> pl.DataFrame:
    was, now = (pl.col(name) == TIERS[0] for name in ("tier_before", "tier_after"))
    return (
        rows.group_by("township_code")
        .agg(
            households=pl.len(),
            moved=pl.col("moved").sum(),
            enter=(now & ~was).sum(),
            leave=(was & ~now).sum(),
            yuan_change=(pl.col("entitlement_yuan_month_after") - pl.col("entitlement_yuan_month_before")).sum(),
        )
        .sort("township_code")
    )
