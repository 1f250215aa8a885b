"""Tests on pairs of differing Chinese names, on tables of code points: no loop over pairs.

Agrees with transforms/link/namelevels.name_level on what it tests; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.characters import look_alike, sound_alike
from transforms.link.compare import fits, readable
from transforms.link.normalise import name_folds
from transforms.link.surnames import COMPOUNDS

Mask = npt.NDArray[np.bool_]
Points = npt.NDArray[np.uint32]
_WIDTH = 8
_LONG = 3


def points(texts: pl.Series) -> Points:
    """The first eight code points of each text, zeros behind; null is all zeros."""
    table = np.zeros((len(texts), _WIDTH), dtype=np.uint32)
    for length in (2, 3, 4):
        # A name of that many characters of three bytes, as nearly all are.
        places = ((texts.str.len_bytes() == 3 * length) & (texts.str.len_chars() == length)).fill_null(value=False)
        chosen = places.arg_true().to_numpy()
        if not len(chosen):
            continue
        raw = np.frombuffer(texts.gather(places.arg_true()).str.join("").item().encode(), dtype=np.uint8)
        parts = raw.reshape(len(chosen), length, 3).astype(np.uint32)
        table[chosen, :length] = ((parts[:, :, 0] & 15) << 12) | ((parts[:, :, 1] & 63) << 6) | (parts[:, :, 2] & 63)
    rest = np.flatnonzero((table[:, 0] == 0) & texts.is_not_null().to_numpy())
    for place, text in zip(rest, texts.gather(rest), strict=True):
        codes = [ord(character) for character in text[:_WIDTH]]
        table[place, : len(codes)] = codes
    return table


def _alike(one: Points, other: Points, by: Callable[[str, str], bool]) -> Mask:
    """`by` of each pair of characters, asked once for each distinct pair."""
    joint = one.astype(np.uint64) << np.uint64(32) | other.astype(np.uint64)
    distinct, back = np.unique(joint, return_inverse=True)
    pairs = zip((distinct >> np.uint64(32)).tolist(), (distinct & np.uint64(0xFFFFFFFF)).tolist(), strict=True)
    answers: Mask = np.fromiter((by(chr(a), chr(b)) for a, b in pairs), dtype=np.bool_, count=len(distinct))
    return answers[back]


def _look_or_sound(one: str, other: str, *, surname: bool) -> bool:
    return look_alike(one, other) or sound_alike(one, other, surname=surname)


class NamePairs:
    """Pairs of differing names; each test gives one truth for each pair, the same in either order."""

    def __init__(self, one: pl.Series, other: pl.Series) -> None:
        self.texts = pl.DataFrame({"one": one, "other": other})
        self.one, self.other = points(one), points(other)
        self.lengths = [one.str.len_chars().fill_null(0).to_numpy(), other.str.len_chars().fill_null(0).to_numpy()]
        self.equal_length = self.lengths[0] == self.lengths[1]
        self.differing = self.one != self.other
        self.places = self.differing.sum(axis=1)

    def variant(self) -> Mask:
        """The same after folding traditional and variant characters."""
        folds = [name_folds(self.texts[side]) for side in ("one", "other")]
        return (folds[0] == folds[1]).to_numpy()

    def lost(self) -> Mask:
        """A lost character may hide the difference."""
        one, other = pl.col("one"), pl.col("other")
        torn = (fits(one, other) & readable(other)) | (fits(other, one) & readable(one))
        found: Mask = self.texts.select(torn.fill_null(value=False)).to_series().to_numpy()
        return found

    def homophone(self) -> Mask:
        """Every differing character sounds the same."""
        found: Mask = self.equal_length & (self.places > 0)
        for place in range(_WIDTH):
            rows = np.flatnonzero(found & self.differing[:, place])
            if place == 0:
                heard = _alike(self.one[rows, 0], self.other[rows, 0], lambda a, b: sound_alike(a, b, surname=True))
            else:
                heard = _alike(self.one[rows, place], self.other[rows, place], sound_alike)
            found[rows[~heard]] = False
        return found

    def look_alike(self) -> Mask:
        """Every differing character looks or sounds alike, and one at least is the same."""
        found: Mask = self.equal_length & (self.places > 0) & (self.places <= np.maximum(1, self.lengths[0] - 1))
        for place in range(_WIDTH):
            rows = np.flatnonzero(found & self.differing[:, place])
            alike = partial(_look_or_sound, surname=place == 0)
            found[rows] = _alike(self.one[rows, place], self.other[rows, place], alike)
        return found

    def one_character(self) -> Mask:
        """One character differs, or is missing, in names of three and more."""
        short, long = np.minimum(*self.lengths), np.maximum(*self.lengths)
        found: Mask = self.equal_length & (self.places == 1) & (short >= _LONG)
        rows = np.flatnonzero((long == short + 1) & (short >= _LONG) & (long <= _WIDTH))
        if len(rows):
            longer = np.where((self.lengths[0] > self.lengths[1])[rows, None], self.one[rows], self.other[rows])
            shorter = np.where((self.lengths[0] > self.lengths[1])[rows, None], self.other[rows], self.one[rows])
            for place in range(_WIDTH):
                cut = np.concatenate([np.delete(longer, place, axis=1), np.zeros((len(rows), 1), np.uint32)], axis=1)
                found[rows] |= (cut == shorter).all(axis=1)
        return found

    def surname(self) -> Mask:
        """The surname is the same."""
        same: Mask = self.one[:, 0] == self.other[:, 0]
        rows = np.flatnonzero(same)
        seconds = self.one[rows, 1], self.other[rows, 1]
        compound = [_alike(self.one[rows, 0], second, lambda a, b: a + b in COMPOUNDS) for second in seconds]
        same[rows] = ~(compound[0] | compound[1]) | (seconds[0] == seconds[1])
        return same
