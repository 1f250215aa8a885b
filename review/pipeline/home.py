"""Where the pipeline keeps its nights, and the newest published file, read-only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flows.errors import HeduiError
from flows.published import File, opened
from flows.resources import default_home as pipeline_home
from flows.settings import Settings, load


def default_home() -> Path:
    """The home that the pipeline takes if nobody names one."""
    return pipeline_home()


def settings_of(home: Path) -> Settings:
    """The pipeline's settings for this home, from its usual sources."""
    return load(None, home=home)


@contextmanager
def published(home: Path) -> Iterator[File]:
    """The newest published file of a home. Raises NothingPublishedError."""
    try:
        with opened(settings_of(home)) as file:
            yield file
    except HeduiError as error:
        raise NothingPublishedError(str(error)) from None


def newest_night(home: Path) -> date | None:
    """The night that the newest published file is of; None before the first."""
    try:
        with published(home) as file:
            return file.night
    except NothingPublishedError:
        return None


class NothingPublishedError(Exception):
    """No file that could be read; the text says in Chinese why and what to do."""
