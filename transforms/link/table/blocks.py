"""Candidate pairs: those that agree on every term of a blocking rule, by joins on integers.

A pair comes once, by the first rule that finds it. Blocks too large are left out and told; a rule that finds the same
pair in a smaller block still does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.blockkeys import keys
from transforms.link.table.fields import Codes, Side
from transforms.link.table.parallel import each
from transforms.link.table.settings import Settings

CHUNK = 2_000_000
"""Pairs compared at a time: what bounds memory."""
Places = npt.NDArray[np.uint32]
Bits = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]
_BUCKETS = 1 << 20


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What a rule found. `fresh`: pairs no rule before it found. `capped`: blocks left out; `skipped`: their pairs."""

    rule: str
    pairs: int
    fresh: int
    largest: int
    capped: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Met:
    """Records that may have partners by a rule: `left` (key, i), `right` (key, j), and how many partners
    each of the left has at most.

    `untrusted`: where told, only such records stand on the left. `fullest`: pairs of the fullest bucket of keys.
    """

    untrusted: _Mask | None
    left: pl.DataFrame
    right: pl.DataFrame
    partners: Counts
    fullest: int

    def without(self, gone: Codes) -> Met:
        """Without these keys."""
        left, right = (~np.isin(side["key"].to_numpy(), gone) for side in (self.left, self.right))
        return replace(self, left=self.left.filter(left), right=self.right.filter(right), partners=self.partners[left])


@dataclass(slots=True)
class Keyed:
    """Keys of one rule on both sides, 0 for none and in capped blocks. `masks`: who bears a trusted number, where told.

    `met`: whom the keys bring together, by part. `pairs` and the sizes of `blocks` are counted while pairs are joined;
    `skipped_largest` before.
    """

    left: Codes
    right: Codes
    masks: tuple[_Mask, _Mask] | None
    skipped_largest: int = 0
    capped: int = 0
    skipped: int = 0
    pairs: int = 0
    blocks: list[pl.DataFrame] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)

    @property
    def at_most(self) -> int:
        """Pairs, never fewer than there are."""
        return sum(int(part.partners.sum()) for part in self.met)

    def largest(self) -> int:
        """Pairs of the largest block, left out or not."""
        if not self.blocks:
            return self.skipped_largest
        met = pl.concat(self.blocks).group_by("key").agg(pl.col("pairs").sum()).select(pl.col("pairs").max()).item()
        return max(self.skipped_largest, int(met or 0))


def keyed(left: Side, right: Side, settings: Settings) -> list[Keyed]:
    """Keys of every rule, without the blocks that are too large for `settings.limits`."""
    sides = [left] if right is left else [left, right]
    made = each(lambda turn: keys(*turn), [(side, rule) for rule in settings.blocking for side in sides])
    every = []
    for place, rule in enumerate(settings.blocking):
        first, second = made[place * len(sides)], made[(place + 1) * len(sides) - 1]
        trusted = rule.unless_trusted
        every.append(Keyed(first, second, (left.trusted(trusted), right.trusted(trusted)) if trusted else None))
    room, same = settings.limits.pairs, right is left
    for one, met in zip(every, each(lambda one: _meetings(one, same), every), strict=True):
        one.met = met
        within = one.at_most <= room and max(part.fullest for part in met) <= settings.limits.block
        room -= one.at_most if within else _cap(one, same, settings.limits.block, room)
    return every


def _bucket(codes: Codes) -> Counts:
    # The lowest bit of a key is always set.
    return ((codes >> np.uint64(1)) & np.uint64(_BUCKETS - 1)).view(np.int64)


def _meetings(one: Keyed, same: bool) -> list[Met]:
    """Which records of both sides are joined: all, or in two parts those of whom one bears no trusted number."""
    buckets = _bucket(one.left), _bucket(one.right)
    if one.masks is None:
        return [_meeting(one, buckets, None, None)]
    left, right = one.masks
    first = _meeting(one, buckets, ~left, None)
    return [first] if same else [first, _meeting(one, buckets, left, ~right)]


def _meeting(one: Keyed, buckets: tuple[Counts, Counts], left: _Mask | None, right: _Mask | None) -> Met:
    """Records of `left` and `right` (None: all) with a key whose bucket the other side has, too."""
    chosen = [
        codes != 0 if mask is None else mask & (codes != 0) for codes, mask in ((one.left, left), (one.right, right))
    ]
    # What few the one side has leave few of the other: so the smaller one is looked up first.
    first = int(np.count_nonzero(chosen[0]) > np.count_nonzero(chosen[1]))
    for this in (first, 1 - first):
        borne = np.zeros(_BUCKETS, dtype=bool)
        borne[buckets[this][chosen[this]]] = True
        chosen[1 - this] &= borne[buckets[1 - this]]
    places = [np.flatnonzero(some) for some in chosen]
    here, there = (np.bincount(buckets[side][places[side]], minlength=_BUCKETS) for side in (0, 1))
    at = buckets[0][places[0]]
    partners = there[at]
    return Met(
        left if right is None else None,
        pl.DataFrame({"key": one.left[places[0]], "i": places[0].astype(np.uint32)}),
        pl.DataFrame({"key": one.right[places[1]], "j": places[1].astype(np.uint32)}),
        partners,
        int((here[at] * partners).max(initial=0)),
    )


