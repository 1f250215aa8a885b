"""The linking of one table with itself, or of two: everything in order, nothing read and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.blocks import RuleReport, candidates, keyed
from transforms.link.table.clusters import held_together, one_to_one
from transforms.link.table.estimate import Counted, Model, chances, counted, trained
from transforms.link.table.fields import Side, coded
from transforms.link.table.levels import unpacked, vectors
from transforms.link.table.score import MILLIBITS, Compared, expected_best, probabilities, unfound, weighed
from transforms.link.table.settings import Settings

_LOWEST = 0.001
"""Pairs less probable than this are not handed out."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. Estimates are the model's own: `false` and `missed` are links expected to be wrong or lacking."""

    records: tuple[int, int]
    rules: tuple[RuleReport, ...]
    compared: int
    links: int
    threshold: float
    false: float
    missed: float
    unfound: float
    vetoed: int
    split: int
    torn: int
    clusters: int
    largest: int
    empty: tuple[str, ...]
    trained: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """`pairs`: left_id, right_id, weight (bits, with the prior), probability, linked, one level column for each
    comparison. `clusters`: id and cluster_id, with side (a or b) where two tables were linked; every record is in one.
    """

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    model: Model
    report: Report


def link(a: pl.DataFrame, b: pl.DataFrame | None, settings: Settings, model: Model | None = None) -> Linked:
    """Link `a` to `b`, or de-duplicate `a`. With a `model` nothing is estimated.

    Raises SettingsError where the tables do not fit the settings.
    """
    left = coded(a, settings, "a")
    right = left if b is None else coded(b, settings, "b")
    del a, b
    same = right is left
    pairs, rules, seen = _compared(left, right, settings)
    every = left.size * (left.size - 1) / 2 if same else float(left.size) * right.size
    given = model
    if model is None:
        u = chances(left, right, settings)
        model = trained(seen, u, settings, max(every, 2.0), min(left.size, right.size))
    weight, vetoed = weighed(left, right, settings, model, pairs.i, pairs.j, pairs.packed)
    pairs = replace(pairs, weight=weight, vetoed=vetoed)
    probability = probabilities(pairs, model.prior, settings.one_to_one and not same)
    lost = unfound(pairs.bits, probability, len(settings.blocking))
    threshold = expected_best(probability, lost) if settings.threshold == "auto" else settings.threshold
    linked = (probability >= threshold) & (probability > 0)
    if settings.one_to_one and not same:
        kept = np.zeros(len(linked), dtype=bool)
        kept[one_to_one(pairs, np.flatnonzero(linked))] = True
        linked = kept
    return _told(left, right, settings, pairs, probability, linked, threshold, lost, model, rules, given is None)


def _compared(left: Side, right: Side, settings: Settings) -> tuple[Compared, tuple[RuleReport, ...], Counted]:
    """All candidate pairs with their levels, in one fixed order."""
    same = right is left
    every = keyed(left, right, settings) if left.size and right.size else []
    parts, fresh = [], [0] * len(settings.blocking)
    for rule, i, j, bits in candidates(every, same):
        fresh[rule] += len(i)
        parts.append((i, j, vectors(left, right, settings, i, j), bits))
    empty = (np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint64), np.zeros(0, np.uint16))
    i, j, packed, bits = (np.concatenate(column) for column in zip(empty, *parts, strict=True))
    order = np.argsort(i.astype(np.uint64) << np.uint64(32) | j, kind="stable")
    i, j, packed, bits = i[order], j[order], packed[order], bits[order]
    rules = tuple(
        RuleReport(rule.name, one.pairs, new, one.largest, one.capped, one.skipped)
        for rule, one, new in zip(settings.blocking, every, fresh, strict=False)
    )
    nothing = np.zeros(len(i), dtype=np.int64)
    pairs = Compared(i, j, packed, bits, nothing, nothing.astype(bool))
    return pairs, rules, counted(packed, bits, len(settings.comparisons))


def _told(
    left: Side,
    right: Side,
    settings: Settings,
    pairs: Compared,
    probability: npt.NDArray[np.float64],
    linked: npt.NDArray[np.bool_],
    threshold: float,
    lost: float,
    model: Model,
    rules: tuple[RuleReport, ...],
    was_trained: bool,
) -> Linked:
    same = right is left
    prior = float(np.log2(model.prior / (1 - model.prior)))
    clusters, split, torn = _clusters(left, right, settings, pairs, linked, prior)
    sizes = clusters.group_by("cluster_id").len()["len"]
    links = int(linked.sum())
    expected = float(probability[linked].sum())
    empty = [f for f in settings.fields if not left.codes[f].any() and (same or not right.codes[f].any())]
    report = Report(
        records=(left.size, 0 if same else right.size),
        rules=rules,
        compared=len(pairs.i),
        links=links,
        threshold=threshold,
        false=links - expected,
        missed=float(probability.sum()) - expected + lost,
        unfound=lost,
        vetoed=int((pairs.vetoed & (pairs.weight / MILLIBITS + prior > 0)).sum()),
        split=split,
        torn=torn,
        clusters=len(sizes),
        largest=int(sizes.max() or 0),  # type: ignore[arg-type]
        empty=tuple(empty),
        trained=was_trained,
    )
    return Linked(_pairs(left, right, settings, pairs, probability, linked, prior), clusters, model, report)


def _pairs(
    left: Side,
    right: Side,
    settings: Settings,
    pairs: Compared,
    probability: npt.NDArray[np.float64],
    linked: npt.NDArray[np.bool_],
    prior: float,
) -> pl.DataFrame:
    kept = np.flatnonzero(linked | (probability >= _LOWEST))
    levels = unpacked(pairs.packed[kept], len(settings.comparisons))
    columns = {}
    for place, (field, tests) in enumerate(settings.comparisons.items()):
        names = ["missing", *(level.name for level in tests), "else"]
        columns[f"{field}_level"] = pl.Series(levels[:, place]).cat.to(pl.Enum(names))
    return pl.DataFrame(
        {
            "left_id": left.ids.gather(pairs.i[kept]),
            "right_id": right.ids.gather(pairs.j[kept]),
            "weight": np.round(pairs.weight[kept] / MILLIBITS + prior, 3),
            "probability": probability[kept],
            "linked": linked[kept],
            **columns,
        }
    )


def _clusters(
    left: Side, right: Side, settings: Settings, pairs: Compared, linked: npt.NDArray[np.bool_], prior: float
) -> tuple[pl.DataFrame, int, int]:
    """id, cluster_id (and side): a cluster is named by its first member, of table a where it has one."""
    same = right is left
    size = left.size + (0 if same else right.size)
    one = pairs.i.astype(np.int64)
    other = pairs.j.astype(np.int64) + (0 if same else left.size)
    numbers = np.zeros(size, dtype=np.int64)
    if (name := settings.number()) is not None:
        sides = (left,) if same else (left, right)
        numbers = np.concatenate([np.where(s.trusted(name), s.codes[name], 0) for s in sides]).astype(np.int64)
    root, split, torn = held_together(pairs, one, other, linked, size, prior, numbers)
    ids = left.ids if same else pl.concat([left.ids.cast(pl.String), right.ids.cast(pl.String)])
    clusters = pl.DataFrame({"id": ids, "cluster_id": pl.Series(root.astype(np.uint32))})
    if not same:
        side = pl.Series("side", ["a", "b"], dtype=pl.Enum(["a", "b"])).gather(np.repeat([0, 1], [left.size, right.size]))
        clusters = clusters.insert_column(1, side)
    return clusters, split, torn
