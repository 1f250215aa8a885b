"""Single references: those that stand alone, and those linked only likely, who stand alone in the other world.

Only for these few does the record itself matter. Its anchor, 'r:table/record_no/role/owner_index', names it over
nights; a record number delivered twice gets '#2', '#3' behind, so that two rows never share a person.
"""

from __future__ import annotations

import polars as pl

from transforms.link.descriptors import DESCRIBING, Coded
from transforms.link.linking import Linked

SINGLE = {
    "anchor": pl.String(),
    "place": pl.UInt32(),
    "descriptor": pl.UInt32(),
    "name_fold": pl.String(),
    "group": pl.Int64(),
}
"""`place`: position in the table's coded references. `group`: null where the reference stands alone."""

_RECORD_NO = r"^r:[^/]*/(.*)/[^/]*/[0-9]+(?:#[0-9]+)?$"


def of_table(linked: Linked, table_key: str, *columns: str) -> pl.DataFrame:
    """What linking says of each code of one table, in order of code; `columns` of Linked.descriptors."""
    return linked.descriptors.select(columns)[linked.of_codes(table_key)]


def singles(coded: Coded, linked: Linked) -> pl.DataFrame:
    """References of one table that stand alone or are linked likely (columns of SINGLE plus table_key)."""
    described = of_table(linked, coded.table_key, "descriptor", "name_fold", "group", "certainty")
    asked = pl.col("group").is_null() | (pl.col("certainty") == "likely")
    codes = described.with_row_index("code").filter(asked).drop("certainty")
    return _anchored(coded, codes).select(*SINGLE, table_key=pl.lit(coded.table_key))


def members(coded: Coded, linked: Linked) -> pl.DataFrame:
    """References of one table that belong to a person without a number (columns of SINGLE plus table_key)."""
    described = of_table(linked, coded.table_key, "descriptor", "name_fold", "group")
    codes = described.with_row_index("code").filter(pl.col("group") < 0)
    return _anchored(coded, codes).select(*SINGLE, table_key=pl.lit(coded.table_key))


def joined(coded: Coded, linked: Linked, crosswalk: pl.DataFrame) -> pl.DataFrame:
    """References of one table that stood alone some night before and belong to a person with a number now.

    Columns of SINGLE plus table_key; `crosswalk` as in crosswalk.CROSSWALK.
    """
    known = crosswalk.filter(pl.col("anchor").str.starts_with(f"r:{coded.table_key}/")).select("anchor")
    if known.is_empty():
        return pl.DataFrame(schema=SINGLE | {"table_key": pl.String()})
    records = known.select(pl.col("anchor").str.extract(_RECORD_NO).alias("record_no")).unique()
    described = of_table(linked, coded.table_key, "descriptor", "name_fold", "group")
    codes = described.with_row_index("code").filter(pl.col("group").is_not_null())
    placed = coded.references.with_row_index("place").join(records, on="record_no", how="semi")
    return (
        _anchored(Coded(coded.table_key, placed, coded.distinct), codes)
        .join(known, on="anchor", how="semi")
        .select(*SINGLE, table_key=pl.lit(coded.table_key))
    )


def _anchored(coded: Coded, codes: pl.DataFrame) -> pl.DataFrame:
    """References with one of the codes, with their anchor; repeated record numbers are told apart by content."""
    references = coded.references
    if "place" not in references.columns:
        references = references.with_row_index("place")
    parts = [pl.col(part).cast(pl.String) for part in ("record_no", "person_role", "owner_index")]
    taken = references.join(codes, on="code").with_columns(
        anchor=pl.concat_str(pl.lit(f"r:{coded.table_key}"), *parts, separator="/")
    )
    if not taken["anchor"].is_duplicated().any():
        return taken
    described = coded.distinct.with_row_index("code").select("code", *DESCRIBING)
    told_apart = taken.join(described, on="code").sort("anchor", *DESCRIBING, "row", nulls_last=True)
    turn = pl.int_range(1, pl.len() + 1).over("anchor")
    return told_apart.with_columns(
        anchor=pl.when(turn == 1).then("anchor").otherwise(pl.col("anchor") + "#" + turn.cast(pl.String))
    )
