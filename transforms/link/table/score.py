"""Weights and probabilities of compared pairs, and the threshold that they themselves suggest.

A weight is log2(m / u) in thousandths of a bit and whole, so that sums are exact in any order. At a level `exact_tf` u
is the value's own share of all records. A probability needs the prior: the share of matches among all pairs there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.estimate import Model
from transforms.link.table.fields import Side
from transforms.link.table.levels import Places, Vectors, forbidden, unpacked
from transforms.link.table.settings import Settings

MILLIBITS = 1000
_FARTHEST = 200.0
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs in one fixed order, however found: ranks in both tables, packed levels, rules obeyed, weight (millibits).

    `vetoed`: the two are two people whatever else agrees (levels.forbidden).
    """

    i: Places
    j: Places
    packed: Vectors
    bits: npt.NDArray[np.uint16]
    weight: npt.NDArray[np.int64]
    vetoed: npt.NDArray[np.bool_]


def weights(model: Model) -> dict[str, npt.NDArray[np.int64]]:
    """Weight of every level of every comparison in millibits; level 0, where one says nothing, weighs nothing."""
    return {
        field: np.concatenate([[0], np.round(np.log2(m / model.u[field]) * MILLIBITS)]).astype(np.int64)
        for field, m in model.m.items()
    }


def weighed(
    left: Side, right: Side, settings: Settings, model: Model, i: Places, j: Places, packed: Vectors
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Weight of each pair without the prior, and whether it is vetoed."""
    table, levels = weights(model), unpacked(packed, len(settings.comparisons))
    weight = np.zeros(len(i), dtype=np.int64)
    for place, (field, tests) in enumerate(settings.comparisons.items()):
        weight += table[field][levels[:, place]]
        for number, level in enumerate(tests, 1):
            if level.test == "exact_tf" and level.crossed is None:
                at = np.flatnonzero(levels[:, place] == number)
                own = _shares(left, right, field, i[at])
                by_value = np.round((np.log2(model.m[field][number - 1]) - np.log2(own)) * MILLIBITS).astype(np.int64)
                weight[at] += by_value - table[field][number]
    return weight, forbidden(levels, settings)


def _shares(left: Side, right: Side, field: str, i: Places) -> Floats:
    """Share of each pair's common value among all records of both tables that have the field."""
    codes = left.codes[field]
    both = codes if right is left else np.concatenate([codes, right.codes[field]])
    known = both[both != 0]
    counts = pl.DataFrame({"code": known}).group_by("code").len("count")
    asked = pl.DataFrame({"code": codes[left.order[i]]}).join(counts, on="code", how="left", maintain_order="left")
    counted: Floats = asked["count"].to_numpy().astype(np.float64)
    return counted / max(len(known), 1)


def probabilities(pairs: Compared, prior: float, one_to_one: bool) -> Floats:
    """Probability of each pair; of vetoed ones 0.

    Where each record has at most one partner, the pairs of a record compete: odds / (1 + odds of all its pairs).
    """
    bits = np.clip(pairs.weight / MILLIBITS + np.log2(prior / (1 - prior)), -_FARTHEST, _FARTHEST)
    odds = np.where(pairs.vetoed, 0.0, np.exp2(bits))
    against = odds
    if one_to_one and len(odds):
        of_left, of_right = np.bincount(pairs.i, odds), np.bincount(pairs.j, odds)
        against = of_left[pairs.i] + of_right[pairs.j] - odds
    probability: Floats = np.round(odds / (1 + np.maximum(against, odds)), 9)
    return probability


def expected_best(probability: Floats, unfound: float) -> float:
    """The threshold at which F1 is expected to be highest, if probabilities are what they say.

    `unfound`: matches that no rule found, as estimated. 1.0 when there is nothing to link.
    """
    ranked = -np.sort(-probability[probability > 0])
    if not len(ranked):
        return 1.0
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum() + unfound)
    best = int(np.argmax(expected))
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    # Between the last pair taken and the first left out: a model used again on other data is not at its edge.
    return float(np.round((ranked[best] + below) / 2, 9)) if below < ranked[best] else float(ranked[best])


def unfound(bits: npt.NDArray[np.uint16], probability: Floats, rules: int) -> float:
    """Matches no rule finds, by Chao's lower bound from those that just one rule and just two rules find."""
    if rules == 1:
        return 0.0
    found = np.zeros(len(bits), dtype=np.uint8)
    for number in range(rules):
        found += ((bits >> np.uint16(number)) & np.uint16(1)).astype(np.uint8)
    once, twice = float(probability[found == 1].sum()), float(probability[found == 2].sum())
    return once * max(once - 1, 0.0) / (2 * (twice + 1))
