"""The review queue: pairs of references most worth a person's eyes, most useful first.

    likely         a link that is likely, not certain
    overridden     as probable as a link, but a hard rule forbids it
    below          the best person of a reference that stays alone, from FLOOR up
    changed        judged before, and what the references say has changed since
    contradiction  judgements that cannot all hold

Usefulness is uncertainty, 4p(1 - p) and at least that of its kind, and AID times as much where a record of aid hangs on
it. Of each reference one pair. Pairs already judged, unsure too, do not come up again while their data stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import polars as pl

from transforms.link.descriptors import DESCRIBING, Coded
from transforms.link.judged import Judged
from transforms.link.judgements import JUDGEMENT, REFERENCE_KEY, keys_of
from transforms.link.linking import Linked
from transforms.link.placed import references_like

FLOOR = 0.05
"""Probability from which a pair that is no link is worth looking at."""
AID = 4.0
LEAST = {"contradiction": 1.0, "changed": 1.0, "overridden": 0.5, "likely": 0.25, "below": 0.0}
"""Kinds with the uncertainty each has at least; also their order among equals."""
REASONS = {
    "likely": "疑似同一人,尚未确定",
    "overridden": "各项很像,但规则不允许关联",
    "below": "可能是同一人,把握不足,现为两人",
    "changed": "以前判断过,数据已变,须重看",
    "contradiction": "几次判断互相矛盾,须重看",
}
"""Why a pair is in the queue, for people."""
UNKNOWN = 0.5
"""Uncertainty of a pair that was never weighed."""
_TRUSTED_LENGTH = 15

Known = Callable[[pl.Series], pl.DataFrame]
"""References that certainly are the people of some groups (certain_of): the best of each, and one on aid if any is."""

REVIEW = {
    "rank": pl.UInt32(),
    "kind": pl.Enum(list(LEAST)),
    **{name: JUDGEMENT[name] for side in ("a", "b") for name in keys_of(side)},
    "match_weight": pl.Float64(),
    "match_probability": pl.Float64(),
    "usefulness": pl.Float64(),
    "on_aid": pl.Boolean(),
    "records": pl.UInt32(),
    "judgement": pl.String(),
}  # fmt: skip
"""Grain: one pair. a: the reference asked about; b: one of the person it may be. records: how many references are like
a and hang on the answer. judgement: id of the one that is asked again.
"""


def review_queue(
    coded: Mapping[str, Coded],
    linked: Linked,
    pairs: pl.DataFrame,
    judged: Judged,
    likely: float,
    aid_tables: Collection[str],
    known: Known | None = None,
) -> pl.DataFrame:
    """The queue of a night (columns of REVIEW).

    `coded`, `linked`: before judgements; `pairs`: all that were compared (probabilistic.Second.pairs); `likely`: the
    model's threshold; `aid_tables`: tables whose records are of people on aid or applying. `known`: references of
    people that `coded` does not hold.
    """
    doubtful = _doubtful(linked, pairs, likely)
    mine = references_like(coded, linked, doubtful.select(descriptor="unit"))
    people = doubtful["group"].unique()
    theirs = certain_of(coded, linked, people) if known is None else known(people)
    asked = doubtful.join(mine.rename({"descriptor": "unit"}), on="unit")
    asked = _not_judged(asked, linked, judged)
    aid = pl.col("table_key").is_in(list(aid_tables))
    a = asked.sort(*REFERENCE_KEY).group_by("unit", maintain_order=True).agg(
        pl.first(*(name for name in doubtful.columns if name != "unit")),
        *(pl.first(name).alias(f"a_{name}") for name in REFERENCE_KEY),
        a_aid=aid.any(),
        records=pl.len(),
    )  # fmt: skip
    best = theirs.sort("filled", *REFERENCE_KEY, descending=[True, *[False] * 4])
    b = best.group_by("group", maintain_order=True).agg(
        *(pl.first(name).alias(f"b_{name}") for name in REFERENCE_KEY), b_aid=aid.any()
    )  # fmt: skip
    found = a.join(b, on="group").with_columns(
        on_aid=pl.col("a_aid") | pl.col("b_aid"), judgement=pl.lit(None, pl.String)
    )
    again = _again(judged.standing, aid_tables)
    columns = [name for name in REVIEW if name not in ("rank", "usefulness")]
    both = pl.concat([found.select(columns).cast(again.schema), again])
    p = pl.col("match_probability")
    least = pl.col("kind").cast(pl.String).replace_strict(LEAST, return_dtype=pl.Float64)
    useful = pl.max_horizontal((4 * p * (1 - p)).fill_null(UNKNOWN), least) * pl.when("on_aid").then(AID).otherwise(1.0)
    ordered = both.with_columns(usefulness=useful.round(6)).sort(
        pl.col("usefulness"), p, "kind", *keys_of("a"), *keys_of("b"), "match_weight", "records",
        descending=[True, True, *[False] * 11], nulls_last=True,
    )  # fmt: skip
    return ordered.with_row_index("rank", offset=1).select(*REVIEW).cast(pl.Schema(REVIEW))


def _doubtful(linked: Linked, pairs: pl.DataFrame, likely: float) -> pl.DataFrame:
    """One pair of each doubtful unit: unit, group, kind, match_weight, match_probability, numbered."""
    base = linked.descriptors.select(
        unit="descriptor", own="group", certainty="certainty", refs="refs", weight="match_weight",
        probability="match_probability", numbered=pl.col("id_number").str.len_chars() >= _TRUSTED_LENGTH,
    ).filter(pl.col("refs") > 0)  # fmt: skip
    open_ = pl.col("own").is_null() | (pl.col("certainty") == "likely")
    p, its_own = pl.col("match_probability"), (pl.col("own") == pl.col("group")).fill_null(value=False)
    weighed = (
        pairs.select("unit", "group", "match_weight", "match_probability")
        .join(base, on="unit")
        .with_columns(
            kind=pl.when(its_own & (pl.col("certainty") == "likely"))
            .then(pl.lit("likely"))
            .when(~its_own & (p >= likely))
            .then(pl.lit("overridden"))
            .when(~its_own & open_ & (p >= FLOOR))
            .then(pl.lit("below"))
        )
    )
    # Likely by its number, or in a cluster: never weighed against persons, so not among the pairs.
    others = base.filter((pl.col("certainty") == "likely") & pl.col("own").is_not_null()).select(
        "unit", group="own", match_weight="weight", match_probability="probability", numbered="numbered",
        kind=pl.lit("likely"),
    )  # fmt: skip
    columns = ["unit", "group", "kind", "match_weight", "match_probability", "numbered"]
    every = pl.concat([weighed.drop_nulls("kind").select(columns), others.select(columns)])
    first = pl.col("kind").cast(pl.Enum(["likely", "overridden", "below"]))
    return every.sort(
        "unit", first, "match_probability", "group", descending=[False, False, True, False], nulls_last=True
    ).unique("unit", keep="first", maintain_order=True)


def filled() -> pl.Expr:
    """How much a descriptor says of the person it certainly is; the own number counts most."""
    own = (pl.col("first17") == pl.col("group")).fill_null(value=False).cast(pl.Int64) * len(DESCRIBING)
    return pl.sum_horizontal(pl.col(name).is_not_null() for name in DESCRIBING) + own


def certain_of(coded: Mapping[str, Coded], linked: Linked, groups: pl.Series) -> pl.DataFrame:
    """References that certainly are these people: REFERENCE_KEY, group, filled."""
    wanted = (
        linked.descriptors.filter((pl.col("certainty") == "certain") & (pl.col("refs") > 0))
        .filter(pl.col("group").is_in(groups.implode()))
        .select("descriptor", "group", filled=filled())
    )
    return references_like(coded, linked, wanted)


def _not_judged(asked: pl.DataFrame, linked: Linked, judged: Judged) -> pl.DataFrame:
    """References about which a person has not said yet what the pair asks.

    Same settles a reference altogether, the others one person each. Of references with a number, one speaks for all.
    """
    told = judged.standing.filter(pl.col("state") != "gone").select("verdict", *keys_of("a"), *keys_of("b"))
    if told.is_empty():
        return asked
    group = linked.descriptors["group"].gather(judged.places["descriptor"])
    places = judged.places.select(*REFERENCE_KEY, unit="descriptor").with_columns(group)
    sides = []
    for one, other in (("a", "b"), ("b", "a")):
        there = told.join(places.drop("group"), left_on=keys_of(one), right_on=list(REFERENCE_KEY))
        met = there.join(places.drop("unit"), left_on=keys_of(other), right_on=list(REFERENCE_KEY))
        names = [pl.col(f"{one}_{name}").alias(name) for name in REFERENCE_KEY]
        sides.append(met.select("unit", "verdict", "group", *names))
    said = pl.concat(sides).unique()
    same = said.filter(pl.col("verdict") == "same")
    numbered = pl.col("numbered").fill_null(value=False)
    by_unit, by_reference = asked.filter(numbered), asked.filter(~numbered)
    keys = list(REFERENCE_KEY)
    return pl.concat(
        [
            by_unit.join(same, on="unit", how="anti").join(said, on=["unit", "group"], how="anti"),
            by_reference.join(same, on=keys, how="anti").join(said, on=[*keys, "group"], how="anti"),
        ]
    )


def _again(standing: pl.DataFrame, aid_tables: Collection[str]) -> pl.DataFrame:
    """Judgements to be asked again, in the columns of REVIEW but rank and usefulness."""
    aid = [pl.col(f"{side}_table_key").is_in(list(aid_tables)) for side in "ab"]
    columns = {name: dtype for name, dtype in REVIEW.items() if name not in ("rank", "usefulness")}
    return (
        standing.filter(pl.col("state").is_in(["changed", "contradiction"]))
        .with_columns(kind="state", on_aid=pl.any_horizontal(aid), records=pl.lit(1), judgement="id")
        .select(*columns)
        .cast(pl.Schema(columns))
    )


def as_published(queue: pl.DataFrame) -> pl.DataFrame:
    """The queue as analysts see it (schemas.published.results.IdentityReview); no name, no number."""
    sides = []
    for side in ("a", "b"):
        parts = pl.col(f"{side}_table_key").str.split(".").list
        sides += [
            parts.get(0).alias(f"department_{side}"),
            parts.get(1).alias(f"table_name_{side}"),
            *(pl.col(f"{side}_{name}").alias(f"{name}_{side}") for name in REFERENCE_KEY[1:]),
        ]
    kind = pl.col("kind").cast(pl.String)
    return queue.select(
        pl.col("rank").cast(pl.Int64),
        kind.alias("kind"),
        *sides,
        "match_weight",
        "match_probability",
        "on_aid",
        reason=kind.replace_strict(REASONS, return_dtype=pl.String),
    )