def _cap(one: Keyed, same: bool, cap: int, room: int) -> int:
    """Take too large blocks out of the keys, the largest first; about how many pairs are left, never fewer.

    Blocks are counted in buckets of keys first, which is quick. Only where a bucket could hold a block above the cap,
    or all together are too many, are they counted one by one, here.
    """
    every = one.at_most
    sizes = pl.concat([_held(part, same) for part in one.met]).group_by("key").agg(pl.col("pairs").sum())
    sizes = sizes.sort("pairs", "key").with_columns(running=pl.col("pairs").cum_sum())
    too_many = pl.col("running") > max(room, 0) if every > room else pl.lit(value=False)
    out = sizes.filter((pl.col("pairs") > cap) | too_many)
    one.skipped_largest = int(out["pairs"].max() or 0)  # type: ignore[arg-type]
    one.capped, one.skipped = out.height, int(out["pairs"].sum())
    if out.height:
        gone = out["key"].to_numpy()
        one.left = np.where(np.isin(one.left, gone), np.uint64(0), one.left)
        one.right = one.left if same else np.where(np.isin(one.right, gone), np.uint64(0), one.right)
        one.met = [part.without(gone) for part in one.met]
    return int(sizes["pairs"].sum()) - one.skipped


def _held(part: Met, same: bool) -> pl.DataFrame:
    """key, pairs: pairs of each block that both sides have."""
    first = part.left.group_by("key").len("one")
    count = pl.col("one").cast(pl.Int64)
    if same and part.untrusted is None:
        return first.select("key", pairs=count * (count - 1) // 2).filter(pl.col("pairs") > 0)
    second = part.right.group_by("key").len("other")
    return first.join(second, on="key").select("key", pairs=count * pl.col("other").cast(pl.Int64))


def candidates(every: list[Keyed], same: bool) -> Iterator[tuple[int, Places, Places, Bits]]:
    """Fresh pairs, some at a time: rule, places in both tables (first < second in one table), rules that each obeys.

    A pair of trusted numbers may obey a rule that leaves such pairs out: estimation needs to know that.
    """
    for number, one in enumerate(every):
        for part in one.met:
            for i, j in _joined(one, part, same):
                obeyed, found = _finders(every, i, j)
                fresh = (found & np.uint16((1 << number) - 1)) == 0
                yield number, i[fresh], j[fresh], obeyed[fresh]
        one.met = []  # they are joined once


def _joined(one: Keyed, part: Met, same: bool) -> Iterator[tuple[Places, Places]]:
    """The pairs, about CHUNK at a time."""
    left, partners = part.left, np.cumsum(part.partners)
    steps = np.arange(CHUNK, int(partners[-1]) + CHUNK, CHUNK) if len(left) else np.zeros(0, dtype=np.int64)
    ends: list[int] = np.unique(np.searchsorted(partners, steps, "right")).tolist()
    for start, end in zip([0, *ends], [*ends, left.height], strict=True):
        if start == end:
            continue
        both = left[start:end].join(part.right, on="key")
        i, j = both["i"].to_numpy(), both["j"].to_numpy()
        if same:
            twice = i >= j if part.untrusted is None else (i == j) | (part.untrusted[j] & (i > j))
            both = both.filter(~twice)
            i, j = i[~twice], j[~twice]
            i, j = np.minimum(i, j), np.maximum(i, j)
        one.pairs += len(i)
        one.blocks.append(both.group_by("key").len("pairs"))
        yield i, j


def _finders(every: list[Keyed], i: Places, j: Places) -> tuple[Bits, Bits]:
    """Bit r is set where the pair obeys rule r; and where that rule finds it."""

    def agreeing(one: Keyed) -> tuple[_Mask, _Mask]:
        key = one.left[i]
        agrees = (key == one.right[j]) & (key != 0)
        return agrees, agrees if one.masks is None else agrees & ~(one.masks[0][i] & one.masks[1][j])

    obeyed, found = np.zeros(len(i), dtype=np.uint16), np.zeros(len(i), dtype=np.uint16)
    for number, (agrees, finds) in enumerate(each(agreeing, every)):
        obeyed |= agrees.astype(np.uint16) << np.uint16(number)
        found |= finds.astype(np.uint16) << np.uint16(number)
    return obeyed, found
