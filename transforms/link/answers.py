"""Links of references that equal numbers settle, and what moved between two nights, from numbers instead of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from transforms.link.city import City
from transforms.link.links import LINKS, matched, moved
from transforms.link.segments import Integers, Mask, Numbers, Table, changed_rows
from transforms.link.sieve import among

NUMBERS_NOW = {"group": pl.Int64(), "person_key": pl.String(), "refs": pl.UInt32()}
"""Grain: one number ever seen, in order. refs: references of its person tonight, 0 where nobody is."""


@dataclass(frozen=True)
class Settled:
    """What links of a night are put together from: which descriptors are `close`, their number states (`described`),
    and `numbers` (NUMBERS_NOW).
    """

    close: Mask
    described: pl.DataFrame
    numbers: pl.DataFrame

    @cached_property
    def place(self) -> Integers:
        """Of each descriptor that is not close the place of its number in `numbers`; sought once for all tables."""
        place = np.zeros(len(self.close), np.int64)
        sought = np.flatnonzero(~self.close)
        own = self.described["first17"].gather(pl.Series(sought)).fill_null(0).to_numpy()
        place[sought] = np.searchsorted(self.numbers["group"].to_numpy(), own)
        return place


def all_links(table: Table, night: Settled, links: pl.DataFrame) -> pl.DataFrame:
    """Links (links.LINKS) of a whole table, in the order of its references. `links`: of those of close descriptors.

    Every other reference is its own number's person. Nothing is joined: of each it is known where its answer stands.
    """
    refs, numbers = table.chosen(descriptors=np.ones(len(night.close), bool)), night.numbers
    descriptor = refs["descriptor"].to_numpy()
    told = np.flatnonzero(night.close[descriptor])
    turn = {role: place for place, role in enumerate(table.shape.roles)}
    links = links.sort(pl.col("person_role").replace_strict(turn, return_dtype=pl.Int64), "row", "owner_index")
    # First the numbers, then the close references.
    place = night.place[descriptor]
    place[told] = numbers.height + np.arange(links.height)
    at = pl.Series(place)
    keys = {name: pl.concat([numbers["person_key"], links[name]]).gather(at) for name in _KEYS}
    alone = numbers.select(pl.when(pl.col("refs") == 1).then(pl.lit("unlinked")).otherwise(pl.lit("exact_id")))
    method = pl.concat([alone.to_series().cast(LINKS["method"]), links["method"]]).gather(at)
    rest = {name: pl.repeat(value, refs.height, dtype=LINKS[name], eager=True) for name, value in _SETTLED_LINK.items()}
    return pl.DataFrame(
        {
            "row": table.rows[refs["at"].to_numpy()],
            "record_no": table.print_of("record_no", refs["at"]),
            "person_role": pl.Series(table.shape.roles, dtype=pl.String).gather(refs["role"]),
            "owner_index": refs["owner_index"],
            **keys,
            "method": method,
            **{name: column.scatter(told, links[name]) for name, column in rest.items()},
            "number_state": night.described["number_state"].gather(refs["descriptor"]),
        }
    ).select(*LINKS)


_KEYS = ("person_key", "person_apart_key", "number_holder_key")
_SETTLED_LINK = {"certainty": "certain", "match_weight": None, "match_probability": None}


class Answers:
    """Person keys of a night's references: of the close ones as their links say, of all others by their number."""

    def __init__(self, city: City, close: Mask, numbers: pl.DataFrame, links: Mapping[str, pl.DataFrame]) -> None:
        """`links`: LINKS of the close references by table; `numbers`: NUMBERS_NOW."""
        self.city, self.close, self.numbers, self.links = city, close, numbers, links

    @cached_property
    def close_keys(self) -> pl.DataFrame:
        """at, person_role, owner_index, person_key and table (its turn) of all close references, table by table."""
        none = {"at": pl.Int64, "person_role": pl.String, "owner_index": pl.Int16, "person_key": pl.String}
        parts = [pl.DataFrame(schema=none | {"table": pl.UInt32})]
        for turn, (key, table) in enumerate(self.city.tables.items()):
            links = self.links[key]
            if links.height:
                at = np.flatnonzero(table.standing)[links["row"].to_numpy()]
                there = pl.Series("table", np.full(links.height, turn, np.uint32))
                parts.append(pl.DataFrame([pl.Series("at", at), *(links[name] for name in list(none)[1:]), there]))
        return pl.concat(parts)

    def of_rows(self, rows: Mapping[int, Mask]) -> pl.DataFrame:
        """record (hash of its number), person_role, owner_index, person_key, table of the references in these rows.

        `rows`: by the turn of the table.
        """
        keys = self.close_keys
        mine = np.zeros(keys.height, bool)
        bounds = np.searchsorted(keys["table"].to_numpy(), np.arange(len(self.city.tables) + 1))
        parts = []
        for turn, table in enumerate(self.city.tables.values()):
            if turn not in rows:
                continue
            there = slice(bounds[turn], bounds[turn + 1])
            mine[there] = (rows[turn] & table.standing)[keys["at"].to_numpy()[there]]
            found = table.chosen(rows=rows[turn])
            found = found.filter(pl.Series(~self.close[found["descriptor"].to_numpy()], dtype=pl.Boolean))
            close = keys["at"][there].filter(pl.Series(mine[there], dtype=pl.Boolean))
            parts.append((
                table.print_of("record", found["at"]),
                pl.Series("person_role", table.shape.roles, dtype=pl.String).gather(found["role"]),
                found["owner_index"],
                found["descriptor"],
                pl.Series("table", np.full(found.height, turn, np.uint32)),
                table.print_of("record", close),
            ))  # fmt: skip
        return self._put_together(parts, keys.filter(pl.Series(mine, dtype=pl.Boolean)))

    def _put_together(self, parts: Sequence[tuple[pl.Series, ...]], close: pl.DataFrame) -> pl.DataFrame:
        names = ("record", "person_role", "owner_index", "descriptor", "table")
        empty = [pl.DataFrame(schema=dict(zip(names, _SETTLED, strict=True)))]
        settled = pl.concat([*empty, *(pl.DataFrame(list(part[:-1])) for part in parts)])
        number = self.city.described["first17"].gather(settled["descriptor"]).to_numpy()
        place = np.searchsorted(self.numbers["group"].to_numpy(), number)
        key = self.numbers["person_key"].gather(pl.Series(place)).alias("person_key")
        record = pl.concat([pl.Series("record", dtype=pl.UInt64), *(part[-1] for part in parts)])
        columns = [*_SAME, "person_key"]
        return pl.concat([settled.with_columns(key).select(columns), close.with_columns(record).select(columns)])


