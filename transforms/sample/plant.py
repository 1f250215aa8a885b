"""Planting: how cases for the rules are put into the city, on which nights they hold, and the list of them.

No household and no person takes part in two planted cases that fire; people in cases keep their identities undamaged,
so that each case shows its own rule and nothing else is needed to see it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from transforms.sample.aid import ACTIVE
from transforms.sample.city import City
from transforms.sample.draw import NOBODY, Ints, Mask, stream
from transforms.sample.frames import FOREVER, Column, Columns, append, between, next_row, people_of, table

Segments = tuple[tuple[int, int], ...]
ALWAYS, ENDS, BEGINS, RETURNS, APPEARS = range(5)
CASE_SCHEMA = {
    "rule_id": pl.String,
    "table": pl.String,
    "_row": pl.Int64,
    "group": pl.Int64,
    "fires": pl.Boolean,
    "from_night": pl.Int64,
    "to_night": pl.Int64,
}
SOURCE_CASE_SCHEMA = {
    "rule_id": pl.String,
    "fires": pl.Boolean,
    "from_night": pl.Int64,
    "to_night": pl.Int64,
    "anchor_table": pl.String,
    "anchor_record_no": pl.String,
}
# Columns by which a case puts a day, a number or a birth date of its own in the place of the usual one.
_DAY: tuple[tuple[str, bool | None, pl.DataType], ...] = (("_fixed", False, pl.Boolean()), ("_day", None, pl.Date()))
_NUMBER: tuple[tuple[str, bool | None, pl.DataType], ...] = (("_number", None, pl.String()),)
_OVERRIDES = {
    "civil_affairs.households": _DAY,
    "civil_affairs.elder_care": (*_DAY, *_NUMBER),
    "medical_insurance.enrolments": _NUMBER,
    "civil_affairs.household_members": (*_NUMBER, ("_birth", None, pl.Date())),
    "civil_affairs.benefits": _NUMBER,
    "civil_affairs.children": _NUMBER,
}


def segments(pattern: int, nights: int) -> Segments:
    """Nights (from 0) on which a case holds: always, all but the last, all but the first, all but the second, or the
    last only."""
    if pattern == ENDS and nights > 1:
        return ((0, nights - 2),)
    if pattern == BEGINS and nights > 1:
        return ((1, FOREVER),)
    if pattern == APPEARS:
        return ((nights - 1, FOREVER),)
    if pattern == RETURNS and nights > 2:
        return ((0, 0), (2, FOREVER))
    return ((0, FOREVER),)


class Planter:
    """The tables while cases are put in, and what is still free to be used."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.tables = city.tables | {
            key: city.tables[key].with_columns(pl.lit(value).cast(dtype).alias(name) for name, value, dtype in columns)
            for key, columns in _OVERRIDES.items()
        }
        self.rng = stream(city.seed, "cases")
        self.count = max(1, round(int(city.people.living.sum()) * 0.0006))
        self.few = max(1, self.count // 2)
        self.cases: list[pl.DataFrame] = [pl.DataFrame(schema=CASE_SCHEMA)]
        self.sources: list[pl.DataFrame] = [pl.DataFrame(schema=SOURCE_CASE_SCHEMA)]
        aid = city.aid
        self._free_household: Mask = (aid.admitted == 0) & (aid.leaving == 0)
        self.protected: Mask = np.zeros(len(city.people), dtype=bool)
        # Who dies on a later night is in no case: it would end before its time.
        self._dying: Mask = np.zeros(len(city.people), dtype=bool)
        later = city.tables["civil_affairs.deaths"].filter(pl.col("_from") > 0)
        self._dying[people_of(later, "deceased")] = True
        # People in no register with a number, ever.
        self.numberless: Mask = np.zeros(len(city.people), dtype=bool)
        self._turn = 0
        self._groups = 0

    def patterns(self, count: int, only: Sequence[int] = (ALWAYS, ENDS, BEGINS, RETURNS, APPEARS)) -> Ints:
        """Patterns for `count` cases, going round so that every kind appears among the rules."""
        self._turn += 1
        return np.array([only[(self._turn + i) % len(only)] for i in range(count)], dtype=np.int64)

    def households(
        self, programs: tuple[int, ...], fits: Mask | None = None, count: int | None = None, status: int = ACTIVE
    ) -> Ints:
        """Households of these programs and status that no case used yet (indexes); they count as used from now on."""
        free = self._free_household & np.isin(self.city.aid.program, programs) & (self.city.aid.status == status)
        pool = self.rng.permutation(np.flatnonzero(free if fits is None else free & fits))
        chosen = np.sort(pool[: self.count if count is None else count])
        self._free_household[chosen] = False
        self.protected[np.isin(self.city.aid.member_of, chosen) & (self.city.aid.member_of != NOBODY)] = True
        return chosen

    def outsiders(self, fits: Mask, count: int | None = None) -> Ints:
        """People outside all households on aid whom no case used yet; they count as used from now on."""
        free = fits & ~self.protected & ~self._dying & (self.city.aid.member_of == NOBODY)
        chosen = self.rng.permutation(np.flatnonzero(free))[: self.count if count is None else count]
        self.protected[chosen] = True
        return chosen

    def rows(self, key: str, role: str, who: Ints, where: pl.Expr | None = None) -> Ints:
        """Record of each person in a table: the first that fits; NOBODY's -1 where there is none."""
        frame = self.tables[key] if where is None else self.tables[key].filter(where)
        found = np.full(len(self.city.people), -1, dtype=np.int64)
        holders = people_of(frame, role)[::-1]
        found[holders] = frame["_row"].to_numpy()[::-1]
        return found[who]

    def add(self, key: str, columns: Columns, patterns: Ints) -> Ints:
        """Add state records that are delivered on the nights of their pattern; returns their `_row`."""
        frame = self.tables[key]
        begin = next_row(frame)
        self.tables[key] = append(frame, table(len(patterns), columns))
        rows = np.arange(begin, begin + len(patterns))
        for pattern in np.unique(patterns):
            chosen = rows[patterns == pattern]
            held = segments(int(pattern), self.city.nights)
            for first, last in _gaps(held):
                self.tables[key] = between(self.tables[key], chosen, first, last, None)
        return rows

    def add_events(self, key: str, columns: Columns, night: Ints) -> Ints:
        """Add events of the given nights; returns their `_row`."""
        frame = self.tables[key]
        begin = next_row(frame)
        self.tables[key] = append(frame, table(len(night), columns, night))
        return np.arange(begin, begin + len(night))

    def alter(self, key: str, rows: Ints, patterns: Ints, **values: Column) -> None:
        """Change state records on the nights of their pattern. A series gives each record its own value."""
        frame = self.tables[key]
        for pattern in np.unique(patterns):
            chosen = pl.Series(patterns == pattern)
            of = pl.Series("_row", rows).filter(chosen)
            columns = {
                name: value.filter(chosen)
                if isinstance(value, pl.Series)
                else pl.repeat(value, len(of), dtype=frame.schema[name], eager=True)
                for name, value in values.items()
            }
            changed = pl.DataFrame({"_row": of, **columns})
            for first, last in segments(int(pattern), self.city.nights):
                frame = between(frame, of.to_numpy(), first, last, changed)
        self.tables[key] = frame

    def record(
        self, rule: str, key: str, rows: Ints, patterns: Ints, fires: bool = True, group: Ints | None = None
    ) -> None:
        """Put cases on the list. Of one `group` only the smallest record number is the anchor."""
        numbered = self._groups + (np.arange(len(rows)) if group is None else group)
        self._groups += len(rows)
        for pattern in np.unique(patterns):
            chosen = patterns == pattern
            for first, last in segments(int(pattern), self.city.nights):
                size = int(chosen.sum())
                part = {
                    "rule_id": [rule] * size,
                    "table": [key] * size,
                    "_row": rows[chosen],
                    "group": numbered[chosen],
                    "fires": [fires] * size,
                    "from_night": [first + 1] * size,
                    "to_night": [min(last, self.city.nights - 1) + 1] * size,
                }
                self.cases.append(pl.DataFrame(part, schema=CASE_SCHEMA))

    def record_source(self, rule: str, key: str, name: str, pattern: int, fires: bool = True) -> None:
        """Put a case about a whole delivery on the list; `name` is the alert's anchor in the table."""
        for first, last in segments(pattern, self.city.nights):
            row = (rule, fires, first + 1, min(last, self.city.nights - 1) + 1, key, name)
            self.sources.append(pl.DataFrame([row], schema=SOURCE_CASE_SCHEMA, orient="row"))


def _gaps(held: Segments) -> Segments:
    """The nights outside the segments."""
    gaps = []
    begin = 0
    for first, last in held:
        if first > begin:
            gaps.append((begin, first - 1))
        begin = last + 1
    if begin < FOREVER:
        gaps.append((begin, FOREVER))
    return tuple(gaps)
