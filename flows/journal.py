"""The night journal: which nights ran, on what, and with what result. One JSON file a night."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flows.errors import AnotherRunError, NightStoppedError, UsageError
from flows.lake import Lake, read_json, write_json

_SECRET_BYTES = 32
_SECRET = re.compile(r"[0-9a-f]{32,}")


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


def published_nights(lake: Lake) -> list[date]:
    """Published nights, oldest first; at least one. Raises UsageError where there is none."""
    if not (published := sorted(nights(lake))):
        raise UsageError(f"{lake.home} 中还没有发布过的夜。请先运行 hedui nightly。")
    return published


def key_secret(lake: Lake) -> bytes:
    """The home's secret for minting person keys: made once, whole or not at all, kept for ever, never published.

    Raises NightStoppedError if the file holds no secret: going on without one would give keys that tell numbers.
    """
    path = lake.journal / "person_key.secret"
    return _secret(path, f"密钥文件 {path} 已损坏,未处理。请从备份恢复;没有它,人员键会与以前不同。")


def analysts_secret(lake: Lake, *, renew: bool = False) -> bytes:
    """The home's secret for pseudonyms, apart from that of the keys; `renew` puts a new one in its place for good.

    Raises NightStoppedError if the file holds no secret.
    """
    path = lake.journal / "analysts.secret"
    damaged = (
        f"密钥文件 {path} 已损坏,未写出分析文件。请从备份恢复,或用 hedui analysts-file --new-key 换新(化名随之改变)。"
    )
    return _secret(path, damaged, renew=renew)


def _secret(path: Path, damaged: str, *, renew: bool = False) -> bytes:
    if renew or not path.is_file():
        building = path.with_name(f".{path.name}.building")
        building.unlink(missing_ok=True)
        descriptor = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        building.replace(path)
    text = path.read_text("ascii", errors="replace").strip()
    if not _SECRET.fullmatch(text):
        raise NightStoppedError(damaged)
    return bytes.fromhex(text)


def begin(lake: Lake, as_of: date) -> None:
    """Note the night at work: a run that is cut off leaves the note, and the next run knows what to take up again."""
    write_json(lake.journal / "unfinished.json", {"as_of": as_of})


def end(lake: Lake) -> None:
    """The night at work is whole."""
    (lake.journal / "unfinished.json").unlink(missing_ok=True)


def unfinished(lake: Lake) -> date | None:
    """The night that a cut-off run was working on."""
    note = read_json(lake.journal / "unfinished.json")
    return date.fromisoformat(note["as_of"]) if note else None


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
