"""A night's linking in figures: what blocking brought, what levels weigh, who was linked how, what may be wrong.

Frames in, small frames out; no name and no number of a person in any of them. Frames of a night are those that the
link step stores (flows/steps/link.py): `pairs` as in probabilistic.Second.pairs, `units` of linking.Linked.descriptors.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.link.explain import LABELS, TEXTS
from transforms.link.model import FIELDS, Model

RULES = {
    "number": "证号差一位、颠倒、丢末位或相同",
    "name_context": "同名,且同住户、账号、单位或村居等",
    "family": "同住户、账号、住址、电话或同登记人",
    "name_birth": "同名同出生日期",
    "birth_sex_surname": "同出生日期、性别、姓氏",
    "open_itself": "无人认领者:同一来历的各处记录",
    "open_number": "无人认领者之间:同名同证号",
    "open_birth": "无人认领者之间:同名同出生日期",
    "open_family": "无人认领者之间:同名同家庭关联",
}
"""What each blocking rule asks, in plain words; a rule not in here is shown by its name."""

CERTAIN, LIKELY, REST, ALONE = "确定关联", "疑似同一人", "已关联者的其他候选", "未关联"
OUTCOMES = (CERTAIN, LIKELY, REST, ALONE)
SIZES = (1, 2, 3, 5, 10, 20, 50, 100)
"""Least references of each class of people."""
NUMBERED, CLUSTERED, SINGLE = "有证号", "无证号,由多处记录合成", "单独一处记录"
WIDTH, EDGE = 2, 40
"""Bits of one bar of the distribution of weights; what lies beyond the edge is counted in the last bar."""


def blocking(blocks: pl.DataFrame) -> pl.DataFrame:
    """Grain: one blocking rule. Blocking's report with `says` (the rule in words) and `together` (pairs up to here)."""
    return blocks.with_columns(
        says=pl.col("rule").replace_strict(RULES, default=pl.col("rule"), return_dtype=pl.String),
        # People without a number are put together after all else: their pairs are counted apart.
        together=pl.col("new_pairs").cum_sum().over(pl.col("rule").str.starts_with("open_")),
    ).select("rule", "says", "pairs", "new_pairs", "together", "largest", "capped", "capped_units")


def level_weights(model: Model, pairs: pl.DataFrame) -> pl.DataFrame:
    """Grain: one level. field, level, of (field's word), says, m, u (null: frequency), kin, pairs, low, middle, high.

    low, middle, high: tenth, fiftieth and ninetieth percentile of the bits the level gave to tonight's pairs.
    """
    parts = []
    for field, names in FIELDS.items():
        met = (
            pairs.group_by(level=pl.col(f"{field}_level").cast(pl.String))
            .agg(
                pairs=pl.len(),
                low=pl.col(f"{field}_weight").quantile(0.1, "nearest") / 1000,
                middle=pl.col(f"{field}_weight").quantile(0.5, "nearest") / 1000,
                high=pl.col(f"{field}_weight").quantile(0.9, "nearest") / 1000,
            )
            .filter(pl.col("level").is_not_null())
        )
        told = [(name, model.levels[field][name]) for name in names]
        rows = [(field, name, LABELS[field], TEXTS[field][name], one.m, one.u, one.kin) for name, one in told]
        frame = pl.DataFrame(rows, schema=_LEVELS, orient="row")
        parts.append(frame.join(met, on="level", how="left", maintain_order="left"))
    return pl.concat(parts).with_columns(pl.col("pairs").fill_null(0))


_LEVELS = {
    "field": pl.String(),
    "level": pl.String(),
    "of": pl.String(),
    "says": pl.String(),
    "m": pl.Float64(),
    "u": pl.Float64(),
    "kin": pl.Float64(),
}


def with_outcomes(pairs: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with `outcome` (of OUTCOMES): whether the unit was linked to just this person, and how surely."""
    linked = units.select(unit="descriptor", own="group", certainty=pl.col("certainty").cast(pl.String))
    joined = pairs.join(linked, on="unit", how="left", maintain_order="left")
    accepted = (pl.col("own") == pl.col("group")).fill_null(value=False)
    return joined.with_columns(
        outcome=pl.when(accepted & (pl.col("certainty") == "certain"))
        .then(pl.lit(CERTAIN))
        .when(accepted)
        .then(pl.lit(LIKELY))
        .when(pl.col("own").is_not_null())
        .then(pl.lit(REST))
        .otherwise(pl.lit(ALONE))
    ).drop("own", "certainty")


def distribution(judged: pl.DataFrame) -> pl.DataFrame:
    """Grain: bits (start of the bar), outcome. pairs. `judged`: from with_outcomes."""
    bar = (pl.col("match_weight") / WIDTH).floor() * WIDTH
    return (
        judged.group_by(bits=bar.clip(-EDGE, EDGE - WIDTH).cast(pl.Int32), outcome="outcome")
        .agg(pairs=pl.len())
        .sort(pl.col("bits"), pl.col("outcome").replace_strict({name: at for at, name in enumerate(OUTCOMES)}))
    )


def sizes(references: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Grain: kind of person, class of size. kind, least, most (null: open), people, references; classes met only.

    `references`: person_key, references. `groups`: group, person_key; negative groups are people without a number.
    """
    kinds = groups.select("person_key", numbered=pl.col("group") >= 0)
    kind = (
        pl.when("numbered")
        .then(pl.lit(NUMBERED))
        .when(pl.col("numbered").is_not_null())
        .then(pl.lit(CLUSTERED))
        .otherwise(pl.lit(SINGLE))
    )
    place = pl.sum_horizontal((pl.col("references") >= least).cast(pl.Int32) for least in SIZES) - 1
    most = {at: following - 1 for at, following in enumerate(SIZES[1:])}
    return (
        references.join(kinds, on="person_key", how="left", maintain_order="left")
        .group_by(kind=kind, place=place)
        .agg(people=pl.len(), references=pl.col("references").sum())
        .sort(
            pl.col("kind").replace_strict({name: at for at, name in enumerate((NUMBERED, CLUSTERED, SINGLE))}), "place"
        )
        .select(
            "kind",
            least=pl.col("place").replace_strict(dict(enumerate(SIZES)), return_dtype=pl.Int64),
            most=pl.col("place").replace_strict(most, default=None, return_dtype=pl.Int64),
            people="people",
            references="references",
        )
    )


def changes(events: pl.DataFrame, crosswalk: pl.DataFrame, night: date, before: date | None) -> dict[str, int]:
    """What is another than last night: merges, splits, new people, people no longer met; empty on the first night."""
    if before is None:
        return {}
    tonight = events.filter(pl.col("night") == night)
    kept = crosswalk.filter(pl.col("anchor").str.contains("^[nr]:"))
    merged = tonight.filter(pl.col("kind") == "merge")["from_key"]
    seen = kept.filter(pl.col("last_night") == night)
    gone = kept.filter((pl.col("last_night") == before) & ~pl.col("person_key").is_in(merged.implode()))
    return {
        "merges": merged.len(),
        "splits": tonight.filter(pl.col("kind") == "split").height,
        "new": seen.filter(pl.col("first_night") == night)["person_key"].n_unique(),
        "gone": gone["person_key"].n_unique(),
    }
