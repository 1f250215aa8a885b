"""Units: what equal and repaired numbers leave open, cut so that each may be somebody else.

A descriptor with a number is one unit: two records with one wrong number and one name are one person's. Of a
descriptor without a number ('张伟' and nothing else), or with one that is nobody's, every table and every context is a
unit of its own, since the next 张伟 is another. Such units become descriptors themselves, so that everything after
works on descriptors alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.around import AllAround, Around
from transforms.link.context import KINDS, TOKENS, Asked, Tokens, partner_of, partner_tokens
from transforms.link.descriptors import Coded
from transforms.link.linking import Linked
from transforms.link.segments import Integers
from transforms.link.untrusted import identifying

HELD = {"unit": pl.UInt32(), "kind": pl.Enum(KINDS), "token": pl.UInt64()}
"""Grain: one token of one unit; Open.held says also whether it is `inherited` from somebody near."""


@dataclass(frozen=True, slots=True)
class Open:
    """`units`: descriptors with an open question. `held`: their tokens (HELD). `shared`: the same tokens held by people
    with a number (around.OF_GROUP). `beside`: unit, group: who stands beside it in a row.
    """

    units: pl.DataFrame
    held: pl.DataFrame
    shared: pl.DataFrame
    beside: pl.DataFrame


def open_units(
    coded: Mapping[str, Coded], linked: Linked, tokens: Tokens, around: Around | None = None
) -> tuple[dict[str, Coded], Linked, Open]:
    """Cut what is open into units and collect what their rows say of them.

    `coded` need hold no more than open references and those beside them in a row, where `around` knows all others.
    Returns the references with the units' codes, the descriptors with the units added, and the open part.
    """
    described = linked.descriptors.with_columns(identifying(linked.descriptors), open=_is_open())
    cut = _cut(coded, described, linked, tokens)
    grown = _grown(linked.descriptors, cut.new)
    after = Linked(grown, linked.groups, pl.concat([linked.usage, cut.usage.cast(linked.usage.schema)]))
    mine = cut.held
    units = grown.filter(_is_open() & (pl.col("refs") > 0)).rename({"descriptor": "unit"})
    used = after.usage.join(units.select(descriptor="unit"), on="descriptor", how="semi")
    units = units.with_columns(id_number=pl.when(identifying(units)).then("id_number"))
    units = units.join(_tables(used), on="unit", how="left", maintain_order="left")
    beside = _beside(mine, linked.groups)
    around = around or AllAround(coded, {key: _settled(linked).gather(linked.of_codes(key)) for key in coded}, tokens)
    mine, shared = _shared(units, mine, beside, around)
    return cut.coded, after, Open(units, mine, shared, beside)


@dataclass(frozen=True, slots=True)
class _Cut:
    """`new`: old, descriptor, refs of each unit cut out; `usage`: of these; `held`: HELD, sorted."""

    coded: dict[str, Coded]
    new: pl.DataFrame
    usage: pl.DataFrame
    held: pl.DataFrame


def _is_open() -> pl.Expr:
    """Alone, likely, or repaired: all that part one did not settle by an equal number and name."""
    return pl.col("group").is_null() | (pl.col("certainty") == "likely") | (pl.col("method") == "repaired_id")


def _cut(coded: Mapping[str, Coded], described: pl.DataFrame, linked: Linked, tokens: Tokens) -> _Cut:
    """Open references without a number get codes and descriptors of their own for each table and context.

    All tables at once: their codes, places and rows are counted on from one table to the next.
    """
    tables = list(coded.values())
    of_codes = [linked.of_codes(key) for key in coded]
    code_from, place_from, row_from = (
        np.cumsum([0, *sizes])
        for sizes in (
            [one.len() for one in of_codes],
            [one.references.height for one in tables],
            [int(one.references["row"].max() or 0) + 1 for one in tables],  # type: ignore[arg-type]
        )
    )
    columns = [pl.Series("descriptor", [], dtype=pl.UInt32), *of_codes]
    state = described.select("descriptor", "group", "open", loose=pl.col("open") & ~pl.col("identifying"))
    codes = state[pl.concat(columns)].with_row_index("code")
    places = pl.DataFrame([_counted_on(tables, "row", row_from), _counted_on(tables, "code", code_from)])
    places = places.with_row_index("place")
    # By position: a join would look at every reference of the city.
    questioned = places.filter(codes["open"].gather(places["code"]))
    asked = questioned.join(codes.filter("open"), on="code", maintain_order="left")
    told = _tokens_of(places, codes, asked, _rows_told(list(coded), asked["row"].unique().sort(), row_from, tokens))
    context = told.group_by("place").agg(context=pl.col("token").hash().sum())
    loose = asked.filter("loose").join(context, on="place", how="left", maintain_order="left")
    units = (
        loose.group_by("code", "descriptor", "context")
        .agg(first=pl.col("place").min(), refs=pl.len())
        .sort("first")
        .with_row_index("turn")
        .with_columns(unit=(pl.int_range(pl.len()) + described.height).cast(pl.UInt32))
    )
    numbered = loose.join(units.select("code", "context", "turn", "unit"), on=["code", "context"], nulls_equal=True)
    numbered = numbered.sort("place")
    table_of = np.searchsorted(code_from, units["code"].to_numpy(), side="right") - 1
    first_of = np.searchsorted(table_of, np.arange(len(tables) + 1))
    base = np.array([one.distinct.height for one in tables], dtype=np.int64)
    own_code = np.arange(units.height) - first_of[table_of] + base[table_of]
    places_of = np.searchsorted(numbered["place"].to_numpy(), place_from)
    recoded = dict(coded)
    for turn, (key, table) in enumerate(coded.items()):
        mine = slice(first_of[turn], first_of[turn + 1])
        if mine.start == mine.stop:
            continue
        there = numbered[places_of[turn] : places_of[turn + 1]]
        code = table.references["code"].clone()
        code = code.scatter(
            there["place"] - int(place_from[turn]), own_code[there["turn"].to_numpy()].astype(np.uint32)
        )
        old = units["code"][mine] - int(code_from[turn])
        recoded[key] = Coded(
            key,
            table.references.with_columns(code.alias("code")),
            pl.concat([table.distinct, table.distinct[old].with_columns(units["refs"][mine].cast(pl.UInt32))]),
        )
    unit_of = pl.concat(
        [numbered.select("place", "unit"), asked.filter(~pl.col("loose")).select("place", unit="descriptor")]
    )
    keys = pl.Series("table_key", list(coded), dtype=pl.String)
    return _Cut(
        recoded,
        units.select(old="descriptor", descriptor="unit", refs=pl.col("refs").cast(pl.UInt32)),
        units.select(
            keys.gather(pl.Series(table_of)),
            pl.Series("code", own_code.astype(np.uint32)),
            descriptor="unit",
            refs=pl.col("refs").cast(pl.UInt32),
        ),
        told.join(unit_of, on="place").select(*HELD).unique().sort("unit", "kind", "token"),
    )


def _counted_on(tables: Sequence[Coded], name: str, starts: Integers) -> pl.Series:
    parts = [table.references[name].to_numpy() + np.uint32(start) for table, start in zip(tables, starts, strict=False)]
    return pl.Series(name, np.concatenate([np.zeros(0, np.uint32), *parts]))


def _rows_told(keys: list[str], rows: pl.Series, starts: Integers, tokens: Tokens) -> pl.DataFrame:
    """context.TOKENS of rows that are counted through all tables; sorted, as the rows asked for are."""
    bounds = np.searchsorted(rows.to_numpy(), starts)
    parts = [pl.DataFrame(schema=TOKENS)]
    for turn, key in enumerate(keys):
        if bounds[turn] < bounds[turn + 1]:
            start = int(starts[turn])
            mine = rows[bounds[turn] : bounds[turn + 1]] - start
            parts.append(tokens(key, Asked(rows=mine)).with_columns((pl.col("row") + start).cast(pl.UInt32)))
    return pl.concat(parts)


def _tokens_of(places: pl.DataFrame, codes: pl.DataFrame, asked: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """place, kind, token of the references asked for: those of the row, and who else stands in it."""
    own = asked.select("row", "place").join(rows, on="row").select("place", "kind", "token")
    beside = _in_rows(places, asked["row"]).join(codes, on="code")
    partners = partner_tokens(beside.select("row", "place", group=pl.when(~pl.col("open")).then("group")))
    return pl.concat([own, partners.join(asked.select("place"), on="place", how="semi")])


def _in_rows(placed: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """`placed` in the given rows of the table."""
    chosen = np.zeros(int(placed["row"].to_numpy().max(initial=0)) + 1, dtype=np.bool_)
    within = rows.filter(rows < len(chosen)).to_numpy()
    chosen[within] = True
    return placed.filter(pl.Series(chosen[placed["row"].to_numpy()], dtype=pl.Boolean))


def _grown(descriptors: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Descriptors with the units behind them; those cut up have no references left."""
    if new.is_empty():
        return descriptors
    moved = new.group_by("old").agg(moved=pl.col("refs").sum())
    left = descriptors.join(moved, left_on="descriptor", right_on="old", how="left", maintain_order="left")
    left = left.with_columns(refs=(pl.col("refs") - pl.col("moved").fill_null(0)).cast(pl.UInt32)).drop("moved")
    units = descriptors[new["old"]].with_columns(new["descriptor"], new["refs"].cast(pl.UInt32))
    return pl.concat([left, units])


