"""Where the files of a request lie, open to the desk's own account only; and whether a process is at work on it.

A process holds the lock of its request from before it begins until it is gone, however it ended: the kernel lets a
lock go with the process, so nothing stands on "running" for ever, and no number of a process is taken for another's.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

OUT, ROWS, ALL, _LOCK = "out", "rows.json", "all.zip", "lock"
GRACE = 10
"""Seconds in which a process may be about to start."""


def folder_of(number: UUID) -> Path:
    """The request's own folder."""
    return top() / str(number)


def top() -> Path:
    """All of them."""
    path: Path = settings.DESK.folder / "requests"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(number: UUID, kind: str, data: bytes) -> Path:
    """Write the uploaded file, for nobody but the desk."""
    folder = folder_of(number)
    folder.mkdir(mode=0o700)
    path = folder / f"request.{kind}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return path


def lock(number: UUID) -> int:
    """Hold the request's lock: its descriptor. Raises BlockingIOError while a process is at work on it."""
    path = folder_of(number) / _LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    os.utime(path)
    return descriptor


def one_at_a_time() -> int:
    """Wait until no other request is being answered on this machine; the descriptor that holds the turn."""
    descriptor = os.open(top() / ".turn", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def at_work(number: UUID) -> bool:
    """Whether a process has the request in hand, or may be about to."""
    path = folder_of(number) / _LOCK
    try:
        if time.time() - path.stat().st_mtime < GRACE:
            return True
        os.close(lock_quietly(path))
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def lock_quietly(path: Path) -> int:
    """A shared lock, which leaves the file's time as it was. Raises BlockingIOError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def reports_made(number: UUID) -> int:
    """Households whose report is written already."""
    from review.pipeline.verifying import REPORTS

    return sum(1 for _ in (folder_of(number) / OUT / REPORTS).glob("*.xlsx"))


def clear(number: UUID) -> int:
    """Delete the request's folder; returns how many files were in it."""
    return delete(folder_of(number))


def delete(folder: Path) -> int:
    """Delete a folder; returns how many files were in it."""
    files = sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return files
