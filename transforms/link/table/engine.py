"""The linking of one table with itself, or of two: everything in order, nothing read and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.blocks import CHUNK, RuleReport, candidates, keyed
from transforms.link.table.clusters import held_together, one_to_one
from transforms.link.table.estimate import Counted, Model, chances, counted, trained
from transforms.link.table.fields import Side, coded
from transforms.link.table.levels import unpacked, vectors
from transforms.link.table.parallel import both, each
from transforms.link.table.score import MILLIBITS, Compared, expected_best, probabilities, unfound, weighed
from transforms.link.table.settings import Rule, Settings

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
    tables: list[tuple[pl.DataFrame, Literal["a", "b"]]] = [(a, "a")] if b is None else [(a, "a"), (b, "b")]
    left, right = (each(lambda side: coded(side[0], settings, side[1]), tables) * 2)[:2]
    same = right is left
    pairs, rules, seen = _compared(left, right, settings)
    every = left.size * (left.size - 1) / 2 if same else float(left.size) * right.size
    given = model
    if model is None:
        u = chances(left, right, settings)
        whole = {
            rule.agree[0].field for rule, told in zip(settings.blocking, rules, strict=False) if _whole(rule, told)
        }
        model = trained(seen, u, settings, max(every, 2.0), min(left.size, right.size), whole)
    weight, vetoed = weighed(left, right, settings, model, pairs.i, pairs.j, pairs.packed)
    pairs = replace(pairs, weight=weight, vetoed=vetoed)
    prior = model.prior(left.size, None if same else right.size)
    probability = probabilities(pairs, prior, settings.one_to_one and not same)
    lost = unfound(pairs.bits, probability, len(settings.blocking))
    threshold = expected_best(probability, lost) if settings.threshold == "auto" else settings.threshold
    linked = (probability >= threshold) & (probability > 0)
    if settings.one_to_one and not same:
        kept = np.zeros(len(linked), dtype=bool)
        kept[one_to_one(pairs, np.flatnonzero(linked))] = True
        linked = kept
    run = _Run(left, right, settings, pairs, probability, linked, float(np.log2(prior / (1 - prior))))
    return _told(run, threshold, lost, model, rules, given is None)


def _whole(rule: Rule, told: RuleReport) -> bool:
    """True where a rule finds every pair with one value of one field."""
    (first, *others) = rule.agree
    return not others and first.function is None and rule.unless_trusted is None and not told.capped


def _compared(left: Side, right: Side, settings: Settings) -> tuple[Compared, tuple[RuleReport, ...], Counted]:
    """All candidate pairs with their levels, in one fixed order."""
    same = right is left
    every = keyed(left, right, settings) if left.size and right.size else []
    parts: list[tuple[npt.NDArray[Any], ...]] = []
    waiting: list[tuple[npt.NDArray[Any], ...]] = []
    fresh = [0] * len(settings.blocking)

    def compare() -> None:
        # Rules find some pairs each: put together first, a value that many pairs share is compared once.
        i, j, bits = (np.concatenate(column) for column in zip(*waiting, strict=True))
        waiting.clear()
        parts.append((i, j, vectors(left, right, settings, i, j), bits))

    for rule, i, j, bits in candidates(every, same):
        fresh[rule] += len(i)
        waiting.append((i, j, bits))
        if sum(len(some[0]) for some in waiting) >= CHUNK:
            compare()
    if waiting:
        compare()
    empty = (np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint64), np.zeros(0, np.uint16))
    i, j, packed, bits = (np.concatenate(column) for column in zip(empty, *parts, strict=True))
    i, j = left.ranks()[i], right.ranks()[j]
    if same:
        i, j = np.minimum(i, j), np.maximum(i, j)
    order = np.argsort(i.astype(np.uint64) << np.uint64(32) | j, kind="stable")
    i, j, packed, bits = i[order], j[order], packed[order], bits[order]
    rules = tuple(
        RuleReport(rule.name, one.pairs, new, one.largest(), one.capped, one.skipped)
        for rule, one, new in zip(settings.blocking, every, fresh, strict=False)
    )
    nothing = np.zeros(len(i), dtype=np.int64)
    pairs = Compared(i, j, packed, bits, nothing, nothing.astype(bool))
    return pairs, rules, counted(packed, bits, len(settings.comparisons))


@dataclass(frozen=True, slots=True)
class _Run:
    """What the results are made of. `bits`: log2 of the prior odds."""

    left: Side
    right: Side
    settings: Settings
    pairs: Compared
    probability: npt.NDArray[np.float64]
    linked: npt.NDArray[np.bool_]
    bits: float

    @property
    def same(self) -> bool:
        """One table with itself."""
        return self.right is self.left


def _told(
    run: _Run, threshold: float, lost: float, model: Model, rules: tuple[RuleReport, ...], was_trained: bool
) -> Linked:
    left, right, pairs = run.left, run.right, run.pairs
    (clusters, split, torn), listed = both(lambda: _clusters(run), lambda: _pairs(run))
    sizes = np.bincount(clusters["cluster_id"].to_numpy())
    links = int(run.linked.sum())
    expected = float(run.probability[run.linked].sum())
    empty = [f for f in run.settings.fields if not left.codes[f].any() and not right.codes[f].any()]
    report = Report(
        records=(left.size, 0 if run.same else right.size),
        rules=rules,
        compared=len(pairs.i),
        links=links,
        threshold=threshold,
        false=links - expected,
        missed=float(run.probability.sum()) - expected + lost,
        unfound=lost,
        vetoed=int((pairs.vetoed & (pairs.weight / MILLIBITS + run.bits > 0)).sum()),
        split=split,
        torn=torn,
        clusters=int(np.count_nonzero(sizes)),
        largest=int(sizes.max(initial=0)),
        empty=tuple(empty),
        trained=was_trained,
    )
    return Linked(listed, clusters, model, report)


def _pairs(run: _Run) -> pl.DataFrame:
    kept = np.flatnonzero(run.linked | (run.probability >= _LOWEST))
    levels = unpacked(run.pairs.packed[kept], len(run.settings.comparisons))
    columns = {}
    for place, field in enumerate(run.settings.comparisons):
        columns[f"{field}_level"] = pl.Series(levels[:, place]).cat.to(pl.Enum(run.settings.names(field)))
    return pl.DataFrame(
        {
            "left_id": run.left.ids.gather(run.left.order[run.pairs.i[kept]]),
            "right_id": run.right.ids.gather(run.right.order[run.pairs.j[kept]]),
            "weight": np.round(run.pairs.weight[kept] / MILLIBITS + run.bits, 3),
            "probability": run.probability[kept],
            "linked": run.linked[kept],
            **columns,
        }
    )


def _clusters(run: _Run) -> tuple[pl.DataFrame, int, int]:
    """id, cluster_id (and side): a cluster is named by its first member, of table a where it has one."""
    left, right, pairs = run.left, run.right, run.pairs
    size = left.size + (0 if run.same else right.size)
    one = pairs.i.astype(np.int64)
    other = pairs.j.astype(np.int64) + (0 if run.same else left.size)
    numbers = np.zeros(size, dtype=np.int64)
    if (name := run.settings.number()) is not None:
        sides = (left,) if run.same else (left, right)
        numbers = np.concatenate([np.where(s.trusted(name), s.codes[name], 0)[s.order] for s in sides]).astype(np.int64)
    if run.settings.one_to_one and not run.same:
        # Each has one partner at most: there is nothing to join any further.
        root, split, torn = np.arange(size, dtype=np.int64), 0, 0
        root[other[run.linked]] = one[run.linked]
    else:
        root, split, torn = held_together(pairs, one, other, run.linked, run.bits, numbers)
    ids = left.ids.gather(left.order)
    if not run.same:
        ids = pl.concat([ids.cast(pl.String), right.ids.gather(right.order).cast(pl.String)])
    clusters = pl.DataFrame({"id": ids, "cluster_id": pl.Series(root.astype(np.uint32))})
    if not run.same:
        side = pl.Series("side", ["a", "b"], dtype=pl.Enum(["a", "b"]))
        clusters = clusters.insert_column(1, side.gather(np.repeat([0, 1], [left.size, right.size])))
    return clusters, split, torn