def _tables(usage: pl.DataFrame) -> pl.DataFrame:
    """unit, tables: those that use a descriptor, in order of their names, written once for each set of them."""
    keys = usage["table_key"].cast(pl.String).unique().sort()
    bits = pl.DataFrame([keys, pl.Series("bit", [1 << turn for turn in range(len(keys))], dtype=pl.UInt64)])
    named = usage.select(pl.col("table_key").cast(pl.String), unit="descriptor").join(bits, on="table_key")
    sets = named.select("unit", "bit").unique().group_by("unit").agg(pl.col("bit").sum())
    met = sets.select("bit").unique()
    texts = [",".join(key for turn, key in enumerate(keys) if one >> turn & 1) for one in met["bit"]]
    return sets.join(met.with_columns(pl.Series("tables", texts, dtype=pl.String)), on="bit").select("unit", "tables")


def _beside(held: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Whom a unit is not: who stands in the same row."""
    people = groups.select("group", token=partner_of("group"))
    return held.filter(pl.col("kind") == "partner").join(people, on="token").select("unit", "group").unique()


def _settled(linked: Linked) -> pl.Series:
    """The group of each descriptor that is settled, else null."""
    return linked.descriptors.select(pl.when(~_is_open()).then("group"))["group"]


def _shared(
    units: pl.DataFrame, held: pl.DataFrame, beside: pl.DataFrame, around: Around
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens of units and of people with a number, as far as the two meet.

    Who bears somebody else's number is near that person, and so is who stands in one row with him: the unit inherits
    household and address of both, and the token of standing beside the holder.
    """
    holder = units.filter(pl.col("first17").is_not_null() & pl.col("group").is_null()).select("unit", group="first17")
    near = pl.concat([holder, beside]).unique()
    partner = holder.select("unit", pl.lit("partner").cast(pl.Enum(KINDS)).alias("kind"), token=partner_of("group"))
    inherited = near.join(around.homes(near["group"].unique()), on="group").select(*HELD)
    mine = (
        pl.concat(
            [
                held.with_columns(inherited=pl.lit(value=False)),
                pl.concat([partner, inherited]).with_columns(inherited=pl.lit(value=True)),
            ]
        )
        .sort(*HELD, "inherited")
        .unique(list(HELD), keep="first", maintain_order=True)
    )
    return mine, around.sharing(mine.select("kind", "token").unique())
