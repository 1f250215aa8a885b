"""People without a number: units that are nobody's so far, put together where they are one person.

Two units are compared when they have one name and one number, birth date or family token; a unit of several references
with itself. Two different numbers, birth dates or sexes are two people. Components are kept only when no two of their
units contradict each other: else likely links are taken out first, and then all. One likely link is no bridge between
two parties that are each several units surely together.
"""

from __future__ import annotations

import math

import polars as pl

from transforms.link.blocking import BLOCKS
from transforms.link.context import KIN
from transforms.link.model import Model
from transforms.link.units import Open

CAP = 50
"""Units of one name and birth date, or name and token, beyond which they are left alone."""
MOST_REFERENCES = 400
"""References of one name and context that can be one person's: thirty years of monthly payments."""
EDGES = {"one": pl.UInt32(), "other": pl.UInt32(), "match_weight": pl.Float64(), "match_probability": pl.Float64()}
CLUSTERED = {
    "unit": pl.UInt32(),
    "group": pl.Int64(),
    "certainty": pl.String(),
    "match_weight": pl.Float64(),
    "match_probability": pl.Float64(),
}
"""Grain: one unit in a cluster. group: negative, of the cluster's smallest unit. certainty: of this unit in it."""

_OWN = ("unit", "name_fold", "id_number", "birth_date", "sex", "refs")


