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
_OWNER = ["record_no", "person_role", "owner_index"]


def answers_of(linked: Linked, keys: Keys) -> pl.DataFrame:
    """What linking says of each descriptor, in order: group_key, number_holder_key and what describes the link.

    A number's holder is the same person in both worlds: the holder's own name makes its links certain.
    """
    asked = pl.concat([linked.descriptors["group"], linked.descriptors["first17"]]).unique()
    key_of_group = keys.groups.filter(pl.col("group").is_in(asked.implode())).rename({"person_key": "group_key"})
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

    Both are links of the same table; matched by record number, role and owner. Of a record delivered twice nobody can
    say which row was which.
    """
    if tonight.height == before.height and _alike(tonight, before):
        # The usual case where nothing came. All rows of a record that changed are looked at, to see whether it is one.
        other = tonight["record_no"].filter(tonight["person_key"] != before["person_key"])
        tonight, before = (frame.filter(pl.col("record_no").is_in(other.implode())) for frame in (tonight, before))
    return moved(matched(tonight, before))


def _alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether both list the same references in the same order."""
    return all(bool((one[column] == other[column]).all()) for column in _OWNER)


def matched(tonight: pl.DataFrame, before: pl.DataFrame, on: list[str] = _OWNER) -> pl.DataFrame:
    """What names a reference (`on`), to_key, from_key of references that both nights have just once."""
    unique = before.select(*on, from_key="person_key").unique(on, keep="none")
    return tonight.select(*on, to_key="person_key").unique(on, keep="none").join(unique, on=on)


def moved(pairs: pl.DataFrame) -> pl.DataFrame:
    """MOVES of pairs of keys (from_key, to_key), as far as they differ."""
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
