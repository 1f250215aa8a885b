"""Fingerprints of a delivery's rows: made once, when it is staged, and kept beside them.

lake/staged/<department>/<table>/<delivery>/linking-<version>.arrow     transforms/link/fingerprints.py

Not compressed, so that a night maps the file and reads of it no more than it asks for.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from flows.lake import digest, read_mapped, write_mapped
from flows.resources import code_version
from schemas.catalogue import TABLES, TableSpec
from transforms.link.context import context_columns
from transforms.link.fingerprints import Shape, fingerprints


def shape_of(spec: TableSpec) -> Shape:
    """What linking asks of a table."""
    text_names = [person.role for person in spec.persons if spec.column(person.name).type == "text"]
    return Shape(spec.key, spec.persons, text_names, context_columns(spec.columns))


SHAPES = {spec.key: shape_of(spec) for spec in TABLES.values() if spec.persons}


@cache
def fingerprint_file(key: str) -> str:
    """Name of the file: another version of the program or of polars may hash otherwise."""
    return f"linking-{digest(code_version(), pl.__version__, key)[:12]}.arrow"


def write_fingerprints(rows: pl.DataFrame, key: str, folder: Path) -> Path:
    """Write the fingerprints of typed rows in order of row_number; those of another version go."""
    path = folder / fingerprint_file(key)
    for old in folder.glob("linking-*.arrow"):
        old.unlink()
    building = path.with_name(f".{path.name}.building")
    write_mapped(fingerprints(in_order(rows), SHAPES[key]), building)
    building.replace(path)
    return path


def read_fingerprints(key: str, folder: Path) -> pl.DataFrame:
    """Fingerprints of a staged delivery; of one that another version staged they are made now."""
    path = folder / fingerprint_file(key)
    if not path.is_file():
        write_fingerprints(staged_rows(key, folder), key, folder)
    return read_mapped(path)


def staged_rows(key: str, folder: Path) -> pl.DataFrame:
    """Rows of a staged delivery in order of row_number, with the columns that linking asks for."""
    columns = ["record_no", "row_number", *(name for name in SHAPES[key].columns if name != "record_no")]
    return in_order(pl.read_parquet(folder / "rows.parquet", columns=columns))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by row_number, as they are in force."""
    later = rows["row_number"].diff(null_behavior="drop") > 0
    return rows if later.all() else rows.sort("row_number", maintain_order=True)
