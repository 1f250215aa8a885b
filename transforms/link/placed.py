"""References of some descriptors, found in all tables at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from transforms.link.descriptors import Coded
from transforms.link.judgements import REFERENCE_KEY
from transforms.link.linking import Linked
from transforms.link.segments import Integers, Mask

_NONE = pl.DataFrame(
    schema={
        "table_key": pl.String,
        "place": pl.UInt32,
        "row": pl.UInt32,
        "record_no": pl.String,
        "person_role": pl.String,
        "owner_index": pl.Int16,
        "descriptor": pl.UInt32,
    }
)


def placed(coded: Mapping[str, Coded], linked: Linked, asked: Mask) -> pl.DataFrame:
    """References of the descriptors `asked` for: table_key, place (in the table's references), row, record_no,
    person_role, owner_index, descriptor; table by table, in order.
    """
    parts, sizes = [_NONE.drop("table_key", "place", "descriptor")], []
    places, descriptors = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for key, table in coded.items():
        of_codes = linked.of_codes(key).to_numpy()
        codes = table.references["code"].to_numpy()
        hit = np.flatnonzero(asked[of_codes][codes]) if len(of_codes) else np.zeros(0, np.int64)
        sizes.append(len(hit))
        if len(hit):
            found = table.references[pl.Series(hit)].select("row", "record_no", "person_role", "owner_index")
            parts.append(found.cast({"person_role": pl.String, "row": pl.UInt32}))
            places.append(hit.astype(np.uint32))
            descriptors.append(of_codes[codes[hit]])
    keys = pl.Series("table_key", list(coded), dtype=pl.String).gather(_repeated(sizes))
    return pl.concat(parts).with_columns(
        keys, pl.Series("place", np.concatenate(places)), pl.Series("descriptor", np.concatenate(descriptors))
    ).select(_NONE.columns)  # fmt: skip


def _repeated(sizes: list[int]) -> pl.Series:
    turns: Integers = np.repeat(np.arange(len(sizes)), sizes)
    return pl.Series(turns)


def references_like(coded: Mapping[str, Coded], linked: Linked, wanted: pl.DataFrame) -> pl.DataFrame:
    """Every reference of the descriptors `wanted`: REFERENCE_KEY and the columns given there."""
    asked: Mask = np.zeros(int(np.max(linked.usage["descriptor"].to_numpy(), initial=0)) + 1, np.bool_)
    wanted = wanted.filter(pl.col("descriptor") < len(asked))
    asked[wanted["descriptor"].to_numpy()] = True
    found = placed(coded, linked, asked).join(wanted, on="descriptor", maintain_order="left")
    return found.select(*REFERENCE_KEY, *wanted.columns)
