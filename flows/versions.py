"""Versions of the published file: put in place by rename, so that a reader finds the old whole file or the new one.

    warehouse/hedui.duckdb                          the stable name: a hard link to the newest version
    warehouse/hedui-<as_of>-<run>.duckdb            one version, never changed again
    warehouse/.hedui-<as_of>-<run>.building.duckdb  being built; whatever is left of it is removed by the next run

A reader that has the old file open keeps reading it: a rename changes names, not files.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

STABLE = "hedui.duckdb"
KEPT = 7
_VERSION = re.compile(r"hedui-(?P<as_of>\d{4}-\d{2}-\d{2})-[\w.-]+\.duckdb")
_FILE_MODE = 0o640


def version_name(as_of: date, run_id: str) -> str:
    """File name of a version. Raises ValueError for a run id that is no plain word."""
    name = f"hedui-{as_of.isoformat()}-{run_id}.duckdb"
    if not _VERSION.fullmatch(name):
        raise ValueError(f"run_id {run_id!r} must be letters, digits, dot, dash or underscore")
    return name


def building_path(folder: Path, name: str) -> Path:
    """Where a version is built, beside its place: a rename must not cross file systems."""
    return folder / f".{name.removesuffix('.duckdb')}.building.duckdb"


def remove_leftovers(folder: Path) -> None:
    """Remove what a crashed run left. Only the holder of the run lock may call it."""
    for pattern in (".hedui-*.building.duckdb*", f".{STABLE}.*"):
        for path in folder.glob(pattern):
            path.unlink()


def put_in_place(building: Path, version: Path) -> None:
    """Make a finished file the version and the stable name. Raises OSError; the old stable name holds until the end."""
    building.chmod(_FILE_MODE)
    _see_to_disk(building)
    building.replace(version)
    stable, beside = version.with_name(STABLE), version.with_name(f".{STABLE}.next")
    beside.unlink(missing_ok=True)
    try:
        beside.hardlink_to(version)
    except OSError:  # a file system without hard links
        shutil.copyfile(version, beside)
        beside.chmod(_FILE_MODE)
        _see_to_disk(beside)
    # Somebody who opened the stable name for writing left a log; DuckDB would replay it into the new file.
    version.with_name(f"{STABLE}.wal").unlink(missing_ok=True)
    beside.replace(stable)
    _see_to_disk(version.parent)


def replace_whole(building: Path, target: Path) -> None:
    """Put a finished file in the place of another, whole or not at all. Raises OSError."""
    building.chmod(_FILE_MODE)
    _see_to_disk(building)
    building.replace(target)
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)  # of somebody who opened the old one for writing
    _see_to_disk(target.parent)


def versions(folder: Path) -> list[Path]:
    """All versions, newest last: by night, then by the time they were made."""
    found = [path for path in folder.glob("hedui-*.duckdb") if _VERSION.fullmatch(path.name)]
    return sorted(found, key=lambda path: (_night(path), path.stat().st_mtime_ns, path.name))


def remove_old(folder: Path, newest: Path, kept: int = KEPT) -> None:
    """Keep `kept` versions: `newest`, the last of each of the newest nights, then further runs of the same nights.

    What the stable name points to stays in any case. A version that cannot be removed is left for the next run.
    """
    every = versions(folder)[::-1]
    last_of_night: dict[str, Path] = {}
    for path in every:
        last_of_night.setdefault(_night(path), path)
    wanted = list(dict.fromkeys([newest, *last_of_night.values(), *every]))
    for path in wanted[kept:]:
        if not _is_stable(path):
            with suppress(OSError):
                path.unlink()


def _night(path: Path) -> str:
    match = _VERSION.fullmatch(path.name)
    return match["as_of"] if match else ""


def _is_stable(path: Path) -> bool:
    stable = path.with_name(STABLE)
    return stable.exists() and stable.samefile(path)


def _see_to_disk(path: Path) -> None:
    """fsync a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
