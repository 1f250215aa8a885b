"""Judgements of people on identity: same person, another person, or not to be known. Kept for ever, later over earlier.

A judgement is about two references (table, record, role, owner), never about a person key: keys follow from it. It
holds no personal value: what both references said is kept as keyed hashes, one a field, so that a later night sees
which of the fields was changed since.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

VERDICTS = ("same", "different", "unsure")
SAID = ("name", "id_number", "sex", "birth_date")
"""What a reference says of a person: the fields that are fingerprinted."""
REFERENCE_KEY = ("table_key", "record_no", "person_role", "owner_index")

_KEY = {"table_key": pl.String(), "record_no": pl.String(), "person_role": pl.String(), "owner_index": pl.Int16()}


def _side(side: str) -> dict[str, pl.DataType]:
    named: dict[str, pl.DataType] = {f"{side}_{name}": dtype for name, dtype in _KEY.items()}
    return named | {f"{side}_{name}_mark": pl.String() for name in SAID}


JUDGEMENT: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "judged_at": pl.String(),
    "judged_by": pl.String(),
    "verdict": pl.String(),
    "reason": pl.String(),
    "model": pl.String(),
    "linked": pl.String(),
    "match_weight": pl.Float64(),
    "match_probability": pl.Float64(),
    **_side("a"),
    **_side("b"),
    "source_no": pl.String(),
}
"""Grain: one judgement. seq: its place in the store, from 1: a later one supersedes an earlier one on the same pair.

as_of: the newest night when it was judged; that night and later ones read it. judged_at: ISO time with zone. linked:
what linking had said of the two then: certain, likely, apart, or reviewed (other judgements had joined them).
`..._mark`: keyed hash of what the reference said then, null where it said nothing. source_no: number of the judgement
in another system, null for none.
"""

STANDING = JUDGEMENT | {"changed": pl.List(pl.String()), "state": pl.String()}
"""Grain: one pair, with its newest judgement. changed: fields that say something else now. state: held, changed
(something in `changed`), gone (a reference is no longer in force), unclear (a record number stands there twice),
contradiction (same and different cannot both be; different holds).
"""
STATES = ("held", "changed", "gone", "unclear", "contradiction")


def empty_judgements() -> pl.DataFrame:
    """No judgement yet."""
    return pl.DataFrame(schema=JUDGEMENT)


def keys_of(side: str) -> list[str]:
    """Columns of JUDGEMENT that name the reference of one side, 'a' or 'b'."""
    return [f"{side}_{name}" for name in REFERENCE_KEY]


def ordered(one: tuple[str, str, str, int], other: tuple[str, str, str, int]) -> bool:
    """Whether a pair stands in its order already: the smaller reference is `a`, so that A B and B A are one pair."""
    return one <= other


def newest(judgements: pl.DataFrame) -> pl.DataFrame:
    """The judgement in force of each pair (columns of JUDGEMENT), by seq; the others are superseded."""
    pair = [*keys_of("a"), *keys_of("b")]
    return judgements.sort("seq").unique(pair, keep="last", maintain_order=True)


def references_of(judgements: pl.DataFrame) -> pl.DataFrame:
    """The references named by any of the judgements, each once (columns of REFERENCE_KEY), sorted."""
    sides = [judgements.select(pl.col(keys_of(side)).name.map(lambda name: name[2:])) for side in ("a", "b")]
    return pl.concat(sides).unique().sort(REFERENCE_KEY)


def marks(said: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """Fingerprints of what references say: REFERENCE_KEY and `<field>_mark` for each of SAID.

    `said`: REFERENCE_KEY and SAID. The reference itself goes into the hash: two records that say the same have
    different fingerprints, so that the store never tells who shares a name or a birth date.
    """
    key = blake2b(b"judgement\x1f" + secret).digest()
    rows = [
        {**{name: row[name] for name in REFERENCE_KEY}, **{f"{name}_mark": _mark(row, name, key) for name in SAID}}
        for row in said.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema={**_KEY, **{f"{name}_mark": pl.String() for name in SAID}})


def _mark(row: dict[str, object], field: str, key: bytes) -> str | None:
    if row[field] is None:
        return None
    text = "\x1f".join(str(part) for part in (*(row[name] for name in REFERENCE_KEY), field, row[field]))
    return blake2b(text.encode(), key=key, digest_size=12).hexdigest()


def standing(judgements: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """The newest judgement of each pair against what its references say now (columns of STANDING), by seq.

    `now`: what `marks` gives for the references in force; a reference that stands there twice is unclear.
    """
    current = newest(judgements)
    counted = now.with_columns(times=pl.len().over(REFERENCE_KEY)).unique(REFERENCE_KEY, keep="first")
    for side in ("a", "b"):
        theirs = counted.rename({f"{name}_mark": f"{side}_{name}_now" for name in SAID}).rename(
            {"times": f"{side}_times"}
        )
        current = current.join(
            theirs, left_on=keys_of(side), right_on=list(REFERENCE_KEY), how="left", maintain_order="left"
        )
    differing = [
        pl.when(
            pl.any_horizontal(pl.col(f"{side}_{name}_mark").ne_missing(pl.col(f"{side}_{name}_now")) for side in "ab")
        )
        .then(pl.lit(name))
        .alias(name)
        for name in SAID
    ]
    there = pl.col("a_times").is_not_null() & pl.col("b_times").is_not_null()
    once = (pl.col("a_times") == 1) & (pl.col("b_times") == 1)
    told = current.with_columns(pl.concat_list(differing).list.drop_nulls().alias("changed"))
    return told.with_columns(
        changed=pl.when(there & once).then("changed").otherwise(pl.lit([], dtype=pl.List(pl.String))),
        state=pl.when(~there)
        .then(pl.lit("gone"))
        .when(~once)
        .then(pl.lit("unclear"))
        .when(pl.col("changed").list.len() > 0)
        .then(pl.lit("changed"))
        .otherwise(pl.lit("held")),
    ).select(*STANDING)
