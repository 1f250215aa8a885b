"""The city of the linking bench: sample, one whole night by ours, and the person references both linkers are given.

    python tests/bench/city_references.py CITY

CITY holds inbox/, truth/ and home/ (a published first night). Written beside them: references.parquet (columns of
references.REFERENCE and table_key) and tokens.parquet (context.TOKENS and table_key), from the rows in force.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl

from flows.journal import key_secret, nights
from flows.lake import Lake
from flows.night import Night, open_night
from flows.settings import Settings
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.link.context import context_columns, row_tokens
from transforms.link.references import person_references

ROOT = Path(__file__).parents[2]
HEDUI = [sys.executable, "-m", "flows.cli"]
REFERENCE_ID = ["table_key", "record_no", "person_role", "owner_index"]
"""Names one reference; the truth has the same columns."""


def night_of(city: Path, home: Path | None = None) -> Night:
    """The published night of a city's home, as the steps take it."""
    lake = Lake((home or city / "home").absolute())
    settings = Settings(inbox=city / "inbox", home=lake.home)
    return open_night(settings, lake, max(nights(lake)), key_secret(lake))


def make_city(city: Path, people: int, seed: int, damage: str) -> None:
    """Make what is not there yet of a city: deliveries with truth, the night, the references."""
    if not (city / "inbox").is_dir():
        command = [*HEDUI, "sample", f"--people={people}", f"--seed={seed}", "--nights=1", f"--damage={damage}"]
        _run([*command, f"--out={city / 'inbox'}", f"--truth={city / 'truth'}"])
    if not (city / "home" / "warehouse" / "hedui.duckdb").is_file():
        _run([*HEDUI, "nightly", "--plain", f"--inbox={city / 'inbox'}", f"--home={city / 'home'}"])
    if not (city / "references.parquet").is_file():
        # A process of its own, so that its memory is not the bench's.
        _run([sys.executable, str(Path(__file__)), str(city)])


def _run(command: list[str]) -> None:
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 3):
        raise SystemExit(f"{command}: exit {code}")


def write_references(city: Path) -> None:
    """Write references.parquet and tokens.parquet."""
    night = night_of(city)
    references, tokens = [], []
    for key, spec in TABLES.items():
        if not spec.persons:
            continue
        rows = rows_in_force(night, spec)
        text_names = [person.role for person in spec.persons if spec.column(person.name).type == "text"]
        table = pl.lit(key).alias("table_key")
        references.append(person_references(rows, spec.persons, text_names).select(table, pl.all()))
        tokens.append(row_tokens(rows, context_columns(spec.columns)).select(table, pl.all()))
    pl.concat(tokens).write_parquet(city / "tokens.parquet")
    pl.concat(references).write_parquet(city / "references.parquet")


def true_links(city: Path) -> pl.DataFrame:
    """Who each reference of the first night really names: REFERENCE_ID, true_person, noise_kinds."""
    told = pl.read_parquet(city / "truth" / "links.parquet").filter(pl.col("from_night") == 1)
    return told.with_columns(table_key=pl.format("{}.{}", "department", "table_name")).select(
        *REFERENCE_ID, "true_person", "noise_kinds"
    )


if __name__ == "__main__":
    write_references(Path(sys.argv[1]))
