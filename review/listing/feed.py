"""What changed in the desk's alerts since somebody asked, exactly, at the price of one small query.

An alert's version only grows, by one with each act on it. So the sum of all versions tells whether anything was done
since, and a copy whose versions have the same sum is the same in every row. A night brought in is a row of Night.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from django.db.models import Sum

from review.models import Alert, Night

_MARGIN = timedelta(minutes=2)
"""Acts of transactions that began earlier and ended later than the newest one seen."""
_KEPT = 5000
_TRIES = 3


class Mark(NamedTuple):
    """A state of the alerts. night: number of the newest Night; epoch: counts full readings; place: in the changes."""

    night: int
    epoch: int
    place: int


@dataclass(slots=True)
class Feed:
    """One a process, for all its threads."""

    lock: Lock = field(default_factory=Lock)
    versions: dict[str, int] = field(default_factory=dict)
    total: int = 0
    newest: datetime | None = None
    night: int = 0
    epoch: int = 0
    changes: list[str] = field(default_factory=list)

    def mark(self) -> Mark:
        """The state now; asks the database."""
        with self.lock:
            last = Night.objects.order_by("-id").values_list("id", flat=True).first() or 0
            total = _sum()
            if last != self.night or total < self.total:
                self.epoch, self.night = self.epoch + 1, last
                self._read_all()
            elif total != self.total:
                self._read_newest(total)
            return Mark(self.night, self.epoch, len(self.changes))

    def since(self, old: Mark, new: Mark) -> list[str] | None:
        """Alerts touched between two marks; None where everything has to be read anew."""
        with self.lock:
            if (old.night, old.epoch) != (new.night, new.epoch):
                return None
            return sorted(set(self.changes[old.place : new.place]))

    def _read_newest(self, total: int) -> None:
        for _ in range(_TRIES):
            rows = Alert.objects.filter(version__gt=0)
            if self.newest is not None:
                rows = rows.filter(touched_at__gte=self.newest - _MARGIN)
            for number, version, touched in rows.values_list("alert_id", "version", "touched_at"):
                self._take(number, version, touched)
            # Acts that came between the two queries are in the rows and not in the sum: ask it again.
            if self.total == total or self.total == (total := _sum()):
                break
        else:
            self.epoch += 1
            self._read_all()
        if len(self.changes) > _KEPT:
            self.epoch, self.changes = self.epoch + 1, []

    def _read_all(self) -> None:
        self.versions, self.total, self.newest, self.changes = {}, 0, None, []
        for row in Alert.objects.filter(version__gt=0).values_list("alert_id", "version", "touched_at").iterator():
            self._take(*row)

    def _take(self, number: str, version: int, touched: datetime | None) -> None:
        before = self.versions.get(number, 0)
        if version != before:
            self.versions[number] = version
            self.total += version - before
            self.changes.append(number)
        if touched is not None and (self.newest is None or touched > self.newest):
            self.newest = touched


def _sum() -> int:
    asked: Callable[..., dict[str, int | None]] = Alert.objects.filter(version__gt=0).aggregate
    return asked(all=Sum("version"))["all"] or 0
