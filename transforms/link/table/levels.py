"""Comparison levels of pairs. Level 0: one of the two is empty; 1, 2, ...: the first test that holds; then: none holds.

All levels of a pair are packed into one integer, four bits for each comparison, so that equal vectors can be counted.
Integers are compared first; texts only where they differ, and once for each distinct pair of values.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from transforms.link.table.fields import Side
from transforms.link.table.names import NamePairs
from transforms.link.table.parallel import each
from transforms.link.table.settings import Level, Settings

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Places = npt.NDArray[np.uint32]
Vectors = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
BITS = 4
_DIGITS = ("id_number", "date", "code")


def vectors(left: Side, right: Side, settings: Settings, i: Places | Rows, j: Places | Rows) -> Vectors:
    """The packed levels of each pair of places."""
    packed: Vectors = np.zeros(len(i), dtype=np.uint64)
    # numpy would make whole words of them at each look-up.
    i, j = i.astype(np.int64), j.astype(np.int64)

    def compared(field: str) -> npt.NDArray[np.uint8]:
        return Pairs(left, right, field, i, j).levels(settings.comparisons[field], settings.fields[field].kind)

    # Those that look at texts take longest, and begin: else one is compared alone at the end.
    turns = sorted(settings.comparisons, key=lambda field: settings.fields[field].kind in _DIGITS)
    levels = dict(zip(turns, each(compared, turns), strict=True))
    for place, field in enumerate(settings.comparisons):
        packed |= levels[field].astype(np.uint64) << np.uint64(BITS * place)
    return packed


def unpacked(packed: Vectors, comparisons: int) -> npt.NDArray[np.uint8]:
    """Levels, one column for each comparison."""
    shifts = np.arange(comparisons, dtype=np.uint64) * np.uint64(BITS)
    return ((packed[:, None] >> shifts) & np.uint64(15)).astype(np.uint8)


def forbidden(levels: npt.NDArray[np.uint8], settings: Settings) -> Mask:
    """Rows of levels at which two records are never linked: two trusted numbers, or an entry of `never`."""
    held = np.zeros(len(levels), dtype=bool)
    for place, tests in enumerate(settings.comparisons.values()):
        for number, level in enumerate(tests, 1):
            if level.test == "two_trusted":
                held |= levels[:, place] == number
    places = {field: place for place, field in enumerate(settings.comparisons)}
    for entry in settings.never:
        at = np.ones(len(levels), dtype=bool)
        for field, told in entry.items():
            names = settings.names(field)
            at &= np.isin(levels[:, places[field]], [names.index(name) for name in told])
        held |= at
    return held


class Pairs:
    """One field of some pairs. Tests are asked in the order of the settings, each of the pairs still undecided."""

    def __init__(self, left: Side, right: Side, field: str, i: Rows, j: Rows) -> None:
        self.left, self.right, self.field, self.i, self.j = left, right, field, i, j
        self.codes = left.codes[field][i], right.codes[field][j]
        self._similar: dict[tuple[str, str], Floats] = {}
        self._names: NamePairs | None = None
        self._named: Rows = np.zeros(0, dtype=np.int64)

    def levels(self, tests: tuple[Level, ...], kind: str) -> npt.NDArray[np.uint8]:
        """The level of each pair."""
        one, other = self.codes
        decided = np.where((one == 0) | (other == 0), 0, len(tests) + 1).astype(np.uint8)
        open_: Rows = np.flatnonzero(decided)
        for number, level in enumerate(tests, 1):
            if not len(open_):
                break
            held = self._holds(level, kind, open_)
            decided[open_[held]] = number
            open_ = open_[~held]
        return decided

    def _holds(self, level: Level, kind: str, rows: Rows) -> Mask:
        """Which of the pairs `rows` pass the test."""
        if level.crossed is not None:
            return self._crossed(level, rows)
        one, other = self.codes[0][rows], self.codes[1][rows]
        held: Mask = one == other
        match level.test:
            case "exact" | "exact_tf" if kind == "id_number":
                held &= ~self._shorter(rows)
            case "exact" | "exact_tf" | "upgraded":
                pass
            case "two_trusted":
                trusts = self.left.trusted(self.field), self.right.trusted(self.field)
                held = trusts[0][self.i[rows]] & trusts[1][self.j[rows]] & ~held
            case "day_month":
                day, month = one % np.uint64(100), one // np.uint64(100) % np.uint64(100)
                swapped = (one // np.uint64(10_000)) * np.uint64(10_000) + day * np.uint64(100) + month
                held = swapped == other
            case "same_year":
                held = one // np.uint64(10_000) == other // np.uint64(10_000)
            case "one_digit" | "one_swap":
                held = self._digits(level.test, kind, rows)
            case "edit":
                held = self._similarity("edit", self.field, self.field, rows) <= level.value
            case "jaro_winkler":
                held = self._similarity("jaro_winkler", self.field, self.field, rows) >= level.value
            case "prefix" | "same_digits":
                held = self._same_part(level, rows)
            case _:
                held = self._name(level.test, rows)
        return held

    def _shorter(self, rows: Rows) -> Mask:
        """True where just one of two numbers has fifteen digits."""
        shorts = self.left.numbers[self.field].short, self.right.numbers[self.field].short
        different: Mask = shorts[0][self.i[rows]] != shorts[1][self.j[rows]]
        return different

    def _texts(self, rows: Rows, one: str, other: str) -> tuple[pl.Series, pl.Series]:
        return self.left.texts[one].gather(self.i[rows]), self.right.texts[other].gather(self.j[rows])

    def _same_part(self, level: Level, rows: Rows) -> Mask:
        """Equal beginnings of some length, or equal groups of digits in their order."""
        parts = []
        for text in self._texts(rows, self.field, self.field):
            if level.test == "prefix":
                parts.append(text.str.head(int(level.value)))
            else:
                parts.append(text.str.replace_all(r"[^0-9]+", "-").str.strip_chars("-"))
        long = parts[0].str.len_chars() >= (level.value or 1)
        same: Mask = ((parts[0] == parts[1]) & long).fill_null(value=False).to_numpy()
        return same

    def _digits(self, test: str, kind: str, rows: Rows) -> Mask:
        """One digit differs, or two neighbours are swapped."""
        if kind in ("code", "phone"):
            changes = self._similarity("osa", self.field, self.field, rows)
            plain = self._similarity("edit_plain", self.field, self.field, rows)
            lengths = [text.str.len_chars().to_numpy() for text in self._texts(rows, self.field, self.field)]
            one: Mask = (changes == 1) & (lengths[0] == lengths[1]) & (plain == (1 if test == "one_digit" else 2))
            return one
        if kind == "date":
            powers = 10 ** np.arange(7, -1, -1, dtype=np.uint64)
            tables = [(codes[rows, None] // powers % np.uint64(10)).astype(np.uint8) for codes in self.codes]
            whole = np.ones(len(rows), dtype=bool)
        else:
            tables = [
                self.left.numbers[self.field].digits[self.i[rows]],
                self.right.numbers[self.field].digits[self.j[rows]],
            ]
            whole = (tables[0][:, 0] != 0) & (tables[1][:, 0] != 0)
        differing = tables[0] != tables[1]
        count = differing.sum(axis=1)
        if test == "one_digit":
            single: Mask = whole & (count == 1)
            return single
        first = differing.argmax(axis=1)
        second = np.minimum(first + 1, differing.shape[1] - 1)
        every = np.arange(len(rows))
        swapped = (tables[0][every, first] == tables[1][every, second]) & (
            tables[0][every, second] == tables[1][every, first]
        )
        result: Mask = whole & (count == 2) & swapped
        return result

    def _crossed(self, level: Level, rows: Rows) -> Mask:
        """This field of one record against the other field of the other record, either way round."""
        name = str(level.crossed)
        held = np.zeros(len(rows), dtype=bool)
        for one, other in ((self.field, name), (name, self.field)):
            codes = self.left.codes[one][self.i[rows]], self.right.codes[other][self.j[rows]]
            known = (codes[0] != 0) & (codes[1] != 0)
            if level.test == "exact":
                held |= known & (codes[0] == codes[1])
            elif level.test == "edit":
                held |= known & (self._similarity("edit", one, other, rows) <= level.value)
            else:
                held |= known & (self._similarity("jaro_winkler", one, other, rows) >= level.value)
        return held

    def _similarity(self, scorer: str, one: str, other: str, rows: Rows) -> Floats:
        """Distance or similarity of texts, worked out once for each distinct pair, and kept for later tests."""
        kept = self._similar.get((scorer, one + "\0" + other))
        if kept is None:
            kept = np.full(len(self.i), np.nan)
            kept[rows] = _scored(scorer, *self._texts(rows, one, other))
            self._similar[(scorer, one + "\0" + other)] = kept
        return kept[rows]

    def _name(self, test: str, rows: Rows) -> Mask:
        if self._names is None:
            self._names, self._named = NamePairs(*self._texts(rows, self.field, self.field)), rows
        answers: Mask = getattr(self._names, test)()
        return answers[np.searchsorted(self._named, rows)]


def _scored(scorer: str, one: pl.Series, other: pl.Series) -> Floats:
    pairs = pl.DataFrame({"one": one, "other": other})
    distinct = pairs.unique().drop_nulls()
    lists = distinct["one"].to_list(), distinct["other"].to_list()
    scorers: dict[str, Any] = {"jaro_winkler": JaroWinkler.similarity, "edit_plain": Levenshtein.distance}
    scores = process.cpdist(*lists, scorer=scorers.get(scorer, OSA.distance), dtype=np.float32)
    told = distinct.with_columns(score=pl.Series(np.asarray(scores, dtype=np.float32).round(6)))
    scored = pairs.join(told, on=["one", "other"], how="left", maintain_order="left")["score"]
    return scored.cast(pl.Float64).fill_null(float("nan")).to_numpy()
