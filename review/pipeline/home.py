"""Where the pipeline keeps its nights, and the newest published file, read-only.

Opening a file costs more than asking it, so a process keeps the newest open: each caller gets a cursor of its own, and
a file that was put in its place meanwhile is seen at the next call. A cursor in use keeps the old file until it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock

import duckdb

from flows.errors import HeduiError
from flows.lake import Lake
from flows.published import File
from flows.resources import default_home as pipeline_home
from flows.settings import Settings, load
from flows.warehouse import open_readonly

Version = tuple[str, int, int, int, int]
"""One published file: its home, and what tells it from the one that takes its name (device, inode, time, size)."""
_KEPT = 2
_OPEN: dict[int, dict[Version, duckdb.DuckDBPyConnection]] = {}
# By process: a server that forks after opening hands its children a file whose threads are not there. They may not even
# close it.
_LOCK = Lock()


def default_home() -> Path:
    """The home that the pipeline takes if nobody names one."""
    return pipeline_home()


def settings_of(home: Path) -> Settings:
    """The pipeline's settings for this home, from its usual sources."""
    return load(None, home=home)


def version_of(home: Path) -> Version:
    """The file published now. Raises NothingPublishedError."""
    path = Lake(home.absolute()).stable
    try:
        at = path.stat()
    except OSError:
        raise NothingPublishedError(f"找不到已发布的数据库 {path}。请先运行 hedui nightly。") from None
    return str(path), at.st_dev, at.st_ino, at.st_mtime_ns, at.st_size


@contextmanager
def published(home: Path) -> Iterator[File]:
    """The newest published file of a home, for one caller at a time. Raises NothingPublishedError."""
    with _LOCK:
        cursor = _kept(home).cursor()
    try:
        cursor.execute("USE hedui")
        yield File(cursor)
    except HeduiError as error:
        raise NothingPublishedError(str(error)) from None
    finally:
        cursor.close()


def _kept(home: Path) -> duckdb.DuckDBPyConnection:
    version, kept = version_of(home), _OPEN.setdefault(os.getpid(), {})
    while version not in kept:
        try:
            con = open_readonly(Path(version[0]))
        except HeduiError as error:
            raise NothingPublishedError(str(error)) from None
        # A file put in its place between the two looks would else be kept under the name of the one before.
        now = version_of(home)
        if now != version:
            con.close()
            version = now
            continue
        # Not closed: that would close the cursors made of it. The last of them to go closes the file.
        for other in {known for known in kept if known[0] == version[0]} | set(list(kept)[: 1 - _KEPT]):
            del kept[other]
        kept[version] = con
    return kept[version]


def newest_night(home: Path) -> date | None:
    """The night that the newest published file is of; None before the first."""
    try:
        with published(home) as file:
            return file.night
    except NothingPublishedError:
        return None


class NothingPublishedError(Exception):
    """No file that could be read; the text says in Chinese why and what to do, to who runs the machine.

    told: what staff read instead: no path, and whom to ask.
    """

    told = "现在读不到已发布的数据。请稍后再试；仍不行请找系统管理员，由其在服务器上先运行 hedui nightly。"
