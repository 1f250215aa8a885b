"""The judgements of a home, kept for ever: HOME/judgements/judgements.jsonl, a JSON object a line, only ever added to.

Two processes take turns by a lock on the file, and each adds its line in one go and sees it to the disk. A process
killed in the middle leaves a torn last line: nobody reads it, and the next one begins a line of its own. Nothing is
ever rewritten, and nothing in it is a personal value (docs/identity-review.md).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import NightStoppedError, UsageError
from flows.journal import nights
from flows.lake import Lake, digest
from transforms.link.judgements import JUDGEMENT, empty_judgements

_FILE = "judgements.jsonl"
SNAPSHOT = "judgements.parquet"
"""In the folder of a night's step link: the judgements it read."""
_GIVEN = [name for name in JUDGEMENT if name not in ("seq", "id")]


def path_of(lake: Lake) -> Path:
    """Where the judgements of a home stand."""
    return lake.home / "judgements" / _FILE


def append(lake: Lake, judgement: Mapping[str, Any]) -> str:
    """Add one judgement (columns of JUDGEMENT without seq and id); returns its id.

    Raises UsageError if the disk does not take it: then it is not there, or as a torn line that nobody reads.
    """
    row = {name: judgement[name] for name in _GIVEN}
    row = {"id": digest(row)[:16], **row}
    line = json.dumps(row, ensure_ascii=False, default=str) + "\n"
    path = path_of(lake)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UsageError(f"判断未能写入 {path}({error.strerror})。请检查磁盘和权限后重做。") from None
    return str(row["id"])


def _write(descriptor: int, line: bytes) -> None:
    """Add a line, after the end of one that a killed process left open."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if end and os.pread(descriptor, 1, end - 1) != b"\n":
        line = b"\n" + line
    while line:
        line = line[os.write(descriptor, line) :]


def read(lake: Lake) -> pl.DataFrame:
    """All judgements of a home (columns of JUDGEMENT), in the order they were made; torn lines are passed over.

    Raises NightStoppedError if a whole line is no judgement: somebody changed the file by hand.
    """
    path = path_of(lake)
    if not path.is_file():
        return empty_judgements()
    rows = []
    for seq, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if not isinstance(row, dict) or set(row) != {"id", *_GIVEN} or row["id"] != digest(_given(row))[:16]:
            raise NightStoppedError(f"判断记录 {path} 第 {seq} 行被改动过,未处理。该文件只可追加,请从备份恢复。")
        rows.append({"seq": seq, **row, "as_of": date.fromisoformat(row["as_of"])})
    return pl.DataFrame(rows, schema=JUDGEMENT).unique("id", keep="first", maintain_order=True)


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _GIVEN}


def known_to(lake: Lake, as_of: date) -> pl.DataFrame:
    """The judgements that a night reads: those made while it, or a night before it, was the newest.

    So the newest night, run again, takes in what was said of it. A past night keeps what it read when it last ran.
    """
    kept = lake.night(as_of) / "link" / SNAPSHOT
    if kept.is_file() and max(nights(lake), default=as_of) > as_of:
        return pl.read_parquet(kept)
    return read(lake).filter(pl.col("as_of") <= as_of)


def mark(lake: Lake, as_of: date) -> list[str]:
    """What a night's fingerprint holds of the judgements: their ids, in order."""
    return known_to(lake, as_of)["id"].to_list()
