"""Whom alerts concern: their names, which no text that staff write may hold. Asked for many alerts at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows.errors import HeduiError
from flows.handling.asked import asked
from review.pipeline.home import NothingPublishedError, settings_of
from transforms.decisions.taking import refused_text

__all__ = ["names_in", "refused_text"]


def names_in(home: Path, alert_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Alert -> names of those whom it concerns, of the newest published night. Raises NothingPublishedError."""
    try:
        return asked(settings_of(home), alert_ids).names
    except HeduiError as why:
        raise NothingPublishedError(str(why)) from None