def clustered(
    opened: Open, left: pl.DataFrame, groups: pl.DataFrame, model: Model
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Clusters among `left`, the units of `opened` that no person with a number took (columns of CLUSTERED).

    And what was compared and capped for it (columns of blocking.BLOCKS).
    """
    told = opened.held.filter(pl.col("kind").is_in(KIN) & ~pl.col("inherited"))
    # One number, however it is written.
    written = left
    left = left.with_columns(id_number=pl.coalesce(pl.col("first17").cast(pl.String), "id_number"))
    pairs, blocks = _pairs(left.select(_OWN).drop_nulls("name_fold"), told)
    edges = _edges(pairs, opened, left, groups, model).filter(pl.col("match_probability") >= model.likely)
    edges = _without_weak_bridges(_between_single_people(edges, left), model.certain)
    kept = _without_contradictions(edges, left, model)
    return _members(kept, _marked(written, opened), model), blocks


def _marked(left: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """unit, refs, tables, mark: where a unit stands and what it says, which no order of rows changes."""
    tokens = opened.held.filter(~pl.col("inherited")).group_by("unit").agg(context=pl.col("token").sum())
    told = left.join(tokens, on="unit", how="left", maintain_order="left")
    said = pl.struct("name", "id_number", "birth_date", "sex", "context").hash(0)
    return told.select("unit", "refs", "tables", mark=said)


def _pairs(left: pl.DataFrame, told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """one, other (one <= other) to compare, with columns of both; and what each rule gave (blocking.BLOCKS)."""
    born = left.drop_nulls("birth_date").select("unit", "name_fold", "birth_date")
    placed = told.join(left.select("unit", "name_fold"), on="unit").select("unit", "name_fold", "kind", "token")
    numbered = left.drop_nulls("id_number").select("unit", "name_fold", "id_number")
    rules = [
        ("open_number", numbered, ["name_fold", "id_number"]),
        ("open_birth", born, ["name_fold", "birth_date"]),
        ("open_family", placed, ["name_fold", "kind", "token"]),
    ]
    repeated = left.filter(pl.col("refs").is_between(2, MOST_REFERENCES)).select(one="unit", other="unit")
    many = left.filter(pl.col("refs") > MOST_REFERENCES)
    report = [("open_itself", repeated.height, repeated.height, left["refs"].max() or 0, many.height, many.height)]
    pairs = repeated
    for rule, rows, keys in rules:
        sized = rows.with_columns(size=pl.col("unit").n_unique().over(keys))
        within, over = sized.filter(pl.col("size") <= CAP), sized.filter(pl.col("size") > CAP)
        both = within.join(within, on=keys, suffix="_other").filter(pl.col("unit") < pl.col("unit_other"))
        found = both.select(one="unit", other="unit_other").unique()
        new = found.join(pairs, on=["one", "other"], how="anti")
        pairs = pl.concat([pairs, new])
        capped = (over.select(keys).n_unique() if over.height else 0, over["unit"].n_unique())
        report.append((rule, found.height, new.height, sized["size"].max() or 0, *capped))
    pairs = pairs.sort("one", "other")
    first, second = left.rename({"unit": "one"}), left.drop("name_fold").rename({"unit": "other"})
    told_of = pairs.join(first, on="one", maintain_order="left").join(
        second, on="other", suffix="_other", maintain_order="left"
    )
    return told_of, pl.DataFrame(report, schema=BLOCKS, orient="row")


def _edges(pairs: pl.DataFrame, opened: Open, left: pl.DataFrame, groups: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`pairs` that do not contradict themselves, with weight and probability (columns of EDGES)."""
    people = groups.height + int(left["refs"].sum() or 0)
    of_name, of_birth = (
        _counted(groups, left, pairs[column]).rename({"seen": seen})
        for column, seen in (("name_fold", "namesakes"), ("birth_date", "born_alike"))
    )
    shared = _shared_token(pairs, opened)
    alone = pl.col("one") == pl.col("other")
    number = (pl.col("id_number") == pl.col("id_number_other")).fill_null(value=False)
    born = (pl.col("birth_date") == pl.col("birth_date_other")).fill_null(value=False)
    agree = [
        (pl.col(name) == pl.col(f"{name}_other")).fill_null(value=True) for name in ("id_number", "birth_date", "sex")
    ]
    counted = (
        pairs.filter(pl.all_horizontal(agree))
        .join(of_name, on="name_fold", how="left", maintain_order="left")
        .join(of_birth, on="birth_date", how="left", maintain_order="left")
        .join(shared, on=["one", "other"], how="left", maintain_order="left")
        # Nothing but name and birth date says that a unit's own references are one person: then each counts.
        .with_columns(repeated=pl.when(alone & pl.col("held").is_null() & ~number).then("refs").otherwise(0))
    )

    compared = pl.when(alone).then(1).otherwise(2)

    def weight(m: float, count: pl.Expr) -> pl.Expr:
        return math.log2(m) - ((count + 1) / (people + 1)).clip(upper_bound=1.0).log(2.0)

    names, kin = model.levels["name"]["equal"].m, model.levels["kin"]["household"].m
    prior = math.log2(model.found / (1 - model.found) / max(people, 1))
    total = (
        weight(names, pl.col("namesakes") - compared + pl.col("repeated"))
        + pl.when(born)
        .then(weight(model.levels["birth"]["equal"].m, pl.col("born_alike") - compared + pl.col("repeated")))
        .otherwise(0.0)
        + pl.when(pl.col("held").is_not_null()).then(weight(kin, pl.col("held"))).otherwise(0.0)
        + pl.when(number).then(weight(model.levels["number"]["same"].m, pl.lit(0))).otherwise(0.0)
        + prior
    ).round(3)
    return counted.with_columns(match_weight=total).select(
        "one", "other", "match_weight", match_probability=(1 / (1 + 2.0 ** -pl.col("match_weight"))).round(9)
    )


def _between_single_people(edges: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """Edges of units that are each one person: of one reference, or joined to themselves."""
    itself = edges.filter(pl.col("one") == pl.col("other"))["one"]
    several = left.filter((pl.col("refs") > 1) & ~pl.col("unit").is_in(itself.implode()))["unit"].implode()
    return edges.filter(~pl.col("one").is_in(several) & ~pl.col("other").is_in(several))


def _without_weak_bridges(edges: pl.DataFrame, certain: float) -> pl.DataFrame:
    """Edges but those likely ones that alone join two parties of several units each."""
    party = components(edges.filter(pl.col("match_probability") >= certain))
    party = party.with_columns(size=pl.len().over("root"))
    ends = edges.join(party.rename({"unit": "one", "root": "left", "size": "left_size"}), on="one", how="left").join(
        party.rename({"unit": "other", "root": "right", "size": "right_size"}), on="other", how="left"
    )
    between = (pl.col("left_size") > 1) & (pl.col("right_size") > 1) & (pl.col("left") != pl.col("right"))
    bridges = pl.len().over(pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right"))
    return ends.filter(~between.fill_null(value=False) | (bridges > 1)).select(edges.columns).sort("one", "other")


def _counted(groups: pl.DataFrame, left: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """How many people and units have each value asked for: the column, seen."""
    values, column = asked.drop_nulls().unique().implode(), pl.col(asked.name)
    both = pl.concat([frame.select(column).filter(column.is_in(values)) for frame in (groups, left)])
    return both.group_by(column).len("seen").with_columns(pl.col("seen").cast(pl.Int64))


def _shared_token(pairs: pl.DataFrame, opened: Open) -> pl.DataFrame:
    """one, other, held: of the family tokens of both rows, in how many people's and units' rows the rarest stands."""
    told = opened.held.filter(pl.col("kind").is_in(KIN) & ~pl.col("inherited"))
    held = (
        pl.concat([told.select("kind", "token"), opened.shared.select("kind", "token")])
        .group_by("kind", "token")
        .len("held")
    )
    own = told.join(held, on=["kind", "token"]).select("unit", "kind", "token", pl.col("held").cast(pl.Int64))
    return (
        pairs.select("one", "other")
        .join(own.rename({"unit": "one"}), on="one")
        .join(own.drop("held").rename({"unit": "other"}), on=["other", "kind", "token"])
        .group_by("one", "other")
        .agg(pl.col("held").min())
    )


def components(edges: pl.DataFrame) -> pl.DataFrame:
    """unit, root: the smallest unit that each one is joined to, through any number of edges."""
    both = pl.concat([edges.select(unit="one", near="other"), edges.select(unit="other", near="one")]).unique()
    roots = both.select("unit").unique().with_columns(root="unit")
    while True:
        near = both.join(roots.rename({"unit": "near"}), on="near").group_by("unit").agg(pl.col("root").min())
        # The root's own root at once: chains get shorter by half in each round.
        jumped = near.join(roots.rename({"unit": "root", "root": "further"}), on="root", how="left")
        after = jumped.select("unit", root=pl.min_horizontal("root", "further")).sort("unit")
        after = after.join(roots, on="unit", suffix="_was").select("unit", root=pl.min_horizontal("root", "root_was"))
        after = after.sort("unit")
        if after.equals(roots.sort("unit")):
            return after
        roots = after


def _without_contradictions(edges: pl.DataFrame, left: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Edges of components in which no two units contradict each other; certain edges get a second chance."""
    sound = [pl.DataFrame(schema=EDGES)]
    for least in (0.0, model.certain):
        edges = edges.filter(pl.col("match_probability") >= least)
        rooted = components(edges)
        said = rooted.join(left.select(_OWN), on="unit")
        several = said.group_by("root").agg(pl.col("id_number", "birth_date", "sex").drop_nulls().n_unique())
        torn = several.filter(pl.max_horizontal("id_number", "birth_date", "sex") > 1).select("root")
        units = rooted.join(torn, on="root", how="semi").select(one="unit")
        sound.append(edges.join(units, on="one", how="anti").select(*EDGES))
        edges = edges.join(units, on="one", how="semi")
    return pl.concat(sound)


def _members(edges: pl.DataFrame, left: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Units of the clusters. The unit of most references is the cluster's seat: the others are linked to it."""
    rooted = components(edges).join(left.select("unit", "refs", "tables", "mark"), on="unit")
    ranked = rooted.sort("root", "refs", "tables", "mark", "unit", descending=[False, True, False, False, False])
    seats = ranked.unique("root", keep="first", maintain_order=True)
    sides = pl.concat([edges.rename({"one": "unit"}).drop("other"), edges.rename({"other": "unit"}).drop("one")])
    best = sides.sort("unit", "match_weight", descending=[False, True]).unique(
        "unit", keep="first", maintain_order=True
    )
    sure = pl.col("seat").is_not_null() | (pl.col("match_probability") >= model.certain)
    return (
        rooted.join(seats.select("unit", seat=pl.lit(value=True)), on="unit", how="left")
        .join(best, on="unit")
        .select(
            "unit",
            (-1 - pl.col("root").cast(pl.Int64)).alias("group"),
            pl.when(sure).then(pl.lit("certain")).otherwise(pl.lit("likely")).alias("certainty"),
            "match_weight",
            "match_probability",
        )
        .sort("unit")
    )
