"""The tier list that a receiver is handed, and what is new in it since the last one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

HANDED: dict[str, pl.DataType] = {
    "match_key": pl.String(),
    "name": pl.String(),
    "id_number": pl.String(),
    "tier": pl.String(),
    "since": pl.Date(),
    "household_no": pl.String(),
}
"""Grain: person. match_key: the number, by which the receiver knows a person. since: day of approval."""
CHANGES = ("新增", "变更", "退出", "不变")


def tier_list(members: pl.DataFrame, tiers: Sequence[str]) -> tuple[pl.DataFrame, dict[str, int]]:
    """The list (HANDED, one row a person) and why counted persons are not on it: reason in Chinese -> persons.

    `members`: household_no, tier, since, person_key, name, id_number, certainty: one row a counted member of a
    household on aid. A person of several households stands in the first tier of `tiers` that a certain record gives.
    One without a valid number, one whose number two people bear, or one whose every record is only likely his, is not
    handed over: the receiver would give or take help by a number that may be another's.
    """
    rank = pl.col("tier").replace_strict(
        {tier: at for at, tier in enumerate(tiers)}, default=None, return_dtype=pl.Int64
    )
    ranked = members.with_columns(rank=rank).drop_nulls("rank").sort("rank", "since", "household_no", "person_key")
    certain = ranked.filter(pl.col("certainty") == "certain").unique("person_key", keep="first", maintain_order=True)
    doubtful = ranked.join(certain, on="person_key", how="anti")["person_key"].n_unique()
    without = certain.filter(pl.col("id_number").is_null())
    numbered = certain.drop_nulls("id_number")
    listed = numbered.filter(~pl.col("id_number").is_duplicated())
    left_out = {"没有有效的公民身份号码": without.height, "身份关联待核实": doubtful}
    left_out["两人同一号码,待核实"] = numbered.height - listed.height
    made = listed.with_columns(match_key="id_number").select(pl.col(name).cast(dtype) for name, dtype in HANDED.items())
    return made.sort("match_key"), left_out


def compared(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Both lists as one (HANDED with `change` and `tier_before`): who is new, changed tier, left, or stays as before.

    Who left stands as he stood on the last list. A changed day or household alone is no change: the receiver acts on
    the tier.
    """
    was = before.select("match_key", tier_before="tier")
    stays = now.join(was, on="match_key", how="left").with_columns(
        change=pl.when(pl.col("tier_before").is_null())
        .then(pl.lit("新增"))
        .when(pl.col("tier_before") != pl.col("tier"))
        .then(pl.lit("变更"))
        .otherwise(pl.lit("不变"))
    )
    left = before.join(now, on="match_key", how="anti").with_columns(change=pl.lit("退出"), tier_before=pl.col("tier"))
    order = pl.col("change").replace_strict({name: at for at, name in enumerate(CHANGES)}, return_dtype=pl.Int64)
    columns = ["change", *HANDED, "tier_before"]
    return pl.concat([stays.select(columns), left.select(columns)]).sort(order, "match_key")


def counted(rows: pl.DataFrame) -> dict[str, int]:
    """Persons by change, all of CHANGES."""
    found = dict(rows["change"].value_counts().iter_rows())
    return {name: int(found.get(name, 0)) for name in CHANGES}
