"""Single references taken out of their descriptor, so that each can be linked by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.link.descriptors import Coded
from transforms.link.linking import Linked


@dataclass(frozen=True, slots=True)
class Cut:
    """`coded`, `linked`: with a descriptor for each reference taken out. `descriptors`: of the places, in order."""

    coded: dict[str, Coded]
    linked: Linked
    descriptors: pl.Series


def cut(coded: Mapping[str, Coded], linked: Linked, places: pl.DataFrame) -> Cut:
    """Give each of `places` (table_key, place, code, descriptor; in order) a descriptor of its own.

    A descriptor of one reference only is its own already. Groups, methods and certainty are copied.
    """
    refs = linked.descriptors["refs"]
    asked = places.select("table_key", "place", "code", "descriptor").with_row_index("turn")
    asked = asked.with_columns(shared=refs.gather(asked["descriptor"]) > 1)
    taken = asked.filter("shared").with_columns(
        (pl.int_range(pl.len()) + linked.descriptors.height).cast(pl.UInt32).alias("own")
    )
    if taken.is_empty():
        return Cut(dict(coded), linked, asked["descriptor"])
    recoded, usage = dict(coded), [linked.usage]
    for (key,), mine in taken.group_by("table_key", maintain_order=True):
        table = coded[str(key)]
        codes = (pl.int_range(mine.height, dtype=pl.UInt32, eager=True) + table.distinct.height).cast(pl.UInt32)
        renewed = table.references["code"].clone().scatter(mine["place"], codes)
        one = pl.lit(1, pl.UInt32).alias("refs")
        recoded[str(key)] = Coded(
            table.table_key,
            table.references.with_columns(renewed.alias("code")),
            pl.concat([table.distinct, table.distinct[mine["code"]].with_columns(one)]),
        )
        added = mine.select(pl.lit(key).alias("table_key"), codes.alias("code"), descriptor="own", refs=one)
        usage.append(added.select(linked.usage.columns).cast(linked.usage.schema))
    lost = taken.group_by("descriptor").agg(lost=pl.len())
    left = linked.descriptors.join(lost, on="descriptor", how="left", maintain_order="left")
    left = left.with_columns(refs=(pl.col("refs") - pl.col("lost").fill_null(0)).cast(pl.UInt32)).drop("lost")
    new = linked.descriptors[taken["descriptor"]].with_columns(
        taken["own"].alias("descriptor"), pl.lit(1, pl.UInt32).alias("refs")
    )
    described = pl.concat([left, new.cast(left.schema)])
    own = asked.join(taken.select("turn", "own"), on="turn", how="left", maintain_order="left")
    return Cut(
        recoded,
        Linked(described, linked.groups, pl.concat(usage), linked.merged),
        own.select(pl.coalesce("own", "descriptor")).to_series(),
    )
