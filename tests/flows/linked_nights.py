"""Nights of which only the step link is run, over typed rows that a test changes as it likes."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.lake import Lake, write_json
from flows.linking.fingerprints import SHAPES
from flows.linking.judging import put_down
from flows.linking.links import LinkFolder
from flows.linking.records import Asked, links_of_record
from flows.night import SHANGHAI, Night
from flows.settings import load
from flows.steps.link import link
from flows.steps.receive import receive
from flows.steps.stage import chosen_deliveries, stage
from schemas.catalogue import TABLES, TableSpec
from tests.flows.nights import FIRST, city
from tests.flows.same_nights import same_in_memory, same_results
from transforms.link.judgements import REFERENCE_KEY

Deliveries = dict[str, list[tuple[date, pl.DataFrame]]]
Change = Callable[[TableSpec, pl.DataFrame, random.Random], pl.DataFrame]


def typed_city(folder: Path, people: int = 200) -> Deliveries:
    """Typed rows of a small city's first night, by table."""
    night = _night(folder, FIRST, None, city(folder / "inbox", nights=1, people=people))
    night.lake.prepare()
    receive(night)
    stage(night)
    return {
        key: [(FIRST, pl.read_parquet(night.lake.staged / name / "rows.parquet")) for _, name in chosen]
        for key, chosen in chosen_deliveries(night).items()
    }


def _night(home: Path, day: date, previous: date | None, inbox: Path) -> Night:
    settings = load(None, inbox=inbox, home=home)
    night = Night(
        settings, Lake(home.absolute()), day, previous, b"test".ljust(32), datetime(2026, 11, 20, 3, tzinfo=SHANGHAI)
    )
    night.__dict__["signature"] = "test"
    return night


@dataclass
class LinkedNights:
    """A home in which nights are linked; each from memory and afresh, and both must leave the same files."""

    home: Path
    deliveries: Deliveries
    day: date = FIRST
    previous: date | None = None
    notes: list[str] = field(default_factory=list)

    def run(self) -> dict[str, Any]:
        """Link tonight; the step's summary."""
        night = _night(self.home, self.day, self.previous, self.home / "inbox")
        self._write(night)
        said = link(night)
        if self.previous is not None:
            key = self.home / "lake" / "nights" / self.previous.isoformat() / "link" / "memory" / "key.json"
            again = (night.folder / "link").rename(self.home / "again")
            told = key.read_text("utf-8")
            write_json(key, json.loads(told) | {"code": "some other", "layout": self.day.toordinal() % 2})
            assert "全量" in link(night)["note"]
            key.write_text(told, "utf-8")
            same_results(*(LinkFolder(folder, night.lake.staged) for folder in (again, night.folder / "link")))
            shutil.rmtree(night.folder / "link")
            again.rename(night.folder / "link")
        same_in_memory(night)
        self.notes.append(said["note"])
        self.previous, self.day = self.day, self.day + timedelta(days=1)
        return said

    def _write(self, night: Night) -> None:
        chosen = {}
        for key, batches in self.deliveries.items():
            chosen[key] = []
            for day, rows in batches:
                mark = abs(hash((day, rows.hash_rows().sum(), rows.hash_rows().implode().hash().item())))
                name = f"{key.replace('.', '/')}/{mark:x}"
                (night.lake.staged / name).mkdir(parents=True, exist_ok=True)
                rows.write_parquet(night.lake.staged / name / "rows.parquet")
                chosen[key].append([day.isoformat(), name])
        write_json(night.folder / "stage" / "in_force.json", chosen)
        write_json(night.folder / "stage" / "done.json", {"inputs": "", "summary": {"fingerprint": self.day}})

    def judge(self, rng: random.Random, times: int) -> None:
        """Somebody judges pairs of last night: of the queue, and any two references."""
        assert self.previous is not None
        night = _night(self.home, self.previous, None, self.home / "inbox")
        asked = Asked(night, night.folder / "link")
        queue = pl.read_parquet(asked.folder / "review.parquet")
        for _ in range(times):
            if queue.height and rng.random() < 0.5:
                row = queue.row(rng.randrange(queue.height), named=True)
                sides = [tuple(row[f"{side}_{name}"] for name in REFERENCE_KEY) for side in "ab"]
            else:
                sides = [self._any_reference(asked, rng) for _ in "ab"]
            verdict = rng.choice(["same", "same", "different", "unsure"])
            try:
                pair = [
                    links_of_record(asked, f"{table}/{record}", role, owner)[0] for table, record, role, owner in sides
                ]
                put_down(asked, pair[0], pair[1], verdict, "test", "")
            except UsageError:
                continue

    def _any_reference(self, asked: Asked, rng: random.Random) -> tuple[Any, ...]:
        links = pl.DataFrame()
        while links.is_empty():
            key = rng.choice(list(SHAPES))
            links = pl.read_parquet(LinkFolder(asked.folder, asked.night.lake.staged).links(key))
        return key, *links.row(rng.randrange(links.height))[1:4]

    def deliver(self, key: str, change: Change, rng: random.Random) -> None:
        """A table comes again with something changed; of an event table only what changed."""
        spec = TABLES[key]
        rows = self.deliveries[key][-1][1]
        after = change(spec, rows, rng)
        if spec.is_event:
            sent = after.join(rows, on=rows.columns, how="anti", nulls_equal=True, maintain_order="left")
            self.deliveries[key] = [*self.deliveries[key], (self.day, _numbered(sent))]
        else:
            self.deliveries[key] = [(self.day, _numbered(after))]

    def correct(self, key: str, change: Change, rng: random.Random) -> None:
        """The first delivery that counts comes in a corrected form."""
        (day, rows), *later = self.deliveries[key]
        self.deliveries[key] = [(day, _numbered(change(TABLES[key], rows, rng))), *later]


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def _some(rows: pl.DataFrame, rng: random.Random) -> pl.Series:
    chosen = set(rng.sample(range(rows.height), min(rows.height, rng.randint(1, 3))))
    return pl.Series([place in chosen for place in range(rows.height)], dtype=pl.Boolean)


