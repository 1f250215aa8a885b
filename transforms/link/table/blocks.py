"""Candidate pairs: those that agree on every term of a blocking rule, by joins on integers.

A pair comes once, by the first rule that finds it. Blocks too large are left out and told; a rule that finds the same
pair in a smaller block still does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.table.fields import Codes, Side, hashed
from transforms.link.table.parallel import each
from transforms.link.table.settings import Rule, Settings, Term
from transforms.link.table.sounds import pinyins, soundexes, surnames

CHUNK = 2_000_000
"""Pairs compared at a time: what bounds memory."""
Places = npt.NDArray[np.uint32]
Bits = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]
_Part = tuple[_Mask | None, _Mask | None]
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


@dataclass(slots=True)
class Keyed:
    """Keys of one rule on both sides, 0 for none and in capped blocks. `masks`: who bears a trusted number, where told.

    `pairs` and the sizes of `blocks` are counted while pairs are joined; `skipped_largest` before.
    """

    left: Codes
    right: Codes
    masks: tuple[_Mask, _Mask] | None
    skipped_largest: int = 0
    capped: int = 0
    skipped: int = 0
    pairs: int = 0
    blocks: list[pl.DataFrame] = field(default_factory=list)

    def largest(self) -> int:
        """Pairs of the largest block, left out or not."""
        if not self.blocks:
            return self.skipped_largest
        met = pl.concat(self.blocks).group_by("key").agg(pl.col("pairs").sum()).select(pl.col("pairs").max()).item()
        return max(self.skipped_largest, int(met or 0))


def mixed(codes: Codes) -> Codes:
    """Well-spread 64-bit keys (the finaliser of splitmix64); 0 stays 0."""
    with np.errstate(over="ignore"):
        spread = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        spread = (spread ^ (spread >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return spread ^ (spread >> np.uint64(31))


def _codes(side: Side, term: Term) -> Codes:
    codes, texts = side.codes[term.field], side.texts[term.field]
    match term.function:
        case "year":
            return codes // np.uint64(10_000)
        case "month":
            return codes // np.uint64(100)
        case "month_day":
            return codes % np.uint64(10_000)
        case "first":
            return hashed(texts.str.head(term.length))
        case "last":
            return hashed(texts.str.tail(term.length))
        case "soundex":
            return soundexes(texts)
        case "pinyin":
            return pinyins(texts)
        case "surname":
            return surnames(texts)
    return codes


def keys(side: Side, rule: Rule) -> Codes:
    """One key for each record; 0 where a term says nothing."""
    key: Codes = np.zeros(side.size, dtype=np.uint64)
    known = np.ones(side.size, dtype=bool)
    with np.errstate(over="ignore"):
        for place, term in enumerate(rule.agree, 1):
            codes = _codes(side, term)
            known &= codes != 0
            # The term's place is part of it: a name in one field is not the same name in another.
            key = mixed(key + codes * np.uint64(0x9E3779B97F4A7C15) + np.uint64(place))
    return np.where(known, key | np.uint64(1), np.uint64(0))


def keyed(left: Side, right: Side, settings: Settings) -> list[Keyed]:
    """Keys of every rule, without the blocks that are too large for `settings.limits`."""
    sides = [left] if right is left else [left, right]
    made = each(lambda turn: keys(*turn), [(side, rule) for rule in settings.blocking for side in sides])
    every, room = [], settings.limits.pairs
    for place, rule in enumerate(settings.blocking):
        first, second = made[place * len(sides)], made[(place + 1) * len(sides) - 1]
        trusted = rule.unless_trusted
        one = Keyed(first, second, (left.trusted(trusted), right.trusted(trusted)) if trusted else None)
        room -= _cap(one, right is left, settings.limits.block, room)
        every.append(one)
    return every


def _cap(one: Keyed, same: bool, cap: int, room: int) -> int:
    """Take too large blocks out of the keys, the largest first; about how many pairs are left, never fewer.

    Blocks are counted in buckets of keys first, which is quick. Only where a bucket could hold a block above the cap,
    or all together are too many, are they counted one by one.
    """
    parts = list(zip(_parts(one, same), [_counts(one, part) for part in _parts(one, same)], strict=True))
    products = [first * second for _, (first, second) in parts]
    every = sum(int(product.sum()) for product in products)
    fullest = max(int(product.max()) for product in products)
    if every <= room and fullest <= cap:
        return every
    sizes = _sizes(one, parts, 1 if every > room else cap, same)
    sizes = sizes.with_columns(running=pl.col("pairs").cum_sum())
    too_many = pl.col("running") > max(room, 0) if every > room else pl.lit(value=False)
    out = sizes.filter((pl.col("pairs") > cap) | too_many)
    one.skipped_largest = int(out["pairs"].max() or 0)  # type: ignore[arg-type]
    one.capped, one.skipped = out.height, int(out["pairs"].sum())
    if out.height:
        gone = out["key"].to_numpy()
        one.left = np.where(np.isin(one.left, gone), np.uint64(0), one.left)
        one.right = one.left if same else np.where(np.isin(one.right, gone), np.uint64(0), one.right)
    return int(sizes["pairs"].sum()) - one.skipped if every > room else max(0, every - one.skipped)


def _sizes(one: Keyed, parts: list[tuple[_Part, tuple[Counts, Counts]]], least: int, same: bool) -> pl.DataFrame:
    """key, pairs of every block of at least that many pairs, smallest first; some smaller ones with them."""
    held = [_held(one, part, first * second >= least, same) for part, (first, second) in parts]
    return pl.concat(held).group_by("key").agg(pl.col("pairs").sum()).sort("pairs", "key")


def _bucket(codes: Codes) -> npt.NDArray[np.int64]:
    # The lowest bit of a key is always set.
    return ((codes >> np.uint64(1)) & np.uint64(_BUCKETS - 1)).astype(np.int64)


def _counts(one: Keyed, part: _Part) -> tuple[Counts, Counts]:
    """Records in each bucket of keys, on both sides."""
    left, right = (
        np.bincount(_bucket(codes[_places(codes, mask)]), minlength=_BUCKETS)
        for codes, mask in zip((one.left, one.right), part, strict=True)
    )
    return left, right


def _parts(one: Keyed, same: bool) -> list[_Part]:
    """Which records of both sides are joined: all, or those of whom one does not bear a trusted number."""
    if one.masks is None:
        return [(None, None)]
    left, right = one.masks
    return [(~left, None)] if same else [(~left, None), (left, ~right)]


def _places(codes: Codes, mask: _Mask | None) -> npt.NDArray[np.int64]:
    return np.flatnonzero(codes != 0 if mask is None else (codes != 0) & mask)


def _rows(codes: Codes, mask: _Mask | None, name: str, wanted: _Mask) -> pl.DataFrame:
    """Keys and places of records in the buckets `wanted`."""
    places = _places(codes, mask)
    places = places[wanted[_bucket(codes[places])]]
    return pl.DataFrame({"key": codes[places], name: places.astype(np.uint32)})


def _held(one: Keyed, part: _Part, wanted: _Mask, same: bool) -> pl.DataFrame:
    """key, pairs: pairs of each block that both sides have."""
    first = _rows(one.left, part[0], "i", wanted).group_by("key").len("one")
    count = pl.col("one").cast(pl.Int64)
    if same and part[0] is None:
        return first.select("key", pairs=count * (count - 1) // 2).filter(pl.col("pairs") > 0)
    second = _rows(one.right, part[1], "j", wanted).group_by("key").len("other")
    return first.join(second, on="key").select("key", pairs=count * pl.col("other").cast(pl.Int64))


def candidates(every: list[Keyed], same: bool) -> Iterator[tuple[int, Places, Places, Bits]]:
    """Fresh pairs, some at a time: rule, places in both tables (first < second in one table), rules that each obeys.

    A pair of trusted numbers may obey a rule that leaves such pairs out: estimation needs to know that.
    """
    for number, one in enumerate(every):
        for part in _parts(one, same):
            for i, j in _joined(one, part, same):
                obeyed, found = _finders(every, i, j)
                fresh = (found & np.uint16((1 << number) - 1)) == 0
                yield number, i[fresh], j[fresh], obeyed[fresh]


def _joined(one: Keyed, part: _Part, same: bool) -> Iterator[tuple[Places, Places]]:
    here, there = _counts(one, part)
    left, right = _rows(one.left, part[0], "i", there > 0), _rows(one.right, part[1], "j", here > 0)
    # At most so many partners of each record: those in its bucket.
    partners = np.cumsum(there[_bucket(left["key"].to_numpy())])
    steps = np.arange(CHUNK, int(partners[-1]) + CHUNK, CHUNK) if len(left) else np.zeros(0, dtype=np.int64)
    ends: list[int] = np.unique(np.searchsorted(partners, steps, "right")).tolist()
    for start, end in zip([0, *ends], [*ends, left.height], strict=True):
        if start == end:
            continue
        both = left[start:end].join(right, on="key")
        i, j = both["i"].to_numpy(), both["j"].to_numpy()
        if same:
            twice = i >= j if part[0] is None else (i == j) | (part[0][j] & (i > j))
            both = both.filter(~twice)
            i, j = i[~twice], j[~twice]
            i, j = np.minimum(i, j), np.maximum(i, j)
        one.pairs += len(i)
        one.blocks.append(both.group_by("key").len("pairs"))
        yield i, j


def _finders(every: list[Keyed], i: Places, j: Places) -> tuple[Bits, Bits]:
    """Bit r is set where the pair obeys rule r; and where that rule finds it."""
    obeyed, found = np.zeros(len(i), dtype=np.uint16), np.zeros(len(i), dtype=np.uint16)
    for number, one in enumerate(every):
        key = one.left[i]
        agrees = (key == one.right[j]) & (key != 0)
        bit = np.uint16(number)
        obeyed |= agrees.astype(np.uint16) << bit
        if one.masks is not None:
            agrees &= ~(one.masks[0][i] & one.masks[1][j])
        found |= agrees.astype(np.uint16) << bit
    return obeyed, found
