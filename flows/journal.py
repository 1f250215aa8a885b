"""The night journal: which nights ran, on what, and with what result. One JSON file a night."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flows.errors import AnotherRunError, UsageError
from flows.lake import Lake, read_json, write_json


@contextmanager
def run_lock(lake: Lake) -> Iterator[None]:
    """Hold the home for one run. The kernel frees the lock with the process, so no stale lock can remain.

    Raises AnotherRunError if another process holds it.
    """
    path = lake.journal / "run.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AnotherRunError(f"{lake.home} 上已有一次运行尚未结束,本次不启动。请等它结束后再运行。") from None
        yield


def nights(lake: Lake) -> dict[date, dict[str, Any]]:
    """Every night published so far, oldest first."""
    found = sorted((lake.journal / "nights").glob("*.json"))
    return {date.fromisoformat(path.stem): read_json(path) for path in found}


def write_night(lake: Lake, as_of: date, entry: dict[str, Any]) -> None:
    """Put down a published night; a night run again replaces its entry."""
    write_json(lake.journal / "nights" / f"{as_of.isoformat()}.json", entry)


def note_seconds(lake: Lake, as_of: date, seconds: dict[str, float]) -> None:
    """Add how long each step took; of no meaning for the results."""
    write_night(lake, as_of, {**nights(lake)[as_of], "seconds": seconds})


def key_secret(lake: Lake) -> bytes:
    """The home's secret for minting person keys: made once, kept for ever, never published."""
    path = lake.journal / "person_key.secret"
    if not path.is_file():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    return bytes.fromhex(path.read_text())


def remember_inbox(lake: Lake, inbox: Path, sample: bool) -> None:
    """Refuse to mix the sample city with a real one in one home.

    Raises UsageError if the home holds nights of the other kind.
    """
    path = lake.journal / "home.json"
    known = read_json(path)
    if known is None:
        write_json(path, {"sample": sample})
    elif known["sample"] != sample:
        held = "示例城市" if known["sample"] else "真实数据"
        raise UsageError(f"{lake.home} 中已有{held}的核对结果,不能与 {inbox} 混用。请用 --home 指定另一个目录。")
