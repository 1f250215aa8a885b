"""One night: what it is given and where it writes. Steps take this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.books import marks as book_marks
from flows.inbox import signature
from flows.journal import key_secret, nights, published_nights
from flows.lake import Lake, digest
from flows.linking.store import mark as judgement_marks
from flows.reference import link_model_text, read_policy, read_site
from flows.resources import code_version
from flows.settings import Settings
from flows.waiting import waiting

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Night:
    """A night to run. `previous` is the published night before it, whose links and alerts are inputs."""

    settings: Settings
    lake: Lake
    as_of: date
    previous: date | None
    secret: bytes
    started_at: datetime

    @property
    def folder(self) -> Path:
        """Where the steps of this night write."""
        return self.lake.night(self.as_of)

    @property
    def previous_folder(self) -> Path | None:
        """Where the night before wrote."""
        return self.lake.night(self.previous) if self.previous else None

    @cached_property
    def policy_texts(self) -> dict[str, str]:
        """Policy files as read now."""
        return read_policy(self.settings.policy)

    @cached_property
    def signature(self) -> str:
        """Fingerprint of everything that the night is made of but the books that monitor reads (flows/books.py).

        First asked for after the step receive, when the delivery journal holds tonight's verdicts.
        """
        return night_signature(self.settings, self.lake, self.as_of, self.previous)

    @cached_property
    def whole_signature(self) -> str:
        """Fingerprint of everything the night is made of; the same signature gives the same night."""
        return digest(self.signature, book_marks(self.lake, self.as_of))

    @property
    def run_id(self) -> str:
        """Names the run: the night and what it was made of."""
        return f"{self.as_of:%Y%m%d}-{self.whole_signature[:10]}"


def night_signature(settings: Settings, lake: Lake, as_of: date, previous: date | None) -> str:
    """See `Night.signature`."""
    return digest(
        signature(settings.inbox, as_of),
        read_policy(settings.policy),
        read_site(settings.site),
        settings.divisions.read_bytes().hex() if settings.divisions.is_file() else "",
        link_model_text(settings.link_model),
        waiting(settings, lake, as_of),
        judgement_marks(lake, as_of),
        code_version(),
        as_of,
        previous,
    )


def whole_signature(settings: Settings, lake: Lake, as_of: date, previous: date | None) -> str:
    """See `Night.whole_signature`."""
    return digest(night_signature(settings, lake, as_of, previous), book_marks(lake, as_of))


def night_before(lake: Lake, as_of: date) -> date | None:
    """The published night before a day."""
    return max((day for day in nights(lake) if day < as_of), default=None)


def open_night(settings: Settings, lake: Lake, as_of: date, secret: bytes) -> Night:
    """A night ready to be walked. The clock is read here, for the record only: no step computes with it."""
    return Night(settings, lake, as_of, night_before(lake, as_of), secret, datetime.now(SHANGHAI))


def newest_night(settings: Settings) -> Night:
    """The newest published night of a home, for commands that ask it. Raises UsageError if there is none."""
    lake = Lake(settings.home.absolute())
    return open_night(settings, lake, published_nights(lake)[-1], key_secret(lake))
