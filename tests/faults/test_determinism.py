"""The same deliveries give the same results, however many threads there are and in whatever order the rows lie."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from schemas.catalogue import TABLES
from tests.conftest import SmallCity
from tests.flows.nights import FIRST, THIRD, Delivered, Nights, city
from tests.house.tree import ROOT

RECORD = "登记流水号"
BY_ROW = frozenset({"quarantine", "defects"})
"""Tables that tell the row number of a file."""


def walk(nights: Nights, as_of: object, threads: int) -> None:
    """The command in a process of its own, with that many threads everywhere and an order of sets of its own."""
    environment = os.environ | {
        "POLARS_MAX_THREADS": str(threads),
        "HEDUI_THREADS": str(threads),
        "HEDUI_INBOX": str(nights.inbox),
        "HEDUI_HOME": str(nights.home),
        "PYTHONHASHSEED": str(threads),
    }
    command = [sys.executable, "-m", "flows.cli", "nightly", "--plain", "--as-of", str(as_of)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def shuffled(inbox: Path, to: Path, seed: int) -> Path:
    """The same inbox with the rows of every csv file in another order."""
    shutil.copytree(inbox, to)
    for path in sorted(to.glob("*/*/manifest.json")):
        batch = Delivered(to, path.parent.parent.name, _day(path))
        for entry in batch.manifest["tables"]:
            if entry["format"] == "csv":
                key = f"{path.parent.parent.name}.{entry['table']}"
                record = TABLES[key].column("record_no").header
                batch.rewrite(entry["table"], shuffler(record, random.Random(f"{seed} {key}")))
    return to


def _day(manifest: Path) -> date:
    return date.fromisoformat(manifest.parent.name)


def shuffler(record: str, chance: random.Random) -> Callable[[list[list[str]]], list[list[str]]]:
    """Put rows into another order; those of one record keep theirs, for of them the last one counts."""

    def change(lines: list[list[str]]) -> list[list[str]]:
        headers, *rows = lines
        place = headers.index(record)
        order = list(range(len(rows)))
        chance.shuffle(order)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, number in enumerate(order):
            places[rows[number][place].strip()].append(position)
        for positions in places.values():
            for position, number in zip(positions, sorted(order[position] for position in positions), strict=True):
                order[position] = number
        return [headers, *(rows[number] for number in order)]

    return change


def results(nights: Nights) -> dict[str, str]:
    """Content of every table that does not tell of row numbers."""
    return {table: mark for table, mark in nights.fingerprints().items() if table not in BY_ROW}


def test_shuffling_keeps_the_rows_and_the_order_within_a_record() -> None:
    lines = [["x", RECORD], *([str(number), f"R{number % 40}"] for number in range(120))]
    found = shuffler(RECORD, random.Random(1))(lines)
    assert found[0] == lines[0]
    assert found != lines
    assert sorted(found) == sorted(lines)
    for record in range(40):
        assert [row for row in found if row[1] == f"R{record}"] == [row for row in lines if row[1] == f"R{record}"]


@pytest.mark.long
def test_one_thread_gives_what_several_give(small_city: SmallCity, tmp_path: Path) -> None:
    """The small city is walked with one thread where tests share the machine, and else with all."""
    nights = small_city.whole.fresh(tmp_path / "home")
    walk(nights, FIRST, threads=2 if os.environ.get("HEDUI_THREADS") == "1" else 1)
    assert nights.fingerprints() == small_city.whole.fingerprints(FIRST)


@pytest.mark.long
def test_the_order_of_rows_does_not_matter(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.whole.fresh(tmp_path / "home", shuffled(small_city.whole.inbox, tmp_path / "inbox", 1))
    nights.run(FIRST)
    wanted = small_city.whole.fingerprints(FIRST)
    assert results(nights) == {table: mark for table, mark in wanted.items() if table not in BY_ROW}
    for table in BY_ROW:
        rows = f"SELECT * EXCLUDE row_number FROM {table} ORDER BY ALL"
        assert nights.ask(rows) == small_city.whole.ask(rows, FIRST) != []


@pytest.mark.long
def test_three_nights_of_a_larger_city(tmp_path: Path) -> None:
    """One thread, two threads, and rows in another order, over all nights."""
    one = Nights(city(tmp_path / "inbox", people=2500, seed=11), tmp_path / "one")
    walk(one, THIRD, threads=1)
    two = one.fresh(tmp_path / "two")
    walk(two, THIRD, threads=2)
    assert two.fingerprints() == one.fingerprints()
    other = one.fresh(tmp_path / "shuffled", shuffled(one.inbox, tmp_path / "shuffled inbox", 2))
    walk(other, THIRD, threads=2)
    assert results(other) == results(one)
