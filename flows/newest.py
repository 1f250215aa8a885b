"""What is needed to put something down: a home, its newest published night, and what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows import clock
from flows.journal import published_nights
from flows.lake import Lake
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Newest:
    """as_of: the newest published night. now: when it is asked, in Shanghai; no night computes with it."""

    lake: Lake
    as_of: date
    now: datetime

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return self.now.date()


def newest_of(settings: Settings) -> Newest:
    """The newest night of a home. Raises UsageError where nothing was published yet."""
    lake = Lake(settings.home.absolute())
    return Newest(lake, published_nights(lake)[-1], clock.now())
