"""Several owners in one cell: "张三、李四" with "1101…、1101…" are two persons, whose numbers pair by position."""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.stage.blanks import BLANKS
from transforms.stage.fields import NULL_WORDS

_MARKS: Final = "、,，;；､\r\n"
SEVERAL: Final = f"[{_MARKS}]"
"""A mark between owners or their numbers: the contract's 、 and , with their other widths, ; and a line break."""

# A stretch without marks; a note in brackets belongs to it whole, so that 王五(已故,2020年) stays one owner.
_ONE_OWNER: Final = rf"(?:[^{_MARKS}(（]|[(（][^)）]*(?:[)）]|$))+"
_NOTE: Final = "[(（]"


def split_owners(cells: pl.DataFrame) -> pl.DataFrame:
    """One row for each owner of a cell, other columns repeated; owner_index (Int16) is the place in the cell, from 1.

    `cells` has text columns `name` and `id_number` (cleaned) and perhaps an `owner_index`, which is replaced. A cell
    names as many owners as it has names; a cell without a name as many as it has numbers. A number beyond the last name
    is nobody's. Places where both are empty ("张三、、李四") give no row but keep their count. Rows stay in order.
    """
    names, numbers = _names(pl.col("name")), pl.col("id_number").str.replace_all(SEVERAL, "、").str.split("、")
    parted = cells.with_columns(_names=names, _numbers=numbers)
    count = pl.coalesce(pl.col("_names").list.len(), pl.col("_numbers").list.len())
    each = parted.with_columns(owner_index=pl.int_ranges(1, count + 1, dtype=pl.Int16)).explode("owner_index")
    number = _part("_numbers")
    owners = each.with_columns(name=_part("_names"), id_number=pl.when(~number.is_in(NULL_WORDS)).then(number))
    held = owners.filter(pl.col("name").is_not_null() | pl.col("id_number").is_not_null())
    return held.select(*cells.columns, *({"owner_index"} - set(cells.columns)))


def _names(text: pl.Expr) -> pl.Expr:
    """The names of a cell as a list; empty places are kept unless a note in brackets makes the cell hard to cut."""
    whole = text.str.strip_chars(BLANKS)
    # A line break beside a mark parts no more than the mark does.
    one_mark = whole.str.replace_all(rf"\s*([{_MARKS}])\s*", "${1}").str.replace_all(SEVERAL, "、")
    return (
        pl.when(whole.str.contains(_NOTE)).then(whole.str.extract_all(_ONE_OWNER)).otherwise(one_mark.str.split("、"))
    )


def _part(parts: str) -> pl.Expr:
    """The part at the owner's place, trimmed; null where there is none."""
    part = pl.col(parts).list.get(pl.col("owner_index").cast(pl.Int64) - 1, null_on_oob=True).str.strip_chars(BLANKS)
    return pl.when(part != "").then(part)
