"""Rules and verification of a night against its link step, in the order of the night, on a city of any size.

    python tests/bench/rules.py --people 100000 [--runs 1] [--work DIR] [--each]

Prints the seconds of every step of the last run, the ratio of rules and verification (assess and monitor) to link for
each run, and how long the fingerprints take that publish keeps for a replay; with --each also every mart and rule by
itself, slowest first. The bar: a ratio of at most 1 at 1,000,000 people. Quote the ratio: seconds swing.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HEDUI = [sys.executable, "-m", "flows.cli"]
RULES = ("assess", "monitor")


def city(people: int, seed: int, work: Path) -> Path:
    """The invented city, made once."""
    inbox = work / f"city-{people}-{seed}"
    if not inbox.is_dir():
        words = [f"--people={people}", f"--seed={seed}", "--nights=1", f"--out={inbox}"]
        subprocess.run([*HEDUI, "sample", *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return inbox


def night(inbox: Path, home: Path) -> dict[str, float]:
    """One first night in a process of its own; seconds of every step."""
    shutil.rmtree(home, ignore_errors=True)
    command = [*HEDUI, "nightly", "--plain", "--inbox", str(inbox), "--home", str(home)]
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 3):
        raise SystemExit(f"nightly: exit {code}")
    entry = json.loads(next((home / "journal" / "nights").glob("*.json")).read_text("utf-8"))
    return dict(entry["seconds"])


def fingerprint_seconds(home: Path) -> float:
    """How long it takes to tell the content of the published file."""
    from flows.kept import content_of
    from flows.versions import versions

    started = time.monotonic()
    content_of(versions(home / "warehouse")[-1])
    return time.monotonic() - started


def each(home: Path) -> list[tuple[float, str]]:
    """Seconds of every mart and every rule in world linked, slowest first."""
    from flows.journal import key_secret, published_nights
    from flows.lake import Lake
    from flows.night import open_night
    from flows.rulebase import closing_rulebase, rulebase
    from flows.settings import load
    from transforms.rules.engine import findings, prepare

    lake = Lake(home)
    found: list[tuple[float, str]] = []
    with closing_rulebase():
        base = rulebase(open_night(load(None, home=home), lake, published_nights(lake)[-1], key_secret(lake)))
        con = base.con.cursor()
        prepare(con, "linked", {})
        for name, select in base.marts.items():
            started = time.monotonic()
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{select}")
            found.append((time.monotonic() - started, f"mart {name}"))
        for rule in base.live_rules:
            started = time.monotonic()
            rows = findings(con, rule).height
            found.append((time.monotonic() - started, f"{rule.id} ({rows:,} findings)"))
    return sorted(found, reverse=True)


def main() -> None:
    """Make the city once, then the night as often as asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-bench")
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    inbox, home = city(options.people, options.seed, options.work), options.work / "home-rules"
    ratios = []
    for _ in range(options.runs):
        seconds = night(inbox, home)
        ratios.append(sum(seconds[step] for step in RULES) / seconds["link"])
    print(f"people {options.people:,}, runs {options.runs}")
    for step, took in seconds.items():
        print(f"  {step:<9}{took:7.1f} s")
    print(f"fingerprints {fingerprint_seconds(home):.1f} s")
    print(f"(assess + monitor) / link: median {statistics.median(ratios):.2f} (max {max(ratios):.2f})")
    if options.each:
        for took, name in each(home)[:25]:
            print(f"  {took:7.2f} s  {name}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
