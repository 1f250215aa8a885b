"""Our linking of a city's references, in a process of its own.

    python tests/bench/city_ours.py CITY OUT

Writes OUT (links of all tables with person_key and certainty) and prints seconds as JSON. Reading the references is
outside the clock.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
from city_references import ROOT

from transforms.link.crosswalk import empty_crosswalk
from transforms.link.model import read_model
from transforms.link.night import link_night

KEPT = ["record_no", "person_role", "owner_index", "person_key", "person_apart_key", "number_holder_key"]
JUDGED = ["method", "certainty", "match_probability", "match_weight"]


def by_table(path: Path) -> dict[str, pl.DataFrame]:
    """One frame for each table, in the order of the file."""
    parts = pl.read_parquet(path).partition_by("table_key", as_dict=True, include_key=False, maintain_order=True)
    return {str(key): frame for (key,), frame in parts.items()}


def main(city: Path, out: Path) -> None:
    """Link as the night does, without a night before."""
    references, tokens = by_table(city / "references.parquet"), by_table(city / "tokens.parquet")
    started = time.monotonic()
    model = read_model((ROOT / "data" / "link" / "model.yml").read_text("utf-8"))
    linked = link_night(references, empty_crosswalk(), {}, date(2026, 11, 20), b"bench", model, tokens)
    seconds = time.monotonic() - started
    links = [
        frame.select(pl.lit(key).alias("table_key"), *KEPT, *JUDGED).with_columns(
            pl.col("person_role", "method", "certainty").cast(pl.String)
        )
        for key, frame in linked.links.items()
    ]
    pl.concat(links).write_parquet(out)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
