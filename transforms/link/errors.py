"""How many links are expected to be false, and how many missed, without labels.

As fastLink does it (Enamorado, Fifield and Imai 2019): with probabilities p of the compared pairs, the false among
those accepted are expected to be the sum of 1 - p, the missed among those not accepted the sum of p. And a check that
does not believe the model: where a damaged number still points to one single person, the number is hidden, the pair is
decided by the rest, and the number tells whether that was right.
"""

from __future__ import annotations

import polars as pl

from transforms.link.model import Model
from transforms.link.score import decided, probable
from transforms.link.summary import ALONE, REST

METHODS = {
    ("probabilistic", "certain"): "综合判断,确定",
    ("probabilistic", "likely"): "综合判断,疑似",
    ("repaired_id", "certain"): "证号更正,确定",
    ("repaired_id", "likely"): "证号更正,疑似",
    ("exact_id", "certain"): "证号相同、姓名相近,确定",
    ("exact_id", "likely"): "证号相同、姓名相近,疑似",
    ("reviewed", "certain"): "人工判定",
}
NOBODY_NEAR = pl.DataFrame(schema={"unit": pl.UInt32, "denied": pl.Boolean, "close": pl.Boolean})
"""The neighbourhood (borrowed.neighbourhood) of units that bear nobody's number: there is none to ask."""
POINTING = ("digit", "swap", "prefix")
"""Levels of a damaged number that points to a person."""


def expected_false(units: pl.DataFrame) -> pl.DataFrame:
    """Grain: method and certainty of links that have a probability. says, links, references, false, rate.

    A link is one unit: the references of one descriptor or context that went to a person together.
    """
    linked = units.filter(pl.col("group").is_not_null() & pl.col("match_probability").is_not_null())
    rows = (
        linked.group_by(pl.col("method", "certainty").cast(pl.String))
        .agg(
            links=pl.len(),
            references=pl.col("refs").sum().cast(pl.Int64),
            false=_whole(1 - pl.col("match_probability")),
        )
        .sort("method", "certainty", descending=[True, False])
    )
    says = [METHODS.get((method, certainty), method) for method, certainty in rows.select("method", "certainty").rows()]
    return rows.with_columns(says=pl.Series(says, dtype=pl.String), rate=pl.col("false") / pl.col("links"))


def expected_missed(judged: pl.DataFrame, model: Model) -> dict[str, float]:
    """Of compared pairs that were not accepted: pairs, missed (sum of p), rate (of all true pairs compared).

    Of units that stand alone, apart: refused and missed_refused, whose best person is likely enough and yet forbidden
    by a rule (a name alone is nobody); open and missed_open, the rest. `judged`: from summary.with_outcomes.
    """
    rest = judged.filter(pl.col("outcome").is_in([REST, ALONE]))
    best = pl.col("match_probability").max().over("unit") >= model.likely
    alone = rest.filter(pl.col("outcome") == ALONE)
    refused, below = alone.filter(best), alone.filter(~best)
    missed, true = _sum(rest), _sum(judged)
    return {
        "pairs": rest.height,
        "missed": missed,
        "rate": missed / true if true else 0.0,
        "refused": refused["unit"].n_unique(),
        "missed_refused": _sum(refused),
        "open": below["unit"].n_unique(),
        "missed_open": _sum(below),
    }


def _sum(pairs: pl.DataFrame) -> float:
    return float(pairs.select(_whole(pl.col("match_probability"))).item())


def _whole(share: pl.Expr) -> pl.Expr:
    """Sum of probabilities to nine places, by way of whole numbers: the same in any order."""
    return (share * 1e9).round().cast(pl.Int64).sum() / 1e9


def hidden_numbers(pairs: pl.DataFrame, people: int, model: Model) -> dict[str, float]:
    """Units whose damaged number points to one person, decided again without the number.

    units; linked, right; certain, certain_right; expected_false (sum of 1 - p of those linked): counts.
    """
    pointing = pairs.filter(pl.col("number_level").is_in(POINTING).fill_null(value=False))
    truth = pointing.group_by("unit").agg(true=pl.col("group").first(), several=pl.len()).filter(pl.col("several") == 1)
    hidden = pairs.join(truth.select("unit"), on="unit", how="semi", maintain_order="left").with_columns(
        weight=pl.col("weight") - pl.col("number_weight"),
        number_weight=pl.lit(0, pl.Int64),
        number_level=pl.lit(None, pairs.schema["number_level"]),
    )
    found = decided(probable(hidden, people, model), NOBODY_NEAR, model).join(truth, on="unit")
    right = pl.col("group") == pl.col("true")
    sure = pl.col("certainty") == "certain"
    return {
        "units": truth.height,
        "linked": found.height,
        "right": found.filter(right).height,
        "certain": found.filter(sure).height,
        "certain_right": found.filter(right & sure).height,
        "expected_false": float(found.select(_whole(1 - pl.col("match_probability"))).item()),
    }
