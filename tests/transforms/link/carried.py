"""Two small tables whose rows change over nights, taken over from the night before or read afresh."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tests.transforms.link.invented import A, B, C, complete
from transforms.link.city import usage_of
from transforms.link.descriptors import DESCRIBING, codes_of
from transforms.link.fingerprints import Shape, fingerprints
from transforms.link.numbering import edits_of, no_descriptors, numbered
from transforms.link.partone import PartOne, part_one, relinked
from transforms.link.segments import REFS, Integers, Segment, Table, carried, counts, counts_after, same_rows


@dataclass
class Person:
    """Columns of a row that describe one person."""

    role: str
    name: str
    id_number: str
    sex: str | None = None
    birth_date: str | None = None


SHAPES = {
    "a.x": Shape("a.x", [Person("m", "name", "number", "sex", "born")], (), {"household_no": "household"}),
    "b.y": Shape("b.y", [Person("h", "name", "number"), Person("owner", "owners", "numbers")], (), {}),
}
COLUMNS = {
    "record_no": pl.String,
    "name": pl.String,
    "number": pl.String,
    "sex": pl.String,
    "born": pl.Date,
    "household_no": pl.String,
    "owners": pl.String,
    "numbers": pl.String,
}
ROUNDED = next(
    n for n in (complete(f"9999{county:02}19800101{turn}00") for county in range(1, 99) for turn in range(10))
    if n.endswith("000")
)  # fmt: skip
NAMES = ["张伟", "王芳", "张三丰", "张三峰", "张三", "刘海军", None, ""]
NUMBERS = [
    A, B, C, ROUNDED, complete(ROUNDED[:15] + "11"), A[:9] + str((int(A[9]) + 1) % 10) + A[10:],
    A[:12] + A[13] + A[12] + A[14:], "9.99901E+17", None,
]  # fmt: skip


def row(rng: random.Random, record: str) -> dict[str, object]:
    return {
        "record_no": record,
        "name": rng.choice(NAMES),
        "number": rng.choice(NUMBERS),
        "sex": rng.choice(["男", None]),
        "born": rng.choice([date(1980, 1, 1), date(1975, 6, 15), None]),
        "household_no": rng.choice(["1", "2", None]),
        "owners": rng.choice(["张伟、王芳", "刘海军", None]),
        "numbers": rng.choice([f"{A}、{B}", A, None]),
    }


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS).with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))


def changed(rng: random.Random, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    rows = list(rows)
    for change in rng.choices(["gone", "new", "other", "shuffled", "twice"], k=rng.randint(0, 4)):
        place = rng.randrange(len(rows)) if rows else 0
        if change == "new":
            rows.insert(place, row(rng, f"新{rng.randint(0, 3)}"))
        elif change == "shuffled" and rng.random() < 0.3:
            rng.shuffle(rows)
        elif rows and change == "gone":
            rows.pop(place)
        elif rows and change == "other":
            rows[place] = row(rng, str(rows[place]["record_no"]))
        elif rows and change == "twice":
            rows.append(dict(rows[place]))
    return rows


def told(shape: Shape, rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[pl.Series, pl.DataFrame]]:
    """References of rows without their descriptors, and what describes them."""
    found = shape.references(rows)
    codes, first = codes_of(found.select(DESCRIBING))
    roles = {role: place for place, role in enumerate(shape.roles)}
    slim = found.select(
        at="row", role=pl.col("person_role").replace_strict(roles, return_dtype=pl.UInt8), owner_index="owner_index"
    )
    return slim, (codes, found.select(DESCRIBING)[first])


def table_of(shape: Shape, prints: pl.DataFrame, refs: pl.DataFrame) -> Table:
    return Table(shape, [Segment("one", prints, refs.select(*REFS))], [None])


def afresh(given: dict[str, pl.DataFrame]) -> tuple[dict[str, Table], pl.DataFrame, PartOne]:
    slim = {key: told(SHAPES[key], rows) for key, rows in given.items()}
    numbers, described = numbered([one for _, one in slim.values()], no_descriptors())
    tables = {
        key: table_of(SHAPES[key], fingerprints(given[key], SHAPES[key]), refs.with_columns(own.alias("descriptor")))
        for (key, (refs, _)), own in zip(slim.items(), numbers, strict=True)
    }
    refs = counts(list(tables.values()), described.height)
    return tables, described, part_one(described, refs, lambda asked: usage_of(tables.values(), asked))


def same_as_last(given: dict[str, pl.DataFrame], last: dict[str, Table]) -> dict[str, Integers]:
    """Of each row its place last night, or -1."""
    return {
        key: same_rows(last[key].segments[0].prints["mark"], fingerprints(rows, SHAPES[key])["mark"])
        for key, rows in given.items()
    }


def again(
    given: dict[str, pl.DataFrame], last: dict[str, Table], known: pl.DataFrame, before: PartOne
) -> tuple[dict[str, Table], pl.DataFrame, PartOne]:
    prints = {key: fingerprints(rows, SHAPES[key]) for key, rows in given.items()}
    same = same_as_last(given, last)
    slim = {key: told(SHAPES[key], rows.filter(pl.Series(same[key] < 0))) for key, rows in given.items()}
    numbers, added = numbered([one for _, one in slim.values()], known)
    described = pl.concat([known, added])
    tables = {}
    for (key, (refs, _)), own in zip(slim.items(), numbers, strict=True):
        old = last[key].segments[0]
        fresh = refs.with_columns(own.alias("descriptor")).select(*REFS)
        both = carried(old.refs, old.prints.height, same[key], fresh, len(SHAPES[key].roles))
        tables[key] = table_of(SHAPES[key], prints[key], both)
    earlier = before.links["refs"].to_numpy().astype(np.int64)
    refs_of, touched = counts_after(last, tables, same, earlier, described.height)
    assert refs_of.tolist() == counts(list(tables.values()), described.height).tolist()
    edits = edits_of(described)
    part = relinked(described, refs_of, lambda asked: usage_of(tables.values(), asked), touched, edits, before)
    return tables, described, part


def content(tables: dict[str, Table], described: pl.DataFrame, part: PartOne) -> list[pl.DataFrame]:
    """What each reference says and what part one makes of it, whatever the numbers."""
    whole = described.hstack(part.links).drop("hash")
    found = []
    for table in tables.values():
        refs = table.chosen(descriptors=np.ones(described.height, bool))
        found.append(refs.drop("descriptor").hstack(whole[refs["descriptor"]].drop("descriptor")))
    return found