def _set(rows: pl.DataFrame, rng: random.Random, names: list[str], value: Callable[[str], pl.Expr]) -> pl.DataFrame:
    chosen = _some(rows, rng)
    return rows.with_columns(pl.when(chosen).then(value(name)).otherwise(pl.col(name)).alias(name) for name in names)


def gone(_: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Some rows are no longer there."""
    return rows.filter(~_some(rows, rng))


def reordered(_: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """The same rows in another order."""
    return rows.sample(fraction=1.0, shuffle=True, seed=rng.randint(0, 99))


def arrived(_: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Rows like others under new record numbers, somewhere among them."""
    new = rows.filter(_some(rows, rng)).with_columns(record_no=pl.lit(f"新{rng.randint(0, 9)}") + pl.col("record_no"))
    at = rng.randint(0, rows.height)
    return pl.concat([rows.head(at), new, rows.tail(rows.height - at)])


def repeated(_: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Some rows come twice."""
    return pl.concat([rows, rows.filter(_some(rows, rng))])


def somebody_else(spec: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Names and numbers of one role move down a row, in some."""
    person = rng.choice(spec.persons)
    names = rng.choice([[person.name], [person.id_number], [person.name, person.id_number]])
    return _set(rows, rng, names, lambda name: pl.col(name).shift(rng.choice([1, -1]), fill_value=pl.col(name).first()))


def number_lost(spec: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Some numbers are gone; the next night's delivery without this is a number that arrives."""
    return _set(rows, rng, [rng.choice(spec.persons).id_number], lambda _: pl.lit(None, pl.String))


def mistyped(spec: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """One digit of some numbers is another, or the last three are lost."""
    at, digit = rng.randint(0, 16), str(rng.randint(0, 9))
    change = rng.choice(
        [
            lambda name: pl.col(name).str.slice(0, at) + digit + pl.col(name).str.slice(at + 1),
            lambda name: pl.col(name).str.slice(0, 15) + "000",
        ]
    )
    return _set(rows, rng, [rng.choice(spec.persons).id_number], change)


def renamed(spec: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """One character of some names is another."""
    name = rng.choice(spec.persons).name
    return _set(rows, rng, [name], lambda column: pl.col(column).str.head(-1) + rng.choice("伟芳?娜"))


def moved(spec: TableSpec, rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Household, telephone or address of some rows are their neighbours'."""
    known = ("household_no", "phone", "address", "division_code", "employer", "bank_account")
    names = [name for name in known if name in rows.columns]
    if not names:
        return somebody_else(spec, rows, rng)
    return _set(rows, rng, [rng.choice(names)], lambda name: pl.col(name).shift(1))


CHANGES = (gone, reordered, arrived, repeated, somebody_else, number_lost, mistyped, renamed, moved)
