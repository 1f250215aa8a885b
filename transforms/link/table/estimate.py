"""m and u without labels: u from random pairs and value counts, m by EM on counts of comparison vectors.

A level's m is estimated only over pairs found by a rule that does not use its own field; otherwise a field would look
better than it is, since blocking lets through only pairs that agree on it. With a national number among the fields this
means: pairs of one number tell the m of everything else, name and birth date that of the number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.fields import Side
from transforms.link.table.levels import Places, forbidden, unpacked, vectors
from transforms.link.table.settings import Settings

Floats = npt.NDArray[np.float64]
ROUNDS = 200
STILL = 1e-7
_LEAST, _RAREST = 1e-6, 1e-9
_EQUAL = ("exact", "exact_tf", "upgraded")
_SHIFTS = 8
_COUNTED = 200_000
"""Records of either side whose values are counted: 40,000 million pairs are enough."""


@dataclass(frozen=True, slots=True)
class Model:
    """`m`, `u`: one array for each comparison, levels 1.. and the last for none. `found`: matches for each record of
    the smaller table. `rounds`: of EM.
    """

    m: dict[str, Floats]
    u: dict[str, Floats]
    found: float
    rounds: int

    def prior(self, left: int, right: int | None) -> float:
        """The share of matches among all pairs of tables of that many records (`right` None: one table)."""
        every = left * (left - 1) / 2 if right is None else float(left) * right
        return float(np.clip(self.found * min(left, left if right is None else right) / max(every, 1.0), 1e-15, 0.5))


@dataclass(frozen=True, slots=True)
class Counted:
    """Distinct comparison vectors: `levels` (rows x comparisons), how often (`counts`), by which rules (`bits`)."""

    levels: npt.NDArray[np.uint8]
    counts: Floats
    bits: npt.NDArray[np.uint16]


def counted(packed: npt.NDArray[np.uint64], bits: npt.NDArray[np.uint16], comparisons: int) -> Counted:
    """Vectors with their counts, in one order whatever the order of the pairs."""
    frame = (
        pl.DataFrame({"vector": packed, "bits": bits}).group_by("vector", "bits").len("count").sort("vector", "bits")
    )
    return Counted(
        unpacked(frame["vector"].to_numpy(), comparisons),
        frame["count"].to_numpy().astype(np.float64),
        frame["bits"].to_numpy(),
    )


def random_pairs(left: Side, right: Side, size: int) -> tuple[Places, Places]:
    """Rows of pairs as good as random, always the same: taken by ranks, the order of the ids' hashes."""
    same = right is left
    if not left.size or right.size < 1 + same:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32)
    base = max(1, size // _SHIFTS)
    steps = np.arange(base, dtype=np.int64)
    parts = []
    for shift in range(_SHIFTS):
        # Each record about equally often on either side; a different partner at each turn.
        i = (steps * max(1, left.size // base) + shift) % left.size
        j = (steps * max(1, right.size // base) * 7 + shift * 1_000_003 + steps // max(1, right.size) + 1) % right.size
        parts.append((i << 32 | j)[(i != j) | (not same)])
    pairs = np.unique(np.concatenate(parts))
    return left.order[pairs >> 32].astype(np.uint32), right.order[pairs & 0xFFFFFFFF].astype(np.uint32)


def chances(left: Side, right: Side, settings: Settings) -> dict[str, Floats]:
    """u of every level. Equality is counted over all values; the rest over random pairs."""
    i, j = random_pairs(left, right, settings.limits.sample)
    levels = unpacked(vectors(left, right, settings, i, j), len(settings.comparisons))
    found = {}
    for place, (field, tests) in enumerate(settings.comparisons.items()):
        seen = np.bincount(levels[:, place], minlength=len(tests) + 2)[1:].astype(np.float64)
        share = (seen + 0.5) / (seen.sum() + 0.5 * len(seen))
        exact = [n for n, level in enumerate(tests) if level.test in ("exact", "exact_tf") and not level.crossed]
        if exact:
            equal = _equal(left, right, field)
            rest = np.delete(share, exact[0])
            share = np.insert(rest / rest.sum() * (1 - equal), exact[0], equal)
        # A column with one value throughout has no other levels: they must stay possible.
        found[field] = np.maximum(share, _RAREST)
    return found


def _equal(left: Side, right: Side, field: str) -> float:
    """The share of all pairs, of records that have the field, in which both have one value."""
    first = frequencies(left, field)
    second = first if right is left else frequencies(right, field)
    both = first.join(second, on="code", suffix="_other")
    # As decimals of counts: sums in any order are the same.
    one, other = int(first["count"].sum()), int(second["count"].sum())
    if right is left:
        met = int((first["count"].cast(pl.Int64) * (first["count"].cast(pl.Int64) - 1)).sum())
        return max(met, 1) / max(one * (one - 1), 2)
    met = int((both["count"].cast(pl.Int64) * both["count_other"].cast(pl.Int64)).sum())
    return max(met, 1) / max(one * other, 2)


def frequencies(side: Side, field: str) -> pl.DataFrame:
    """code, count of each value of a field among the first records by rank, which are as good as drawn."""
    codes = side.codes[field][side.order[:_COUNTED]]
    return pl.DataFrame({"code": codes[codes != 0]}).group_by("code").len("count")


def trained(
    seen: Counted, u: dict[str, Floats], settings: Settings, every: float, records: int, whole: set[str]
) -> Model:
    """EM over the counted vectors. `every`: all pairs there are; `records`: of the smaller table.

    `whole`: fields with a rule of their own, whose every equal pair has been seen. Of those the u of equality is
    counted too: as good as all pairs with an equal number are matches, and must not count among the others.
    """
    u = {field: share.copy() for field, share in u.items()}
    possible = ~forbidden(seen.levels, settings)
    m = {field: _guess(settings, field) for field in u}
    free = _free(seen, settings)
    prior = float(np.clip(0.5 * records / every, 1e-12, 0.5))
    last, rounds = np.inf, 0
    while rounds < ROUNDS:
        rounds += 1
        log = np.full(len(seen.counts), np.log(prior / (1 - prior)))
        for place, field in enumerate(settings.comparisons):
            log += np.concatenate([[0.0], np.log(m[field] / u[field])])[seen.levels[:, place]]
        mass = possible * seen.counts / (1 + np.exp(-np.clip(log, -700, 700)))
        for place, field in enumerate(settings.comparisons):
            usable = mass * free[:, place]
            met = np.bincount(seen.levels[:, place], usable, minlength=len(m[field]) + 1)[1:]
            m[field] = np.maximum((met + 0.1) / (met.sum() + 0.1 * len(met)), _LEAST)
            if field in whole:
                for number, level in enumerate(settings.comparisons[field], 1):
                    if level.test in _EQUAL and level.crossed is None:
                        others = float((seen.counts - mass)[seen.levels[:, place] == number].sum())
                        u[field][number - 1] = max(others, 0.5) / every
        prior = float(np.clip(mass.sum() / every, 1e-12, 0.5))
        if abs(prior / last - 1) < STILL:
            break
        last = prior
    return Model(m, u, prior * every / max(records, 1), rounds)


def _guess(settings: Settings, field: str) -> Floats:
    """Where EM begins: nine of ten matches agree, few on none of the levels."""
    levels = settings.comparisons[field]
    share: Floats = np.array([0.9, *[0.04 / len(levels)] * (len(levels) - 1), 0.06])
    total: float = share.sum()
    return share / total


def _free(seen: Counted, settings: Settings) -> Floats:
    """1 where a vector was found by a rule without the comparison's field; where no rule is without it, always 1."""
    free: Floats = np.ones(seen.levels.shape, dtype=np.float64)
    for place, field in enumerate(settings.comparisons):
        without = [n for n, rule in enumerate(settings.blocking) if all(term.field != field for term in rule.agree)]
        wanted = np.uint16(sum(1 << number for number in without))
        chosen = (seen.bits & wanted) != 0
        if chosen.any():
            free[:, place] = chosen
    return free
