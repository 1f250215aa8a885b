"""The step link after a night in which a part of all rows changed: from last night's memory against afresh, in turns.

    python tests/bench/incremental.py --people 100000 [--changed 0.01] [--runs 3] [--staged HOME] [--work DIR]

A city is received and staged once (or the staged deliveries of another home's only night are taken, never written to).
The second night is made of its typed rows: state tables come anew with the given share of rows changed, new or gone;
event tables get one delivery of that share, half of it records sent again; half as many again are new. What changes is
what changes in life: a number mistyped or lost, a name, a household, another person. Prints what fingerprints add to
staging; wall and processor seconds and peak memory of both ways, their ratios and the time of each phase; what it takes
to put all links together for who reads them; and whether both ways came to the same.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows.lake import Lake, write_json
from flows.linking.fingerprints import SHAPES, read_fingerprints, staged_rows, write_fingerprints
from flows.linking.links import LinkFolder
from flows.night import SHANGHAI, Night
from flows.settings import load
from flows.steps import link as step
from flows.steps import link_memory
from flows.steps.receive import receive
from flows.steps.stage import stage
from tests.bench.incremental_city import FIRST, SECOND, second_night
from tests.flows.same_nights import same_results

HEDUI = [sys.executable, "-m", "flows.cli"]
PHASES = (
    "begin_linking", "small", "link_open", "review_queue", "keys_of_night", "_links", "_moved", "persons",
    "write_parquet",
)  # fmt: skip
INNER = ("remembered_city", "numbered", "relinked", "part_one")


@dataclass(frozen=True)
class Run:
    """One run of the step in a process of its own: wall and processor seconds, peak memory, phases, what it said."""

    wall: float
    processor: float
    peak_gb: float
    phases: dict[str, float]
    note: str


def a_night(home: Path, day: date, previous: date | None) -> Night:
    """A night of the bench: nothing but what the step link asks of it."""
    settings = load(None, inbox=home / "inbox", home=home)
    night = Night(
        settings, Lake(home.absolute()), day, previous, b"bench".ljust(32), datetime(2026, 11, 20, 3, tzinfo=SHANGHAI)
    )
    night.__dict__["signature"] = "bench"
    return night


def timed(into: dict[str, float], module: Any, name: str) -> None:
    """Let a function of a module note the seconds it took."""
    function: Callable[..., Any] = getattr(module, name)

    def call(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        answer = function(*given, **named)
        into[name] = into.get(name, 0.0) + time.perf_counter() - started
        return answer

    setattr(module, name, call)


def linked(home: Path, day: date, previous: date | None, results: multiprocessing.Queue[Any]) -> None:
    """Link one night in a process of its own."""
    seconds: dict[str, float] = {}
    for name in PHASES:
        timed(seconds, step, name)
    for name in INNER:
        timed(seconds, link_memory, name)
    night = a_night(home, day, previous)
    shutil.rmtree(night.folder / "link", ignore_errors=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    started, before = time.perf_counter(), used.ru_utime + used.ru_stime
    said = step.link(night)
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    results.put(Run(wall, used.ru_utime + used.ru_stime - before, used.ru_maxrss / 1024**2, seconds, said["note"]))


def in_turn(home: Path, day: date, previous: date | None) -> Run:
    """One run of the step."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=linked, args=(home, day, previous, results))
    process.start()
    found: Run = results.get()
    process.join()
    return found


