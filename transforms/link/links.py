"""The answer for each reference, and what moved since last night."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.link.crosswalk import Keys
from transforms.link.descriptors import Coded
from transforms.link.linking import CERTAINTIES, METHODS, Linked
from transforms.link.number import NUMBER_STATES

LINKS = {
    "row": pl.UInt32(),
    "record_no": pl.String(),
    "person_role": pl.String(),
    "owner_index": pl.Int16(),
    "person_key": pl.String(),
    "person_apart_key": pl.String(),
    "method": pl.Enum(METHODS),
    "certainty": pl.Enum(CERTAINTIES),
    "match_weight": pl.Float64(),
    "match_probability": pl.Float64(),
    "number_state": pl.Enum(NUMBER_STATES),
    "number_holder_key": pl.String(),
}
"""Grain: one reference of one table in force."""

EVENTS = {
    "night": pl.Date(),
    "kind": pl.String(),
    "from_key": pl.String(),
    "to_key": pl.String(),
    "reason": pl.String(),
}
"""Grain: one pair of keys between which references moved in a night. kind: merge or split. Append-only."""

MOVES = {"from_key": pl.String(), "to_key": pl.String(), "references": pl.UInt32()}

_DESCRIBED = ("number_state", "method", "certainty", "match_weight", "match_probability")
_A_FEW = 100
_OWNER = ["record_no", "person_role", "owner_index"]


def answers_of(linked: Linked, keys: Keys) -> pl.DataFrame:
    """What linking says of each descriptor, in order: group_key, number_holder_key and what describes the link.

    A number's holder is the same person in both worlds: the holder's own name makes its links certain.
    """
    key_of_group = keys.groups.rename({"person_key": "group_key"})
    return (
        linked.descriptors.select("group", "first17", *_DESCRIBED)
        .join(key_of_group, on="group", how="left", maintain_order="left")
        .join(
            key_of_group.rename({"group": "first17", "group_key": "number_holder_key"}),
            on="first17",
            how="left",
            maintain_order="left",
        )
        .drop("group", "first17")
    )


def links_of(coded: Coded, linked: Linked, keys: Keys, answers: pl.DataFrame | None = None) -> pl.DataFrame:
    """Links of one table (columns of LINKS), one row for each reference, in the order of its references.

    `answers`: `answers_of` the same, for who asks for many tables.
    """
    answers = answers_of(linked, keys) if answers is None else answers
    references = coded.references
    descriptors = linked.of_codes(coded.table_key).gather(references["code"])
    own = keys.singles.filter(pl.col("table_key") == coded.table_key)
    # By position, not by join: only a few in a hundred references stand alone or are linked likely.
    turn = pl.repeat(None, references.height, dtype=pl.UInt32, eager=True).scatter(
        own["place"], pl.int_range(own.height, dtype=pl.UInt32, eager=True)
    )
    each = pl.concat([references.drop("code"), answers[descriptors]], how="horizontal")
    return each.with_columns(own["person_key"].gather(turn).alias("own_key")).select(
        *("row", "record_no"),
        pl.col("person_role").cast(pl.String),
        "owner_index",
        pl.coalesce("group_key", "own_key").alias("person_key"),
        pl.coalesce("own_key", "group_key").alias("person_apart_key"),
        *("method", "certainty", "match_weight", "match_probability"),
        *("number_state", "number_holder_key"),
    )


def moves(tonight: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """References of one table whose person key is another than last night (columns of MOVES).

    Both are links of the same table. Rows that last night also had in the same order, the usual case, are compared
    in place; else they are matched by record number, role and owner.
    """
    height = min(tonight.height, before.height)
    head, same = tonight.head(height), before.head(height)
    if _alike(head, same):
        return _moved(pl.DataFrame({"to_key": head["person_key"], "from_key": same["person_key"]}))
    return _moved(_matched(tonight, before))


def moves_of_carried(tonight: pl.DataFrame, before: pl.DataFrame, source: pl.Series) -> pl.DataFrame:
    """What `moves` gives, where for each of tonight's links its place among last night's is known (null: a new one).

    Only links whose key changed, and those that came or went, are looked at.
    """
    height = min(tonight.height, before.height)
    places = pl.int_range(tonight.height, dtype=pl.UInt32, eager=True)
    kept = source.is_not_null()
    was = before["person_key"].gather(source)
    elsewhere = source.head(height).ne_missing(places.head(height))
    other = kept & (was != tonight["person_key"])
    odd = places.head(height).filter(elsewhere)
    # A first look at a few: where rows were taken out, nearly all behind them differ.
    if all(_alike(tonight[some], before[some]) for some in (odd.head(_A_FEW), odd)):
        asked = places.head(height).filter(elsewhere | other.head(height))
        return _moved(pl.DataFrame({"to_key": tonight["person_key"][asked], "from_key": before["person_key"][asked]}))
    gone = pl.int_range(before.height, dtype=pl.UInt32, eager=True).is_in(source.drop_nulls().implode())
    records = pl.concat([tonight["record_no"].filter(other | ~kept), before["record_no"].filter(~gone)]).unique()
    asked_for = pl.col("record_no").is_in(records.implode())
    return _moved(_matched(tonight.filter(asked_for), before.filter(asked_for)))


def _alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether both list the same references in the same order."""
    return all(bool((one[column] == other[column]).all()) for column in _OWNER)


def _matched(tonight: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    unique = before.select(*_OWNER, from_key="person_key").unique(_OWNER, keep="none")
    return tonight.select(*_OWNER, to_key="person_key").unique(_OWNER, keep="none").join(unique, on=_OWNER)


def _moved(pairs: pl.DataFrame) -> pl.DataFrame:
    return (
        pairs.filter(pl.col("from_key") != pl.col("to_key"))
        .group_by("from_key", "to_key")
        .agg(references=pl.len())
        .sort("from_key", "to_key")
    )


def events(moved: pl.DataFrame, in_use: pl.Series, night: date) -> pl.DataFrame:
    """Merge and split events of a night (columns of EVENTS), sorted by keys.

    `moved`: MOVES of all tables put together; `in_use`: all person keys of tonight. Where nobody bears the old key
    any more the two are one person now (merge); where somebody does, a part of that person went over (split).
    """
    left = moved["from_key"].unique()
    gone = ~pl.col("from_key").is_in(in_use.filter(in_use.is_in(left.implode())).implode())
    return (
        moved.group_by("from_key", "to_key")
        .agg(pl.col("references").sum())
        .sort("from_key", "to_key")
        .select(
            night=pl.lit(night, pl.Date),
            kind=pl.when(gone).then(pl.lit("merge")).otherwise(pl.lit("split")),
            from_key="from_key",
            to_key="to_key",
            reason=pl.format(
                "{}:{} 处记录",
                pl.when(gone)
                .then(pl.lit("原人员的记录已全部归入现人员"))
                .otherwise(pl.lit("原人员的部分记录改归现人员")),
                "references",
            ),
        )
    )
