"""The tier list that a receiver is handed, and what is new in it since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

HANDED: dict[str, pl.DataType] = {
    "match_key": pl.String(),
    "name": pl.String(),
    "id_number": pl.String(),
    "tier": pl.String(),
    "since": pl.Date(),
    "household_no": pl.String(),
    "household_record": pl.String(),
    "member_record": pl.String(),
}
"""Grain: person. match_key: the number, by which the receiver knows a person. since: day of approval. household_record,
member_record: the delivered rows it rests on; never handed over.
"""
REFUSED: dict[str, pl.DataType] = {"table_name": pl.String(), "record_no": pl.String()}
"""Grain: a row of households or of their members that tonight's delivery has and the night could not load."""
IN_DOUBT, NOT_LOADED = "仍在享,本夜身份待核实", "家庭或成员的记录本夜有误,没有装入"
_AT_HOME = ["household_no", "name"]
CHANGES = ("新增", "变更", "退出", "不变")


@dataclass(frozen=True, slots=True)
class Listed:
    """rows: HANDED, by match_key. left_out: why counted persons are not on it: reason in Chinese -> persons.

    kept: who stands as on the last list, for what speaks against it tonight is only uncertain: reason -> persons.
    """

    rows: pl.DataFrame
    left_out: dict[str, int]
    kept: dict[str, int]


def tier_list(
    members: pl.DataFrame, tiers: Sequence[str], last: pl.DataFrame | None = None, refused: pl.DataFrame | None = None
) -> Listed:
    """The list of tonight; `last`: the list handed over before (HANDED); `refused`: REFUSED.

    `members`: household_no, tier, since, person_key, name, id_number, certainty, household_record, member_record: one
    row a counted member of a household on aid. A person of several households stands in the first tier of `tiers` that
    a certain record gives. One without a valid number, one whose number two people bear, or one whose every record is
    only likely his, is not handed over anew: the receiver would give or take help by a number that may be another's.
    For the same reason nobody of the last list who is on aid still leaves it, or falls to a lower tier, because of such
    a doubt. Nor does anybody whose household or own record was delivered with a fault: it is there, and nobody could
    read it.
    """
    ranked = (
        members.with_columns(rank=_rank(tiers)).drop_nulls("rank").sort("rank", "since", "household_no", "person_key")
    )
    certain = ranked.filter(pl.col("certainty") == "certain").unique("person_key", keep="first", maintain_order=True)
    numbered = certain.drop_nulls("id_number")
    twice = pl.col("id_number").is_duplicated()
    listed = numbered.filter(~twice).with_columns(match_key="id_number")
    listed = listed.select(pl.col(name).cast(dtype) for name, dtype in HANDED.items())
    doubtful, unread = listed.clear(), listed.clear()
    if last is not None:
        unread = _unread(last, listed, pl.DataFrame(schema=REFUSED) if refused is None else refused, tiers)
        doubtful = _kept(last, listed, ranked, tiers).join(unread, on="match_key", how="anti")
    kept = pl.concat([doubtful, unread])
    open_ones = {
        "没有有效的公民身份号码": certain.filter(pl.col("id_number").is_null()),
        "身份关联待核实": ranked.join(certain, on="person_key", how="anti"),
        "两人同一号码,待核实": numbered.filter(twice),
    }
    left_out = {why: _others(rows, kept)["person_key"].n_unique() for why, rows in open_ones.items()}
    rows = pl.concat([listed.join(kept, on="match_key", how="anti"), kept])
    return Listed(rows.sort("match_key"), left_out, {IN_DOUBT: doubtful.height, NOT_LOADED: unread.height})


def _rank(tiers: Sequence[str]) -> pl.Expr:
    places = {tier: at for at, tier in enumerate(tiers)}
    return pl.col("tier").replace_strict(places, default=None, return_dtype=pl.Int64)


def _kept(last: pl.DataFrame, listed: pl.DataFrame, ranked: pl.DataFrame, tiers: Sequence[str]) -> pl.DataFrame:
    """Of the last list those who stay as they stood: on aid tonight, by their number or by home and name, in doubt."""
    gone = last.join(listed, on="match_key", how="anti")
    doubtful = ranked.join(listed.select(id_number="match_key"), on="id_number", how="anti")
    by_number = gone.join(doubtful.select(match_key="id_number"), on="match_key", how="semi")
    by_home = gone.join(doubtful, on=_AT_HOME, how="semi")
    likely = ranked.filter(pl.col("certainty") != "certain").select("tier", match_key="id_number")
    lower = listed.select("match_key", now=_rank(tiers))
    fallen = last.join(likely, on=["match_key", "tier"], how="semi").join(lower, on="match_key")
    fallen = fallen.filter(_rank(tiers) < pl.col("now")).drop("now")
    return pl.concat([by_number, by_home, fallen]).unique("match_key", keep="first", maintain_order=True)


def _unread(last: pl.DataFrame, listed: pl.DataFrame, refused: pl.DataFrame, tiers: Sequence[str]) -> pl.DataFrame:
    """Of the last list those whose household or own row could not be loaded, unless they stand as well or better."""
    rows = {
        name: refused.filter(pl.col("table_name") == table)["record_no"].drop_nulls().implode()
        for name, table in (("household_record", "households"), ("member_record", "household_members"))
    }
    hit = last.filter(pl.any_horizontal(pl.col(name).is_in(numbers) for name, numbers in rows.items()))
    now = listed.select("match_key", now=_rank(tiers))
    stands = pl.col("now") <= _rank(tiers)
    return hit.join(now, on="match_key", how="left").filter(stands.fill_null(value=False).not_()).drop("now")


def _others(rows: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Rows of persons who do not stand on the list after all."""
    same = [rows.join(kept.select(id_number="match_key"), on="id_number", how="semi")]
    same.append(rows.join(kept, on=_AT_HOME, how="semi"))
    return rows.join(pl.concat(same), on="person_key", how="anti")


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
