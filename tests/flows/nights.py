"""Small invented cities for whole nights, what may happen to their deliveries, and how two homes are compared."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
from python_calamine import CalamineWorkbook

from flows.cli import main
from flows.sample import write_sample
from flows.settings import load
from flows.walk import Outcome, plain, run_nights
from flows.warehouse import fingerprints, open_readonly
from schemas.catalogue import TABLES

HAN = re.compile("[\u4e00-\u9fff]")
FIRST, SECOND, THIRD = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
PEOPLE, SEED = 300, 7
TOLD = frozenset({"deliveries", "delivery_times"})
"""The journal of receiving, published: it tells of attempts and of nights too, so it differs by the way things came."""


@dataclass(frozen=True)
class Nights:
    """An inbox and a home."""

    inbox: Path
    home: Path

    def run(self, as_of: date | None = None, **given: Any) -> Outcome:
        """Run what is due, as plain functions."""
        return run_nights(load(None, inbox=self.inbox, home=self.home, as_of=as_of, **given), plain, lambda *_: None)

    @property
    def stable(self) -> Path:
        """The published file."""
        return self.home / "warehouse" / "hedui.duckdb"

    def version(self, night: date) -> Path:
        """The newest file published for a night."""
        found = self.home.glob(f"warehouse/hedui-{night}-*.duckdb")
        return max(found, key=lambda path: path.stat().st_mtime_ns)

    def fingerprints(self, night: date | None = None) -> dict[str, str]:
        """Content of every published table, of one night or of the newest."""
        found = fingerprints(self.version(night) if night else self.stable)
        return {table: mark for table, mark in found.items() if table not in TOLD}

    def ask(self, sql: str, night: date | None = None) -> list[tuple[Any, ...]]:
        """Rows of a query on the file of a night or on the newest."""
        with open_readonly(self.version(night) if night else self.stable) as con:
            return con.sql(sql).fetchall()

    def statuses(self, night: date) -> dict[str, str]:
        """What became of every table of a night, as the newest file tells it."""
        feeds = f"SELECT department, table_name, status FROM feeds WHERE batch_date = '{night}'"
        return {f"{department}.{table}": status for department, table, status in self.ask(feeds)}

    def copy(self, to: Path, inbox: Path | None = None) -> Nights:
        """The same home elsewhere, secret included; the inbox is shared unless given."""
        shutil.copytree(self.home, to)
        return Nights(inbox or self.inbox, to)

    def fresh(self, to: Path, inbox: Path | None = None) -> Nights:
        """A home that has seen nothing, but mints the same person keys."""
        (to / "journal").mkdir(parents=True)
        shutil.copy(self.home / "journal" / "person_key.secret", to / "journal")
        return Nights(inbox or self.inbox, to)

    def contents(self) -> dict[str, tuple[int, int, str]]:
        """Every file of the home: inode, time and content. What has two names is read once."""
        read: dict[int, str] = {}
        found = {}
        for path in sorted(self.home.rglob("*")):
            if path.is_file():
                there = path.stat()
                if there.st_ino not in read:
                    read[there.st_ino] = hashlib.sha256(path.read_bytes()).hexdigest()
                found[str(path.relative_to(self.home))] = (there.st_ino, there.st_mtime_ns, read[there.st_ino])
        return found

    def leftovers(self) -> list[str]:
        """Whatever only a run at work may have."""
        found = [path for path in self.home.rglob("*") if "building" in path.name or ".next" in path.name]
        found += list((self.home / "lake" / "spill").glob("*"))
        found += list((self.home / "journal").glob("unfinished.json"))
        return [str(path.relative_to(self.home)) for path in found]


@dataclass(frozen=True)
class Said:
    """What a command ended with, and said on the screen and beside it."""

    code: int
    out: str
    err: str


def hedui(*words: object) -> Said:
    """The command in this process, with the widest screen so that no message is broken into lines."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", ["hedui", *map(str, words)]):
        try:
            main()
        except SystemExit as stop:
            return Said(int(stop.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command returned without an exit code")


def told(said: Said, code: int, *words: str) -> None:
    """A Chinese message beside the screen, nothing else, and no traceback."""
    assert said.code == code, said
    assert said.out == ""
    assert HAN.search(said.err)
    assert len(said.err.splitlines()) <= 2, said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


class Delivered:
    """One batch of one department in an inbox, and what may happen to it."""

    def __init__(self, inbox: Path, department: str, day: date) -> None:
        self.folder = inbox / department / day.isoformat()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest; `save` writes it."""
        return dict(json.loads((self.folder / "manifest.json").read_text("utf-8")))

    def entry(self, table: str) -> dict[str, Any]:
        """What the manifest says of a table."""
        return next(entry for entry in self.manifest["tables"] if entry["table"] == table)

    def path(self, table: str) -> Path:
        """The delivered file of a table."""
        return self.folder / str(self.entry(table)["file"])

    def save(self, **changed: Any) -> None:
        """Write the manifest, with other values where given."""
        text = json.dumps(self.manifest | changed, ensure_ascii=False)
        (self.folder / "manifest.json").write_text(text, "utf-8")

    def truncate(self, table: str) -> bytes:
        """Cut a file as a broken transfer would; returns what it was."""
        whole = self.path(table).read_bytes()
        self.path(table).write_bytes(whole[: len(whole) * 2 // 3])
        return whole

    def rewrite(self, table: str, change: Callable[[list[list[str]]], list[list[str]]], **manifest: Any) -> None:
        """Change the lines of a csv file, headers first, and let the manifest tell of the new file."""
        entry, path = self.entry(table), self.path(table)
        text = path.read_bytes().decode(entry["encoding"])
        bom = "\ufeff" if text.startswith("\ufeff") else ""
        lines = change(list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))))
        out = io.StringIO(newline="")
        csv.writer(out).writerows(lines)
        content = (bom + out.getvalue()).encode(entry["encoding"])
        path.write_bytes(content)
        entry |= {"rows": len(lines) - 1, "sha256": hashlib.sha256(content).hexdigest()}
        self.save(**manifest)

    def hold_back(self, to: Path) -> Callable[[], None]:
        """Take the batch away; what is returned brings it."""
        to.parent.mkdir(parents=True, exist_ok=True)
        self.folder.rename(to)
        return lambda: (self.folder.parent.mkdir(exist_ok=True), to.rename(self.folder), None)[-1]


def city(out: Path, nights: int = 3, people: int = PEOPLE, seed: int = SEED) -> Path:
    """A small inbox: one batch of every department for each night from 2026-11-20 on."""
    write_sample(people, seed, nights, out, first_night=FIRST)
    return out


def line_count(path: Path, entry: dict[str, Any]) -> int:
    """Data rows of a delivered file, counted without anything of ours."""
    if entry["format"] == "parquet":
        return pl.read_parquet(path).height
    if entry["format"] == "xlsx":
        return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
    text = path.read_bytes().decode(entry["encoding"]).removeprefix("\ufeff")
    return sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row) - 1


def personal_values(home: Path) -> set[str]:
    """Every name and ID number that was staged below a home."""
    values: set[str] = set()
    for key, spec in TABLES.items():
        columns = {column for person in spec.persons for column in (person.name, person.id_number)}
        for path in home.glob(f"lake/staged/{key.replace('.', '/')}/*/rows.parquet"):
            frame = pl.read_parquet(path, columns=sorted(columns))
            values |= {value for column in columns for value in frame[column].drop_nulls()}
    return {value for value in values if len(value) > 1}


def found_in(text: str, values: Iterable[str]) -> list[str]:
    """Which of the values stand in a text."""
    return sorted(value for value in values if value in text)
