"""What the step link keeps of a night for the next one, and where.

link/memory/key.json                     what it was made by and of: code, polars, deliveries in force by table
link/memory/references/<table>/<n>.arrow who the rows of a delivery name (transforms/link/segments.py)
link/memory/descriptors/<n>.arrow        what a descriptor number means (numbering.py); each night adds its new ones
link/memory/edits/<n>.arrow              valid numbers one slip away from invalid ones (numbering.EDITS); likewise
link/memory/{links,held,groups}.arrow    part one of linking (partone.py)
link/memory/names.parquet                names compared and their level (namelevels.py)

Files are mapped, not read, and what stays the same is the same file (a hard link) in the next night's folder. Who reads
links goes through flows/linking/links.py. Without a memory, by other code or polars, or with more than one row in ten
changed, a night links afresh and numbers descriptors anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl

from flows.lake import digest, read_json, read_mapped, write_mapped
from flows.linking.fingerprints import SHAPES, read_fingerprints
from transforms.link.city import City
from transforms.link.fingerprints import Shape
from transforms.link.partone import PartOne
from transforms.link.segments import Segment, Table, in_force

MEMORY = "memory"
LAYOUT = 1
"""Of the files described above. A memory of another layout is not even read for what moved since."""
PART = ("links", "held", "groups")


def remembered_table(staged: Path, memory: Path, key: str) -> Table:
    """One table as a night's memory has it; one that the program did not know then had no rows."""
    names = read_json(memory / "key.json")["in_force"].get(key, [])
    segments = [
        Segment(name, read_fingerprints(key, staged / name), read_mapped(segment_path(memory, key, name)))
        for name in names
    ]
    return table_of(SHAPES[key], segments)


def remembered_city(staged: Path, memory: Path) -> City:
    """A city as a night's memory has it."""
    links, held, groups = (read_mapped(memory / f"{name}.arrow") for name in PART)
    tables = {key: remembered_table(staged, memory, key) for key in SHAPES}
    return City(tables, read_parts(memory / "descriptors"), PartOne(links, held, groups))


def table_of(shape: Shape, segments: list[Segment]) -> Table:
    return Table(shape, segments, in_force([one.prints["record"] for one in segments]))


def segment_path(memory: Path, key: str, name: str) -> Path:
    """Where the references of one delivery lie."""
    return memory / "references" / key / f"{digest(name)[:16]}.arrow"


def read_parts(folder: Path) -> pl.DataFrame:
    """What the files of a folder hold, in order of their names."""
    return pl.concat([read_mapped(path) for path in sorted(folder.glob("*.arrow"))], rechunk=False)


def keep(path: Path, target: Path) -> None:
    """The same file under another name; where the file system has no such links, a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def kept_and(before: Path, tonight: Path, more: pl.DataFrame) -> pl.DataFrame:
    """The parts of last night, kept, with one more behind; all of them."""
    parts = sorted(before.glob("*.arrow"))
    for path in parts:
        keep(path, tonight / path.name)
    if more.height:
        write_mapped(more, tonight / f"{len(parts):04}.arrow")
    return read_parts(tonight)
