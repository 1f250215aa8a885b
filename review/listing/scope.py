"""One view of the list: what one kind of account sees, as columns in order of urgency.

It is made from `seen_by(user)` and kept under that query's own text, so whatever decides about rows there decides
here. The rows of a page are read from the database again, through `seen_by`, before they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Q, QuerySet

from review.access import seen_by
from review.models import Alert, User
from review.models.alerts import LEVELS, STAGES
from review.pipeline.days import add_working_days

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
NOWHERE = "-"
"""How a filter names rows without a value."""
SOON = 5
"""Working days after today that are called soon."""
DUE = ("overdue", "today", "soon", "later", "none")
DUE_NAMES = ("逾期", "今天", f"{SOON} 个工作日内", "以后", "未定")
WORKING = ("claimed", "dispatched", "accepted", "returned", "fed_back")
_STAGE = {value: code for code, (value, _) in enumerate(STAGES)}
_PORTION = 500
_AS_THEY_OCCUR = frozenset({"class", "rule", "program", "township"})
"""Columns whose values are those that occur; the others have the same for everybody."""
_DONE = _STAGE["decided"]
_READ = (
    *("alert_id", "level", "overdue", "close_by", "shown", "need", "rule_class", "rule_id", "rule_title", "program"),
    *("township", "township_name", "household_no", "who", "appeared_at", "stage", "owner_id", "sent_to"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """codes: of each row, its place in `values`. labels: what staff read for the value."""

    codes: Codes
    values: tuple[str, ...]
    labels: tuple[str, ...]

    def equal(self, value: str) -> Mask:
        """Rows with this value; none for a value that does not occur."""
        code = self.values.index(value) if value in self.values else -1
        return np.asarray(self.codes == code)


@dataclass(frozen=True, slots=True)
class Scope:
    """Grain of the arrays: one alert that is open or held back, in order of urgency. Never changed, but replaced."""

    ids: list[str]
    place: dict[str, int]
    columns: dict[str, Column]
    need: Mask
    shown: Mask
    appeared: npt.NDArray[np.float64]
    owner: npt.NDArray[np.int64]
    here: Mask
    """Sent to the account's own township."""
    texts: list[str]
    households: list[str]
    of_household: Counter[str]

    @property
    def stage(self) -> Codes:
        """Stage codes, in the order of STAGES."""
        return self.columns["stage"].codes

    def at_work(self) -> Mask:
        """Put before staff by the night, or taken up by them; the others are held back."""
        return np.asarray(self.shown | ((self.stage != _STAGE["new"]) & (self.stage != _DONE)))

    def undone(self) -> Mask:
        """Not decided yet."""
        return np.asarray(self.stage != _DONE)


