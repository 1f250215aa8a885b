"""Our linking against Splink 5 set up with care, on the person references of one invented city with its truth.

    python tests/bench/city_linking.py --people 20000 --seed 1 --damage field [--work DIR] [--peer kept] [--alerts]

Makes the city (once) and has each link it in a process of its own, one after the other in one run. Prints figures as a
table of Markdown and appends them to DIR/results.jsonl. What counts as resolvable stands in city_measure.py.
`--peer kept` takes the peer's links and times of an earlier run in the same DIR: training takes most of the time.
`--alerts`: also what a night says with each one's links against the night with the true ones (city_alerts.py).
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
from city_alerts import compared
from city_measure import described, figures, people_of, resolvable
from city_references import REFERENCE_ID, ROOT, make_city, true_links

HERE = Path(__file__).parent
LINKERS = {"ours": "city_ours.py", "splink": "city_splink.py"}


def run(script: str, city: Path, out: Path) -> dict[str, Any]:
    """One linker in its own process: what it printed; wall and CPU seconds and peak memory by the kernel."""
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
    cpu = usage.ru_utime + usage.ru_stime
    told |= {"wall": time.monotonic() - started, "cpu": cpu, "peak_gb": usage.ru_maxrss / 1024**2}
    _told(out).write_text(json.dumps(told), encoding="utf-8")
    return told


def _told(out: Path) -> Path:
    """Where the times of a run are kept."""
    return out.with_suffix(".run.json")


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
    parser.add_argument("--peer", choices=["run", "kept", "none"], default="run")
    parser.add_argument("--alerts", action="store_true")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    city = options.work / f"city-{options.people}-{options.seed}-{options.damage}"
    city.mkdir(exist_ok=True)
    make_city(city, options.people, options.seed, options.damage)
    scripts = {name: script for name, script in LINKERS.items() if name == "ours" or options.peer != "none"}
    links = {name: city / f"{name}.parquet" for name in scripts}
    refs, people = prepared(city)
    runs = {}
    for name, script in scripts.items():
        kept = name != "ours" and options.peer == "kept" and _told(links[name]).is_file()
        runs[name] = json.loads(_told(links[name]).read_text("utf-8")) if kept else run(script, city, links[name])
    found = {name: {**measures, **runs[name]} for name, measures in measured(refs, people, links).items()}
    if options.alerts:
        known = refs.filter("resolvable").select(REFERENCE_ID)
        for name, said in compared(city, links, known).items():
            found[name] |= said
    print(f"people {options.people}, seed {options.seed}, damage {options.damage}")
    print(table(found))
    if "splink" in runs:
        print(f"CPU time of the processes splink / ours: {runs['splink']['cpu'] / runs['ours']['cpu']:.1f}")
        print(f"time splink / ours: {runs['splink']['seconds'] / runs['ours']['seconds']:.1f}")
        nightly = runs["splink"]["prepare"] + runs["splink"]["predict"]
        print(f"without training: {nightly / runs['ours']['seconds']:.1f}")
    with (options.work / "results.jsonl").open("a", encoding="utf-8") as file:
        city_told = {"people": options.people, "seed": options.seed, "damage": options.damage}
        file.write(json.dumps(city_told | {"figures": found}) + "\n")


if __name__ == "__main__":
    main()
