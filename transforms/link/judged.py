"""Linking after people have judged: what they said goes before what the data say. Applied last, on the finished links.

    same        both are one person, for certain, even with two valid numbers: those then are one person's
    different   never one person: the one linked with less support stands alone, even with equal numbers
    unsure      nothing changes
    same, but the data changed since     a link that only the judgement supports becomes likely

A judgement is about its two references. Other references of the same name and the same damaged number follow it; those
without a number do not, since the next 张伟 is another. Nothing is ever lost: who is taken from a person stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.link.agreement import Node, agree
from transforms.link.carrying import carried_out
from transforms.link.cutting import cut
from transforms.link.descriptors import Coded
from transforms.link.judgements import REFERENCE_KEY, SAID, STANDING, keys_of, marks, references_of, standing
from transforms.link.linking import METHODS, Linked

KINDS = ("same", "weak", "different")
"""What a judgement can do."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`coded`, `linked`: as they went in, with the judgements carried out. `standing`: each pair's newest judgement
    and what has become of it (judgements.STANDING). `places`: where the judged references stand (PLACED).
    """

    coded: dict[str, Coded]
    linked: Linked
    standing: pl.DataFrame
    places: pl.DataFrame


PLACED = {
    "table_key": pl.String(),
    "record_no": pl.String(),
    "person_role": pl.String(),
    "owner_index": pl.Int16(),
    "place": pl.UInt32(),
    "code": pl.UInt32(),
    "descriptor": pl.UInt32(),
    "name": pl.String(),
    "id_number": pl.String(),
    "sex": pl.String(),
    "birth_date": pl.Date(),
}
"""Grain: one judged reference in force, twice where its record number is. descriptor: before it was cut out."""


def judged(
    coded: Mapping[str, Coded], linked: Linked, judgements: pl.DataFrame, crosswalk: pl.DataFrame, secret: bytes
) -> Judged:
    """Carry out the judgements (judgements.JUDGEMENT, all of them; their order does not matter).

    `crosswalk`: last night's, by which two persons that become one keep the key they had. `secret`: the home's.
    """
    if judgements.is_empty():
        return Judged(dict(coded), linked, pl.DataFrame(schema=STANDING), pl.DataFrame(schema=PLACED))
    places = _placed(coded, linked.usage, references_of(judgements))
    told = standing(judgements, marks(places.select(*REFERENCE_KEY, *SAID), secret))
    told, places = _acting(told), places.sort(*REFERENCE_KEY, *SAID, "place")
    acting = places.join(_named_by(told), on=list(REFERENCE_KEY), how="semi", maintain_order="left")
    at: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(acting.select(REFERENCE_KEY).iter_rows()):
        at.setdefault(row, []).append(place)
    pairs = {kind: _pairs(told, at, kind) for kind in KINDS}
    nodes = _nodes(acting, linked)
    circles, against = agree(nodes, *([pair for pair, _ in pairs[kind]] for kind in KINDS))
    torn = {seq for kind in pairs for pair, seq in pairs[kind] if pair in against}
    told = told.with_columns(
        state=pl.when(pl.col("seq").is_in(list(torn))).then(pl.lit("contradiction")).otherwise("state")
    ).select(*STANDING)
    split = cut(coded, linked, acting)
    after = carried_out(split.linked, nodes, circles, split.descriptors, acting["descriptor"], crosswalk)
    return Judged(split.coded, after, told, places)


def _placed(coded: Mapping[str, Coded], usage: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Judged references as they stand tonight (PLACED)."""
    parts = [pl.DataFrame(schema=PLACED)]
    for (key,), asked in wanted.group_by("table_key", maintain_order=True):
        table = coded.get(str(key))
        if table is None:
            continue
        of_code = usage.filter(pl.col("table_key") == key).select("code", "descriptor")
        described = table.distinct.with_row_index("code").select("code", *SAID)
        records = asked["record_no"].implode()
        found = (
            table.references.with_row_index("place")
            .filter(pl.col("record_no").is_in(records))
            .with_columns(pl.col("person_role").cast(pl.String), table_key=pl.lit(key))
            .join(asked, on=list(REFERENCE_KEY), how="semi")
            .join(of_code, on="code", how="left")
            .join(described, on="code", how="left")
        )
        parts.append(found.select(*PLACED).cast(pl.Schema(PLACED)))
    return pl.concat(parts)


def _named_by(told: pl.DataFrame) -> pl.DataFrame:
    """References of the judgements that do something."""
    return references_of(told.filter(pl.col("kind").is_not_null()))


def _acting(told: pl.DataFrame) -> pl.DataFrame:
    """What each judgement does: `kind` same, weak or different; null for nothing. A double record has no same."""
    return told.with_columns(
        kind=pl.when(pl.col("verdict") == "different")
        .then(pl.lit("different"))
        .when((pl.col("verdict") == "same") & (pl.col("state") == "held"))
        .then(pl.lit("same"))
        .when((pl.col("verdict") == "same") & (pl.col("state") == "changed"))
        .then(pl.lit("weak"))
    )


def _pairs(
    told: pl.DataFrame, at: Mapping[tuple[object, ...], list[int]], kind: str
) -> list[tuple[tuple[int, int], int]]:
    """Places of the two references of each judgement of a kind, with its seq."""
    found = []
    for row in told.filter(pl.col("kind") == kind).iter_rows(named=True):
        sides = [at.get(tuple(row[name] for name in keys_of(side)), []) for side in ("a", "b")]
        found += [((min(one, other), max(one, other)), row["seq"]) for one in sides[0] for other in sides[1]]
    return [(pair, seq) for pair, seq in found if pair[0] != pair[1]]


def _nodes(places: pl.DataFrame, linked: Linked) -> list[Node]:
    """Judged references with their links so far; better supported is: own number, exact, heavier, in more records."""
    rows = linked.descriptors[places["descriptor"]].select(
        "group", "certainty", "method", "match_weight", "first17", "refs"
    )
    support = zip(rows.iter_rows(named=True), places.select(*REFERENCE_KEY, "place").iter_rows(), strict=True)
    return [
        Node(
            row["group"],
            row["group"] is not None and row["certainty"] == "certain",
            (
                row["first17"] is None or row["first17"] != row["group"],
                METHODS.index(row["method"]) if row["method"] != "unlinked" else 0,
                -(row["match_weight"] or 0.0),
                -row["refs"],
                *key,
            ),
        )
        for row, key in support
    ]