def listed(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Of these what the list is about: shown, held back, or still open though the night no longer shows it."""
    taken_up = Q(stage__in=WORKING, resolved_on=None) & ~Q(digest="")
    return rows.filter(Q(shown=True) | ~Q(held_back="") | taken_up)


def rows_of(user: User) -> QuerySet[Alert]:
    """The list of one account."""
    return listed(seen_by(user))


def load(of: QuerySet[Alert], division: str, today: date) -> Scope:
    """Read everything. of: a `listed` query; division: that of the account."""
    soon = add_working_days(today, SOON)
    rows = list(of.values_list(*_READ).iterator(chunk_size=5000))
    rows.sort(key=lambda row: _urgency(row, today))
    read = dict(zip(_READ, map(list, zip(*rows, strict=True)) if rows else [[] for _ in _READ], strict=True))
    due = [_due(-_urgency(row, today)[0], row[3], today, soon) for row in rows]
    towns = dict(zip(read["township"], read["township_name"], strict=True))
    titles = dict(zip(read["rule_id"], read["rule_title"], strict=True))
    columns = {
        "level": _fixed((level - 1 for level in read["level"]), [(str(value), name) for value, name in LEVELS]),
        "due": _fixed(due, list(zip(DUE, DUE_NAMES, strict=True))),
        "class": _named(read["rule_class"], {}),
        "rule": _named(read["rule_id"], {rule: f"{rule} {title}" for rule, title in titles.items()}),
        "program": _named(read["program"], {"": "不在册"}),
        "township": _named(
            read["township"], {"": "没有地址"} | {one: name or one for one, name in towns.items() if one}
        ),
        "stage": _fixed((_STAGE[stage] for stage in read["stage"]), STAGES),
    }
    of_household = Counter(
        house for house, shown in zip(read["household_no"], read["shown"], strict=True) if house and shown
    )
    return Scope(
        ids=read["alert_id"],
        place={number: at for at, number in enumerate(read["alert_id"])},
        columns=columns,
        need=np.array(read["need"], dtype=np.bool_),
        shown=np.array(read["shown"], dtype=np.bool_),
        appeared=np.array([one.timestamp() if one else 0.0 for one in read["appeared_at"]]),
        owner=np.array([one or 0 for one in read["owner_id"]], dtype=np.int64),
        here=np.array([bool(one) and one == division for one in read["sent_to"]], dtype=np.bool_),
        texts=[
            "\n".join(parts).lower()
            for parts in zip(read["alert_id"], read["household_no"], read["rule_id"], read["who"], strict=True)
        ],
        households=read["household_no"],
        of_household=of_household,
    )


def part(whole: Scope, of: QuerySet[Alert], division: str) -> Scope | None:
    """What `load` would read, taken from a scope that has more; None if it has not all of it.

    The query alone says which rows these are. A filter's choices are those that occur in them, as in `load`.
    """
    sent = dict(of.values_list("alert_id", "sent_to"))
    if not sent.keys() <= whole.place.keys():
        return None
    at = np.sort(np.fromiter((whole.place[number] for number in sent), np.int64, len(sent)))
    places = at.tolist()
    ids = [whole.ids[one] for one in places]
    households = [whole.households[one] for one in places]
    shown = whole.shown[at]
    return Scope(
        ids=ids,
        place={number: one for one, number in enumerate(ids)},
        columns={name: _cut(column, at, name in _AS_THEY_OCCUR) for name, column in whole.columns.items()},
        need=whole.need[at],
        shown=shown,
        appeared=whole.appeared[at],
        owner=whole.owner[at],
        here=np.array([bool(sent[number]) and sent[number] == division for number in ids], dtype=np.bool_),
        texts=[whole.texts[one] for one in places],
        households=households,
        of_household=Counter(house for house, one in zip(households, shown.tolist(), strict=True) if house and one),
    )


def renewed(scope: Scope, of: QuerySet[Alert], division: str, touched: Sequence[str]) -> Scope | None:
    """The scope with what was done on these alerts; None if one has come or gone, so that all must be read."""
    found: dict[str, tuple[str, int | None, str]] = {}
    for start in range(0, len(touched), _PORTION):
        some = of.filter(alert_id__in=touched[start : start + _PORTION])
        found |= {row[0]: row[1:] for row in some.values_list("alert_id", "stage", "owner_id", "sent_to")}
    if found.keys() != {number for number in touched if number in scope.place}:
        return None
    stage, owner, here = scope.stage.copy(), scope.owner.copy(), scope.here.copy()
    for number, (now, holder, sent_to) in found.items():
        at = scope.place[number]
        stage[at], owner[at], here[at] = _STAGE[now], holder or 0, bool(sent_to) and sent_to == division
    column = replace(scope.columns["stage"], codes=stage)
    return replace(scope, columns=scope.columns | {"stage": column}, owner=owner, here=here)


def _urgency(row: Sequence[Any], today: date) -> tuple[int, int, date, str]:
    """Overdue in front (closing before responding), then level, day to close, number."""
    number, level, overdue, close_by, shown = row[:5]
    past = shown and close_by is not None and close_by < today
    return -2 if past else -overdue, level, close_by or date.max, number


def _due(overdue: int, close_by: date | None, today: date, soon: date) -> int:
    if overdue:
        return 0
    if close_by is None:
        return 4
    return 1 if close_by <= today else 2 if close_by <= soon else 3


def _fixed(codes: Iterable[int], choices: Sequence[tuple[str, str]]) -> Column:
    return Column(np.fromiter(codes, np.int32), tuple(one for one, _ in choices), tuple(name for _, name in choices))


def _cut(column: Column, at: npt.NDArray[np.int64], as_they_occur: bool) -> Column:
    if not as_they_occur:
        return replace(column, codes=column.codes[at])
    kept, codes = np.unique(column.codes[at], return_inverse=True)
    return Column(
        codes.astype(np.int32),
        tuple(column.values[one] for one in kept),
        tuple(column.labels[one] for one in kept),
    )


def _named(values: list[str], labels: dict[str, str]) -> Column:
    """Values that occur, in their order; what has no value stands last under NOWHERE."""
    occurring = sorted(set(values), key=lambda value: (not value, value))
    code = {value: at for at, value in enumerate(occurring)}
    return Column(
        np.fromiter((code[value] for value in values), np.int32, len(values)),
        tuple(value or NOWHERE for value in occurring),
        tuple(labels.get(value, value) or NOWHERE for value in occurring),
    )
