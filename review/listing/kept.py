"""Scopes kept between requests, each as new as the database at every request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from django.conf import settings
from django.db.models import QuerySet

from review.listing.feed import Feed, Mark
from review.listing.scope import Scope, listed, load, part, renewed, rows_of
from review.models import Alert, User

_MOST = 64
"""Scopes in memory; of 100,000 alerts the whole takes some 60 MB, a township's a thirtieth of it."""
_FEED = Feed()


@dataclass(slots=True)
class _Place:
    lock: Lock = field(default_factory=Lock)
    mark: Mark | None = None
    day: date | None = None
    scope: Scope | None = None


_PLACES: OrderedDict[str, _Place] = OrderedDict()
_PLACES_LOCK = Lock()


def scope_of(user: User, today: date) -> Scope:
    """What this account's list is made of, with every act that was done before this call."""
    rows, division = rows_of(user), user.division
    if not getattr(settings, "DESK_LIST_KEPT", True):
        return load(rows, division, today)
    if not division and str(rows.query) == str(listed(Alert.objects.all()).query):
        return whole_of(today)

    def afresh() -> Scope:  # the whole is asked for after the mark was taken, so it is never behind it
        return part(whole_of(today), rows, division) or load(rows, division, today)

    return _kept(f"{division}\n{rows.query}", rows, division, today, afresh)


def whole_of(today: date) -> Scope:
    """What the lists of all accounts are cut from; only somebody whose own query is the same is shown this one."""
    rows = listed(Alert.objects.all())
    return _kept("", rows, "", today, lambda: load(rows, "", today))


def _kept(key: str, rows: QuerySet[Alert], division: str, today: date, afresh: Callable[[], Scope]) -> Scope:
    place = _place(key)
    with place.lock:
        mark = _FEED.mark()
        if place.scope is None or place.mark is None or place.day != today:
            place.scope = afresh()
        elif place.mark != mark:
            touched = _FEED.since(place.mark, mark)
            few = touched is not None and len(touched) <= max(50, len(place.scope.ids) // 10)
            place.scope = (renewed(place.scope, rows, division, touched) if few and touched else None) or afresh()
        place.mark, place.day = mark, today
        return place.scope


def forget() -> None:
    """Start with nothing kept."""
    global _FEED
    with _PLACES_LOCK:
        _PLACES.clear()
        _FEED = Feed()


def _place(key: str) -> _Place:
    with _PLACES_LOCK:
        place = _PLACES.setdefault(key, _Place())
        _PLACES.move_to_end(key)
        while len(_PLACES) > _MOST:
            _PLACES.popitem(last=False)
        return place
