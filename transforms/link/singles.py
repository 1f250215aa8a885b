"""Single references: those that stand alone, and those linked only likely, who stand alone in the other world.

Only for these few does the record itself matter. Its anchor, 'r:table/record_no/role/owner_index', names it over
nights; a record number delivered twice gets '#2', '#3' behind, so that two rows never share a person.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.link.descriptors import DESCRIBING, Coded
from transforms.link.linking import Linked
from transforms.link.placed import placed
from transforms.link.segments import Mask

SINGLE = {
    "anchor": pl.String(),
    "place": pl.UInt32(),
    "descriptor": pl.UInt32(),
    "name_fold": pl.String(),
    "group": pl.Int64(),
    "table_key": pl.String(),
}
"""`place`: position in the table's coded references. `group`: null where the reference stands alone."""

_REFERENCE = r"^r:(?<table_key>[^/]*)/(?<record_no>.*)/[^/]*/[0-9]+(?:#[0-9]+)?$"


def singles(coded: Mapping[str, Coded], linked: Linked) -> pl.DataFrame:
    """References that stand alone or are linked likely (columns of SINGLE)."""
    return _asked(coded, linked, pl.col("group").is_null() | (pl.col("certainty") == "likely"))


def members(coded: Mapping[str, Coded], linked: Linked) -> pl.DataFrame:
    """References that belong to a person without a number (columns of SINGLE)."""
    return _asked(coded, linked, pl.col("group") < 0)


def joined(coded: Mapping[str, Coded], linked: Linked, crosswalk: pl.DataFrame, arriving: pl.Series) -> pl.DataFrame:
    """References that stood alone some night before and belong to a person with a number now.

    Columns of SINGLE; `crosswalk` as in crosswalk.CROSSWALK; `arriving`: groups that it does not know. Only records
    that name one of these are asked: nobody else takes a key over.
    """
    known = crosswalk.filter(pl.col("anchor").str.starts_with("r:")).select("anchor")
    group = linked.descriptors["group"]
    coming = group.is_in(arriving.implode()).fill_null(value=False).to_numpy()
    if known.is_empty() or not coming.any():
        return pl.DataFrame(schema=SINGLE)
    record = ["table_key", "record_no"]
    named = placed(coded, linked, coming).select(record).unique()
    records = known.select(pl.col("anchor").str.extract_groups(_REFERENCE).alias("of")).unnest("of").unique()
    records = named.join(records, on=record, how="semi")
    if records.is_empty():
        return pl.DataFrame(schema=SINGLE)
    references = placed(coded, linked, group.is_not_null().to_numpy())
    references = references.join(records, on=record, how="semi", maintain_order="left")
    return _anchored(references, linked).join(known, on="anchor", how="semi").select(*SINGLE)


def _asked(coded: Mapping[str, Coded], linked: Linked, asked: pl.Expr) -> pl.DataFrame:
    wanted: Mask = linked.descriptors.select(asked.fill_null(value=False)).to_series().to_numpy()
    return _anchored(placed(coded, linked, wanted), linked).select(*SINGLE)


def _anchored(references: pl.DataFrame, linked: Linked) -> pl.DataFrame:
    """References (placed.placed) with their anchor; repeated record numbers are told apart by content."""
    parts = [pl.col(part).cast(pl.String) for part in ("record_no", "person_role", "owner_index")]
    described = linked.descriptors.select("name_fold", "group", *DESCRIBING)[references["descriptor"]]
    taken = references.hstack(described).with_columns(
        anchor=pl.concat_str("r:" + pl.col("table_key"), *parts, separator="/")
    )
    if not taken["anchor"].is_duplicated().any():
        return taken
    told_apart = taken.sort("anchor", *DESCRIBING, "row", nulls_last=True)
    turn = pl.int_range(1, pl.len() + 1).over("anchor")
    return told_apart.with_columns(
        anchor=pl.when(turn == 1).then("anchor").otherwise(pl.col("anchor") + "#" + turn.cast(pl.String))
    )
