"""Whole-process figures of a first night against the floor, in turns in one run.

    python tests/bench/night.py --people 100000 [--runs 3] [--work DIR]

Prints for floor and night: median wall seconds, peak memory, and their ratio pair by pair; rows per second and the
time of each step of the last run. Quote the ratios: single times swing with the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
HEDUI = [sys.executable, "-m", "flows.cli"]


@dataclass(frozen=True)
class Figure:
    """One finished process."""

    wall: float
    peak_gb: float


def measure(command: list[str]) -> Figure:
    """Run one process to its end; peak memory is the kernel's figure for that process."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HERE.parents[1])
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        raise SystemExit(f"{command}: exit {code}")
    return Figure(wall, usage.ru_maxrss / 1024**2)


def main() -> None:
    """Make the city once, then floor and night in turns."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-bench")
    options = parser.parse_args()
    city = options.work / f"city-{options.people}-{options.seed}"
    if not city.is_dir():
        subprocess.run(
            [*HEDUI, "sample", f"--people={options.people}", f"--seed={options.seed}", "--nights=1", f"--out={city}"],
            check=True,
            cwd=HERE.parents[1],
        )
    inbox = city
    rows = sum(t["rows"] for m in inbox.rglob("manifest.json") for t in json.loads(m.read_text("utf-8"))["tables"])
    size = sum(path.stat().st_size for path in inbox.rglob("*") if path.is_file())
    floors, nights = [], []
    home = options.work / "home"
    for _ in range(options.runs):
        shutil.rmtree(options.work / "floor", ignore_errors=True)
        floors.append(measure([sys.executable, str(HERE / "floor.py"), str(inbox), str(options.work / "floor")]))
        shutil.rmtree(home, ignore_errors=True)
        nights.append(measure([*HEDUI, "nightly", "--plain", "--inbox", str(inbox), "--home", str(home)]))
    ratios = sorted(night.wall / floor.wall for night, floor in zip(nights, floors, strict=True))
    night, floor = (statistics.median(f.wall for f in figures) for figures in (nights, floors))
    print(f"people {options.people}, rows {rows}, delivered {size / 1e6:.0f} MB, runs {options.runs}")
    print(f"floor  wall {floor:.1f} s, peak {max(f.peak_gb for f in floors):.2f} GB")
    print(f"night  wall {night:.1f} s, peak {max(f.peak_gb for f in nights):.2f} GB, {rows / night:,.0f} rows/s")
    print(f"night / floor  median {statistics.median(ratios):.2f} (min {ratios[0]:.2f}, max {ratios[-1]:.2f})")
    entry = json.loads(next((home / "journal" / "nights").glob("*.json")).read_text("utf-8"))
    for step, seconds in entry["seconds"].items():
        print(f"  {step:<9}{seconds:6.1f} s")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
