"""Delivered bytes by content: copied before anything looks into them, never changed afterwards."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from dataclasses import dataclass
from pathlib import Path

from flows.lake import Lake
from flows.reading import FileRefusedError

_BLOCK = 1 << 20
MAX_FILE = 64 << 30
_ADVICE = "请检查文件和权限后重新上传。"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was copied: where to, and what it is by content."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A delivered file as the inbox shows it, cheaply: the same figures mean it was not touched."""

    size: int = -1
    modified_ns: int = -1


def look(folder: Path, name: str) -> Seen | None:
    """Size and time of a delivered file; None if there is none. Raises FileRefusedError for what is no plain file."""
    try:
        found = (folder / name).lstat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise _not_plain() from None
    if not stat.S_ISREG(found.st_mode):
        raise _not_plain()
    return Seen(found.st_size, found.st_mtime_ns)


def keep(folder: Path, name: str, lake: Lake) -> Kept:
    """Copy a delivered file into the lake under its sha256, whole or not at all.

    Links are not followed, so nothing outside the batch folder is ever read. Raises FileRefusedError if the file
    cannot be read; a full disk is the operator's concern and passes through.
    """
    try:
        source = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise _unreadable() from None
    lake.received.mkdir(parents=True, exist_ok=True)
    building = lake.received / f".{os.getpid()}-{threading.get_ident()}.building"
    try:
        digest, size = _copy(source, building)
        target = lake.received / digest[:2] / digest
        if not target.is_file():
            target.parent.mkdir(exist_ok=True)
            building.replace(target)
            _sync_folder(target.parent)
    finally:
        os.close(source)
        building.unlink(missing_ok=True)
    return Kept(target, digest, size)


def _copy(source: int, building: Path) -> tuple[str, int]:
    if not stat.S_ISREG(os.fstat(source).st_mode):
        raise _not_plain()
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as copy:
        while block := _read(source):
            size += len(block)
            if size > MAX_FILE:
                raise FileRefusedError("too_large", "文件超过 64 GiB。", "请分批导出。")
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest(), size


def _read(source: int) -> bytes:
    try:
        return os.read(source, _BLOCK)
    except OSError:
        raise _unreadable() from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_plain() -> FileRefusedError:
    return FileRefusedError("not_a_file", "不是普通文件(可能是链接或目录)。", _ADVICE)


def _unreadable() -> FileRefusedError:
    return FileRefusedError("unreadable", "文件无法读取。", _ADVICE)
