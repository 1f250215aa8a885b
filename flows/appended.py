"""Books of a home: what people said, kept for ever; a JSON object a line, only ever added to.

Two processes take turns by a lock on the book's folder, and each adds its lines in one go and sees them to the disk.
A process killed in the middle leaves a torn last line: nobody reads it, and the next one begins a line of its own.
Nothing is ever rewritten. Each line bears an id made from its content, so a line changed by hand stops the night.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import NightStoppedError, UsageError
from flows.journal import nights
from flows.lake import Lake, digest

_LOCK = ".lock"
Row = Mapping[str, Any]
Read = Callable[[], pl.DataFrame]


@dataclass(frozen=True)
class Book:
    """One file of one kind of rows below a home.

    schema: columns with their types, `seq` (place in the file, from 1) and `id` first, `as_of` among them (the newest
    night when it was said). called: what a row is, in Chinese, for messages. step, snapshot: the step of a night that
    reads the book, and the file in its folder where it keeps what it read. optional: columns that came later; a line
    in which one is null does not have it, so lines from before are what they were, and so are their ids.
    """

    folder: str
    file: str
    schema: Mapping[str, pl.DataType]
    called: str
    step: str
    snapshot: str
    optional: tuple[str, ...] = ()

    def path(self, lake: Lake) -> Path:
        """Where the book of a home stands."""
        return lake.home / self.folder / self.file

    def empty(self) -> pl.DataFrame:
        """Nothing said yet."""
        return pl.DataFrame(schema=dict(self.schema))

    def append(self, lake: Lake, row: Row) -> str:
        """Add one row (columns of the schema without seq and id); returns its id. Raises as `add` does."""
        return self.add(lake, lambda _: [row])[0]

    def add(self, lake: Lake, make: Callable[[Read], Iterable[Row]]) -> list[str]:
        """Add the rows that `make` gives when nobody else can add any; returns their ids.

        `make` is called under the lock, with a function that reads what is there. Raises UsageError if the disk does
        not take them: then they are not there, or as a torn line that nobody reads; and whatever `make` raises.
        """
        path = self.path(lake)
        try:
            with self._alone(path.parent):
                rows = [self._named(row) for row in make(lambda: self.read(lake))]
                lines = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
                _write(path, lines.encode())
        except OSError as error:
            raise UsageError(f"{self.called}未能写入 {path}({error.strerror})。请检查磁盘和权限后重做。") from None
        return [str(row["id"]) for row in rows]

    def read(self, lake: Lake) -> pl.DataFrame:
        """All rows (columns of the schema), in the order they were added; torn lines are passed over.

        Raises NightStoppedError if a whole line is no row: somebody changed the file by hand.
        """
        path = self.path(lake)
        if not path.is_file():
            return self.empty()
        rows = []
        for seq, line in enumerate(path.read_bytes().split(b"\n"), 1):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if not isinstance(row, dict) or not self._whole(row) or row["id"] != digest_of(row):
                raise NightStoppedError(
                    f"{self.called}记录 {path} 第 {seq} 行被改动过,未处理。该文件只可追加,请从备份恢复。"
                )
            rows.append({"seq": seq, **row, **{name: _day(row.get(name)) for name in self._days}})
        return pl.DataFrame(rows, schema=dict(self.schema)).unique("id", keep="first", maintain_order=True)

    def known_to(self, lake: Lake, as_of: date) -> pl.DataFrame:
        """The rows that a night reads: those said while it, or a night before it, was the newest.

        So the newest night, run again, takes in what was said of it. A past night keeps what it read when it last ran.
        """
        kept = lake.night(as_of) / self.step / self.snapshot
        if kept.is_file() and max(nights(lake), default=as_of) > as_of:
            read = pl.read_parquet(kept)
            later = [pl.lit(None, self.schema[name]).alias(name) for name in self.optional if name not in read.columns]
            return read.with_columns(later).select(*self.schema)
        return self.read(lake).filter(pl.col("as_of") <= as_of)

    def mark(self, lake: Lake, as_of: date) -> list[str]:
        """What a night's fingerprint holds of the book: the ids of the rows it reads, in order."""
        return self.known_to(lake, as_of)["id"].to_list()

    @property
    def _given(self) -> list[str]:
        return [name for name in self.schema if name not in ("seq", "id")]

    @property
    def _days(self) -> list[str]:
        return [name for name, dtype in self.schema.items() if dtype == pl.Date()]

    def id_of(self, row: Row) -> str:
        """The id that a row gets when it is added."""
        return str(self._named(row)["id"])

    def _named(self, row: Row) -> dict[str, Any]:
        given = {name: row[name] for name in self._given if name not in self.optional or row.get(name) is not None}
        return {"id": digest_of(given), **given}

    def _whole(self, row: Row) -> bool:
        must = {"id", *self._given}
        return must - {*self.optional} <= set(row) <= must

    @contextmanager
    def _alone(self, folder: Path) -> Iterator[None]:
        """Hold the folder: the books in it have one lock, so that a row can rest on what stands in another."""
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def digest_of(row: Row) -> str:
    """The id that a line must bear: made of what stands in it beside the id."""
    return digest({name: value for name, value in row.items() if name != "id"})[:16]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _write(path: Path, lines: bytes) -> None:
    """Add lines, after the end of one that a killed process left open."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        if lines and end and os.pread(descriptor, 1, end - 1) != b"\n":
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(descriptor, lines) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
