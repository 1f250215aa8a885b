"""Our linking against Splink 5 set up with care, on the person references of one invented city with its truth.

    python tests/bench/linking.py --people 20000 --seed 1 --damage field [--work DIR] [--no-peer] [--alerts]

Makes the city (once) and has each link it in a process of its own, one after the other in one run. Prints figures as a
table of Markdown and appends them to DIR/results.jsonl. What counts as resolvable stands in linking_measure.py.
`--alerts`: also what a night says with each one's links against the night with the true ones (linking_alerts.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from linking_alerts import compared
from linking_city import REFERENCE_ID, ROOT, make_city, true_links
from linking_measure import described, figures, people_of, resolvable

HERE = Path(__file__).parent
LINKERS = {"ours": "linking_ours.py", "splink": "linking_splink.py"}


def run(script: str, city: Path, out: Path) -> dict[str, Any]:
    """One linker in its own process: what it printed, wall seconds and peak memory as the kernel saw it."""
    started = time.monotonic()
    command = [sys.executable, str(HERE / script), str(city), str(out)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=environment
    )
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{script}: exit {code}")
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told | {"wall": time.monotonic() - started, "peak_gb": usage.ru_maxrss / 1024**2}


def prepared(city: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """References with truth and what is resolvable of them; people."""
    people = people_of(pl.read_parquet(city / "truth" / "persons.parquet"))
    refs = described(pl.read_parquet(city / "references.parquet"), true_links(city))
    return resolvable(refs, pl.read_parquet(city / "tokens.parquet"), people), people


def measured(refs: pl.DataFrame, people: pl.DataFrame, links: dict[str, Path]) -> dict[str, dict[str, float]]:
    """Figures of every linker on the same references."""
    found = {}
    for name, path in links.items():
        linked = refs.join(pl.read_parquet(path), on=REFERENCE_ID, how="left", maintain_order="left")
        if "certainty" not in linked.columns:
            linked = linked.with_columns(certainty=pl.lit("certain"))
        found[name] = figures(linked, people)
    return found


def table(found: dict[str, dict[str, float]]) -> str:
    """Measures down, linkers across."""
    names = list(found)
    lines = ["| measure | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for measure in dict.fromkeys(key for name in names for key in found[name]):
        values = [found[name].get(measure, "") for name in names]
        told = [f"{value:.5f}" if isinstance(value, float) else str(value) for value in values]
        lines.append(f"| {measure} | " + " | ".join(told) + " |")
    return "\n".join(lines)


def main() -> None:
    """Make the city, link, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damage", choices=["field", "hard"], default="field")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-bench")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--alerts", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    city = options.work / f"city-{options.people}-{options.seed}-{options.damage}"
    city.mkdir(exist_ok=True)
    make_city(city, options.people, options.seed, options.damage)
    scripts = {name: script for name, script in LINKERS.items() if name == "ours" or not options.no_peer}
    links = {name: city / f"{name}.parquet" for name in scripts}
    refs, people = prepared(city)
    runs = {name: run(script, city, links[name]) for name, script in scripts.items()}
    found = {name: {**measures, **runs[name]} for name, measures in measured(refs, people, links).items()}
    if options.alerts:
        known = refs.filter("resolvable").select(REFERENCE_ID)
        for name, said in compared(city, links, known).items():
            found[name] |= said
    print(f"people {options.people}, seed {options.seed}, damage {options.damage}")
    print(table(found))
    if "splink" in runs:
        print(f"time splink / ours: {runs['splink']['seconds'] / runs['ours']['seconds']:.1f}")
        nightly = runs["splink"]["prepare"] + runs["splink"]["predict"]
        print(f"without training: {nightly / runs['ours']['seconds']:.1f}")
    with (options.work / "results.jsonl").open("a", encoding="utf-8") as file:
        city_told = {"people": options.people, "seed": options.seed, "damage": options.damage}
        file.write(json.dumps(city_told | {"figures": found}) + "\n")


if __name__ == "__main__":
    main()
