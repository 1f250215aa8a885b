"""Assemble: rows in force and their people -> facts. After this step nobody asks for a department's table again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from flows.lake import digest, run_step, write_parquet
from flows.night import Night
from flows.steps.link import STEP as LINK
from flows.steps.link import links_path, summary_of
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.facts import Keyed, facts_of

STEP = "assemble"


def assemble(night: Night) -> dict[str, Any]:
    """Write every fact, one parquet file for each delivered table that gives it."""
    inputs = digest(summary_of(night, LINK), night.signature)

    def work(folder: Path) -> dict[str, Any]:
        rows = 0
        for spec in TABLES.values():
            links = pl.scan_parquet(links_path(night, spec.key)) if spec.persons else pl.LazyFrame()
            keyed = Keyed(spec.key, rows_in_force(night, spec).lazy(), links)
            for name, fact in facts_of(keyed).items():
                frame = fact.collect()
                rows += frame.height
                write_parquet(frame, folder / name / f"{spec.key}.parquet")
        return {"note": f"{rows:,} 条事实", "facts": rows}

    return run_step(night.folder / STEP, inputs, work)


def fact_paths(night: Night) -> dict[str, list[Path]]:
    """Fact -> its parquet files tonight."""
    folders = sorted(path for path in (night.folder / STEP).iterdir() if path.is_dir())
    return {folder.name: sorted(folder.glob("*.parquet")) for folder in folders}
