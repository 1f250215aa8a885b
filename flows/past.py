"""Past nights made again: a private home below HOME/replays where a night finds everything as it was.

Taken as they were: the secret of the keys, the delivery journal of that night, policy, site, divisions and model, what
people had said by then, and of the night before the alerts, events and person keys. Links and facts are not kept over
nights, so they are made again; code cannot be taken back, so it is today's. Kept files are linked, not copied: steps
never change a file in place, they put another one there by rename.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.deliveries import journal_as_of, replaced_as_of
from flows.errors import UsageError
from flows.journal import key_secret, nights
from flows.kept import kept_input
from flows.lake import Lake, write_json
from flows.linking.links import KEY_FILES
from flows.night import Night, night_before, open_night
from flows.rulebase import closing_rulebase
from flows.settings import Settings
from flows.steps.link import STEP as LINK
from flows.steps.link import link
from flows.steps.receive import RECEIVED
from flows.steps.stage import stage

_BOOKS = ("judgements", "decisions", "disputes", "exchange", "corrections")
_KEYS = tuple(f"{LINK}/{name}" for name in KEY_FILES)


@dataclass(frozen=True, slots=True)
class Past:
    """A home of the past beside the real one, which it never changes."""

    real: Lake
    there: Lake
    settings: Settings

    def night(self, day: date) -> Night:
        """A past night ready for its steps from stage on. Raises UsageError where too little of it was kept."""
        known = nights(self.real)
        if day not in known:
            raise UsageError(f"{day} 没有发布过,不能重算。发布过的夜见 runs 表。")
        before = night_before(self.real, day)
        if before is not None:
            self._night_before(before)
        return self._laid_out(day)

    def _night_before(self, day: date) -> None:
        """Put the night before in place: its links, made again where they are not kept, and all else as it was left."""
        kept, here = self.real.night(day), self.there.night(day)
        if not (kept / LINK / "close").is_dir() and not (here / LINK / "close").is_dir():
            earlier = night_before(self.real, day)
            if earlier is not None:
                self._keys(earlier)
            night = self._laid_out(day)
            stage(night)
            link(night)
        for path in kept.rglob("*"):
            if path.is_file():
                _put(path, here / path.relative_to(kept))

    def _keys(self, day: date) -> None:
        for name in (*_KEYS, f"{LINK}/events.parquet"):
            kept = self.real.night(day) / name
            if not kept.is_file():
                raise UsageError(f"{day} 的人员键已不保留,它之后两夜内不能重算。保留的夜数见设置 replay_nights。")
            _put(kept, self.there.night(day) / name)

    def _laid_out(self, day: date) -> Night:
        entry = nights(self.real)[day]
        self._journal(day)
        self._books(day)
        settings = self._settings(day)
        received = self.real.night(day) / RECEIVED
        if received.is_file():
            _put(received, self.there.night(day) / RECEIVED)
        night = open_night(settings, self.there, day, key_secret(self.there))
        if (before := entry.get("previous")) != (night.previous and night.previous.isoformat()):
            raise UsageError(f"{day} 的上一夜当时是 {before or '没有'},现在不是,不能重算。")
        return night

    def _journal(self, day: date) -> None:
        """Deliveries as the night knew them, and the journal of the nights before it."""
        folder = self.there.journal / "deliveries"
        shutil.rmtree(folder, ignore_errors=True)
        for path, place in {**journal_as_of(self.real, day), **replaced_as_of(self.real, day)}.items():
            _put(path, folder / place)
        shutil.rmtree(self.there.journal / "nights", ignore_errors=True)
        for earlier in nights(self.real):
            if earlier < day:
                name = f"{earlier.isoformat()}.json"
                _put(self.real.journal / "nights" / name, self.there.journal / "nights" / name)

    def _books(self, day: date) -> None:
        """What people had said when the night was last run: by the snapshots it kept, else by day."""
        for book in _BOOKS:
            for path in sorted((self.real.home / book).glob("*.jsonl")):
                known = _read_by(self.real.night(day), path.stem)
                lines = [line for line in path.read_bytes().split(b"\n") if _said(line, day, known)]
                target = self.there.home / book / path.name
                target.parent.mkdir(mode=0o700, exist_ok=True)
                target.write_bytes(b"".join(line + b"\n" for line in lines))

    def _settings(self, day: date) -> Settings:
        """Policy, site, divisions and model of that night, written where settings can name them."""
        entry, folder = nights(self.real)[day], self.there.home / "inputs" / day.isoformat()
        given: dict[str, Path | None] = {}
        for name in ("policy", "site", "divisions", "model"):
            texts = kept_input(self.real, entry, name)
            if texts is None:
                raise UsageError(f"{day} 由旧版程序处理,没有留下当时的政策等文件,不能重算。")
            (folder / name).mkdir(parents=True, exist_ok=True)
            for file, text in texts.items():
                (folder / name / file).write_text(text, "utf-8")
            given[name] = folder / name if texts else None
        inbox = self.there.home / "inbox"
        inbox.mkdir(exist_ok=True)
        divisions = next((folder / "divisions").iterdir(), folder / "divisions" / "none.csv")
        changed = {"home": self.there.home, "inbox": inbox, "policy": given["policy"], "site": given["site"]}
        files = {"divisions": divisions, "link_model": folder / "model" / "model.yml"}
        return self.settings.model_copy(update={**changed, **files, "as_of": None, "release": ()})


@contextmanager
def past(settings: Settings) -> Iterator[Past]:
    """A home of the past, removed at the end; what a killed replay left is removed by the next.

    It holds personal records like the real one, so it lies below it, closed to others. A night may run beside it.
    """
    real = Lake(settings.home.absolute())
    root = real.home / "replays"
    if not nights(real):
        raise UsageError(f"{real.home} 中还没有发布过的夜。请先运行 hedui nightly。")
    root.mkdir(mode=0o700, exist_ok=True)
    _remove_left(root)
    folder = Path(tempfile.mkdtemp(dir=root))
    with (folder / "lock").open("w") as lock, closing_rulebase():
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            there = Lake(folder / "home")
            for path in (there.home, there.home / "lake", there.journal, there.warehouse):
                path.mkdir(mode=0o700)
            for name in ("received", "staged"):
                (there.home / "lake" / name).symlink_to(real.home / "lake" / name)
            _put(real.journal / "person_key.secret", there.journal / "person_key.secret")
            write_json(there.journal / "home.json", {"sample": False})
            yield Past(real, there, settings)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_left(root: Path) -> None:
    for folder in root.iterdir():
        with suppress(OSError), (folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


def _put(path: Path, target: Path) -> None:
    """The same file at another place: one more name for it, or a copy where a file system has no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def _read_by(folder: Path, book: str) -> set[str] | None:
    """Ids of what a night read of a book, by the snapshot it kept; None where it kept none."""
    found = [path for name in (book, f"{book}_read") for path in folder.rglob(f"{name}.parquet")]
    found = [path for path in found if "id" in pl.read_parquet_schema(path)]
    return {str(mark) for path in found for mark in pl.read_parquet(path, columns=["id"])["id"]} if found else None


def _said(line: bytes, day: date, known: set[str] | None) -> bool:
    try:
        row = json.loads(line)
    except ValueError:
        return False
    if not isinstance(row, dict):
        return False
    return row.get("id") in known if known is not None else str(row.get("as_of", "")) <= day.isoformat()
