"""Links of references that equal numbers settle, and what moved between two nights, from numbers instead of text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from transforms.link.city import City
from transforms.link.linking import CERTAINTIES, METHODS
from transforms.link.links import LINKS, MOVES, matched, moved
from transforms.link.segments import Integers, Mask, Table, changed_rows

NUMBERS_NOW = {"group": pl.Int64(), "person_key": pl.String(), "refs": pl.UInt32()}
"""Grain: one number ever seen, in order. refs: references of its person tonight, 0 where nobody is."""
_OWNER = ["record_no", "person_role", "owner_index"]


def settled_links(table: Table, refs: pl.DataFrame, described: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Links (links.LINKS) of some references (segments.REFS) of settled descriptors: each is its own number's person.

    `numbers`: NUMBERS_NOW.
    """
    place = np.searchsorted(numbers["group"].to_numpy(), described["first17"].gather(refs["descriptor"]).to_numpy())
    key = numbers["person_key"].gather(pl.Series(place))
    alone = numbers["refs"].gather(pl.Series(place)) == 1
    roles = pl.Series(table.shape.roles, dtype=pl.String)
    frame = pl.DataFrame(
        {
            "row": table.rows[refs["at"].to_numpy()],
            "record_no": table.print_of("record_no", refs["at"]),
            "person_role": roles.gather(refs["role"]),
            "owner_index": refs["owner_index"],
            "person_key": key,
            "person_apart_key": key,
            "number_state": described["number_state"].gather(refs["descriptor"]),
            "number_holder_key": key,
        }
    )
    method = pl.when(alone).then(pl.lit("unlinked")).otherwise(pl.lit("exact_id")).cast(pl.Enum(METHODS))
    return frame.with_columns(
        method.alias("method"),
        pl.lit("certain").cast(pl.Enum(CERTAINTIES)).alias("certainty"),
        match_weight=pl.lit(None, pl.Float64),
        match_probability=pl.lit(None, pl.Float64),
    ).select(*LINKS)


def all_links(
    table: Table, close: Mask, described: pl.DataFrame, numbers: pl.DataFrame, links: pl.DataFrame
) -> pl.DataFrame:
    """Links of a whole table, in the order of its references. `links`: of the descriptors that are `close`."""
    settled = settled_links(table, table.chosen(descriptors=~close), described, numbers)
    if links.is_empty():
        return settled
    place = {role: at for at, role in enumerate(table.shape.roles)}
    turn = (
        pl.col("person_role").replace_strict(place, return_dtype=pl.Int64).alias("role") * table.height + pl.col("row")
    ) * (1 << 15) + pl.col("owner_index")
    one, other = settled.with_columns(turn=turn).set_sorted("turn"), links.with_columns(turn=turn).sort("turn")
    return one.merge_sorted(other, key="turn").drop("turn")


class Answers:
    """Person keys of a night's references: of the close ones as their links say, of all others by their number."""

    def __init__(self, city: City, close: Mask, numbers: pl.DataFrame, links: Mapping[str, pl.DataFrame]) -> None:
        """`links`: LINKS of the close references by table; `numbers`: NUMBERS_NOW."""
        self.city, self.close, self.numbers, self.links = city, close, numbers, links

    def close_keys(self, key: str) -> pl.DataFrame:
        """at, person_role, owner_index, person_key of the close references of a table."""
        at_of_row = np.flatnonzero(self.city.tables[key].standing).astype(np.uint32)
        links = self.links[key]
        return links.select(
            pl.Series("at", at_of_row[links["row"].to_numpy()]), "person_role", "owner_index", "person_key"
        )

    def of_rows(self, key: str, rows: Mask) -> pl.DataFrame:
        """record_no, person_role, owner_index, person_key of the references in these rows."""
        table = self.city.tables[key]
        found = table.chosen(rows=rows)
        found = found.filter(pl.Series(~self.close[found["descriptor"].to_numpy()], dtype=pl.Boolean))
        columns = [*_OWNER, "person_key"]
        settled = settled_links(table, found, self.city.described, self.numbers).select(columns)
        row = table.rows
        asked = np.zeros(table.height, bool)
        asked[row[np.flatnonzero(rows & table.standing)]] = True
        links = self.links[key]
        close = links.filter(pl.Series(asked[links["row"].to_numpy()], dtype=pl.Boolean)).select(columns)
        return pl.concat([settled, close])


def moves_since(tonight: Answers, before: Answers, same_row: Mapping[str, Integers]) -> pl.DataFrame:
    """References of all tables whose person key is another than last night (links.MOVES)."""
    parts = [pl.DataFrame(schema=MOVES)]
    for key, table in tonight.city.tables.items():
        earlier = before.city.tables[key]
        new, gone = changed_rows(table, earlier, same_row[key])
        new |= _other_keys(tonight, before, key, same_row[key])
        records = [_records(table, new), _records(earlier, gone)]
        asked = pl.concat(records).unique().implode()
        sides = []
        for answers, there in ((tonight, table), (before, earlier)):
            rows = [one.prints["record"].is_in(asked).to_numpy() for one in there.segments]
            sides.append(answers.of_rows(key, np.concatenate([np.zeros(0, bool), *rows])))
        parts.append(moved(matched(*sides)))
    return pl.concat(parts)


def _records(table: Table, rows: Mask) -> pl.Series:
    return table.print_of("record", pl.Series(np.flatnonzero(rows))) if len(rows) else pl.Series(dtype=pl.UInt64)


def _other_keys(tonight: Answers, before: Answers, key: str, same_row: Integers) -> Mask:
    """Rows as they were, of which a close reference has another key than last night."""
    table = tonight.city.tables[key]
    found = np.zeros(len(same_row), bool)
    now, was = tonight.close_keys(key), before.close_keys(key)
    tonight_of = np.full(int(before.city.tables[key].starts[-1]), -1, dtype=np.int64)
    known = np.flatnonzero((same_row >= 0) & table.standing)
    tonight_of[same_row[known]] = known
    was = was.with_columns(pl.Series("at", tonight_of[was["at"].to_numpy()])).filter(pl.col("at") >= 0)
    both = now.with_columns(pl.col("at").cast(pl.Int64)).join(
        was, on=["at", "person_role", "owner_index"], how="full", coalesce=True, suffix="_before"
    )
    # Close on one side only: looked at closely, since the other side's key is its number's.
    other = both.filter(pl.col("person_key").ne_missing(pl.col("person_key_before")))["at"].unique()
    found[other.to_numpy()] = True
    return found