_SAME = ["table", "record", "person_role", "owner_index"]
_SETTLED = (pl.UInt64(), pl.String(), pl.Int16(), pl.UInt32(), pl.UInt32())


def moves_since(tonight: Answers, before: Answers, same_row: Mapping[str, Integers]) -> pl.DataFrame:
    """References of all tables whose person key is another than last night (links.MOVES)."""
    other = _other_keys(tonight, before, same_row)
    looked: tuple[dict[int, Mask], dict[int, Mask]] = ({}, {})
    for turn, (key, table) in enumerate(tonight.city.tables.items()):
        both = table, before.city.tables[key]
        new, gone = changed_rows(*both, same_row[key])
        if turn in other:
            new |= _as_they_were(table, same_row[key], other[turn])
        if not (new.any() or gone.any()):
            continue
        # All rows of a record that changed are looked at, to see whether it is one.
        records = np.concatenate([_records(there, rows) for there, rows in zip(both, (new, gone), strict=True)])
        for rows, there in zip(looked, both, strict=True):
            found = [among(one.prints["record"].to_numpy(), records) for one in there.segments]
            rows[turn] = np.concatenate([np.zeros(0, bool), *found])
    return moved(matched(tonight.of_rows(looked[0]), before.of_rows(looked[1]), _SAME))


def _records(table: Table, rows: Mask) -> Numbers:
    return table.print_of("record", pl.Series(np.flatnonzero(rows))).to_numpy()


def _as_they_were(table: Table, same_row: Integers, places: Integers) -> Mask:
    """Tonight's rows that were at one of these places last night."""
    if not len(same_row):
        return table.standing
    asked = np.zeros(int(max(same_row.max(), places.max())) + 2, bool)  # the last place stands for none: -1
    asked[places] = True
    found: Mask = asked[same_row] & table.standing
    return found


def _other_keys(tonight: Answers, before: Answers, same_row: Mapping[str, Integers]) -> dict[int, Integers]:
    """Rows of last night, by the turn of their table, of which a close reference may have another key tonight."""
    now, was = tonight.close_keys, before.close_keys
    bounds = np.searchsorted(now["table"].to_numpy(), np.arange(len(tonight.city.tables) + 1))
    at, places = now["at"].to_numpy(), np.full(now.height, -1, dtype=np.int64)
    for turn, key in enumerate(tonight.city.tables):
        there = slice(bounds[turn], bounds[turn + 1])
        if there.start < there.stop:
            places[there] = same_row[key][at[there]]
    now = now.with_columns(pl.Series("at", places)).filter(pl.col("at") >= 0)
    on = ["table", "at", "person_role", "owner_index"]
    both = now.join(was, on=on, how="full", coalesce=True, suffix="_before")
    # Close on one side only: looked at closely, since the other side's key is its number's.
    other = both.filter(pl.col("person_key").ne_missing(pl.col("person_key_before"))).select("table", "at").unique()
    return {int(turn): found["at"].to_numpy() for (turn,), found in other.group_by("table")}