def first_night(home: Path, options: argparse.Namespace) -> Night:
    """The first night received and staged, or taken over from the staged deliveries of another home."""
    night = a_night(home, FIRST, None)
    if (night.folder / "stage" / "in_force.json").is_file():
        return night
    night.lake.prepare()
    if options.staged:
        (chosen,) = (options.staged / "lake" / "nights").glob("*/stage/in_force.json")
        for delivery in (options.staged / "lake" / "staged").glob("*/*/*"):
            target = night.lake.staged.joinpath(*delivery.parts[-3:])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(delivery.absolute())
        write_json(night.folder / "stage" / "in_force.json", json.loads(chosen.read_text("utf-8")))
        write_json(night.folder / "stage" / "done.json", {"inputs": "", "summary": {}})
        return night
    if not (home / "inbox").is_dir():
        city = [f"--people={options.people}", f"--out={home / 'inbox'}", "--nights=1"]
        subprocess.run([*HEDUI, "sample", *city], check=True)
    receive(night)
    stage(night)
    return night


def main() -> None:
    """Two nights once, then the second night's linking in turns."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--changed", type=float, default=0.01)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--staged", type=Path)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-incremental")
    options = parser.parse_args()
    home = options.work / f"home-{options.people}"
    before = first_night(home, options)
    if not (before.folder / "link" / "memory").is_dir() or not _fits(before):
        print(f"first night  {in_turn(home, FIRST, None).wall:.1f} s")
    night = a_night(home, SECOND, FIRST)
    if not (night.folder / "stage" / "in_force.json").is_file():
        second_night(night, before, options.changed)
    fingerprinted(night)
    key = before.folder / "link" / "memory" / "key.json"
    told = key.read_text("utf-8")
    afresh, again = [], []
    for _ in range(options.runs):
        write_json(key, json.loads(told) | {"code": "another"})
        afresh.append(in_turn(home, SECOND, FIRST))
        key.write_text(told, "utf-8")
        shutil.rmtree(home / "afresh", ignore_errors=True)
        (night.folder / "link").rename(home / "afresh")
        again.append(in_turn(home, SECOND, FIRST))
    _tell("afresh     ", afresh)
    _tell("from memory", again)
    for what, ratios in (
        ("wall", [one.wall / other.wall for one, other in zip(again, afresh, strict=True)]),
        ("processor", [one.processor / other.processor for one, other in zip(again, afresh, strict=True)]),
    ):
        middle = statistics.median(ratios)
        print(f"from memory / afresh, {what}: median {middle:.3f} (min {min(ratios):.3f}, max {max(ratios):.3f})")
    used, started = time.process_time(), time.perf_counter()
    folders = [LinkFolder(folder, night.lake.staged) for folder in (night.folder / "link", home / "afresh")]
    folders[0].all_links()
    wall, processor = time.perf_counter() - started, time.process_time() - used
    print(f"all links put together: wall {wall:.2f} s, processor {processor:.2f} s")
    same_results(*folders)
    print("same results: True")


def fingerprinted(night: Night) -> None:
    """What fingerprints of the second night's deliveries add to staging."""
    chosen = json.loads((night.folder / "stage" / "in_force.json").read_text("utf-8"))
    used, started, size, rows = time.process_time(), time.perf_counter(), 0, 0
    for key in SHAPES:
        for _, name in chosen[key]:
            path = write_fingerprints(staged_rows(key, night.lake.staged / name), key, night.lake.staged / name)
            size += path.stat().st_size
            rows += read_fingerprints(key, night.lake.staged / name).height
    wall, processor = time.perf_counter() - started, time.process_time() - used
    print(f"fingerprints of {rows:,} rows: wall {wall:.2f} s, processor {processor:.2f} s, {size / 1e6:,.0f} MB")


def _fits(before: Night) -> bool:
    key = json.loads((before.folder / "link" / "memory" / "key.json").read_text("utf-8"))
    return bool(key["code"] == link_memory.code_version())


def _tell(name: str, runs: list[Run]) -> None:
    wall, processor = (statistics.median(getattr(run, what) for run in runs) for what in ("wall", "processor"))
    print(f"{name}  wall {wall:.2f} s, processor {processor:.2f} s, peak {max(run.peak_gb for run in runs):.2f} GB")
    print("    wall:", ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in runs[-1].phases.items()))
    print("   ", runs[-1].note)


if __name__ == "__main__":
    main()
