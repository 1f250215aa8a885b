"""References, numbers and part one taken over from the night before are what that night alone gives."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.link.invented import A, B, C, complete
from transforms.link.city import usage_of
from transforms.link.descriptors import DESCRIBING, codes_of
from transforms.link.fingerprints import Shape, fingerprints
from transforms.link.links import moves
from transforms.link.namelevels import judged_names, name_levels
from transforms.link.numbering import edits_of, no_descriptors, numbered
from transforms.link.partone import PartOne, part_one, relinked
from transforms.link.segments import REFS, Segment, Table, carried, counts, counts_after, in_force, same_rows


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


def again(
    given: dict[str, pl.DataFrame], last: dict[str, Table], known: pl.DataFrame, before: PartOne
) -> tuple[dict[str, Table], pl.DataFrame, PartOne]:
    prints = {key: fingerprints(rows, SHAPES[key]) for key, rows in given.items()}
    same = {key: same_rows(last[key].segments[0].prints["mark"], prints[key]["mark"]) for key in given}
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


@pytest.mark.parametrize("seed", range(40))
def test_a_night_from_the_last_one_is_the_night_itself(seed):
    rng = random.Random(seed)
    rows = {key: [row(rng, str(turn)) for turn in range(rng.randint(0, 12))] for key in SHAPES}
    tables, described, part = afresh({key: frame(given) for key, given in rows.items()})
    for _ in range(2):
        rows = {key: changed(rng, given) for key, given in rows.items()}
        tonight = {key: frame(given) for key, given in rows.items()}
        tables, described, part = again(tonight, tables, described, part)
        expected = afresh(tonight)
        for mine, other in zip(content(tables, described, part), content(*expected), strict=True):
            assert_frame_equal(mine, other)
        assert_frame_equal(part.held, expected[2].held)
        assert_frame_equal(part.groups, expected[2].groups)


@pytest.mark.parametrize(
    ("before", "tonight", "found"),
    [
        ([], [], []),
        ([1, 2], [1, 2], [0, 1]),
        ([1, 2, 3], [1, 3, 4], [0, 2, -1]),
        ([1, 2, 3], [3, 1], [2, 0]),
        ([7, 7, 1], [1, 7], [2, 0]),
        ([7, 1], [7, 7, 1], [0, -1, 1]),
        ([], [5], [-1]),
    ],
)
def test_rows_are_found_again(before, tonight, found):
    marks = [pl.Series(given, dtype=pl.UInt64) for given in (before, tonight)]
    assert same_rows(*marks).tolist() == found


@pytest.mark.parametrize(
    ("deliveries", "alive"),
    [
        ([[1, 2, 3]], [[True] * 3]),
        ([[1, 2, 3], [2, 9]], [[True, False, True], [True, True]]),
        ([[1, 1, 3], [3]], [[True, True, False], [True]]),
        ([[1], [2, 2], [2, 1]], [[False], [False, False], [True, True]]),
    ],
)
def test_of_an_event_the_last_delivery_counts(deliveries, alive):
    found = in_force([pl.Series(records, dtype=pl.UInt64) for records in deliveries])
    rows = [[True] * len(one) if mask is None else mask.tolist() for one, mask in zip(deliveries, found, strict=True)]
    assert rows == alive


LAST = [("a", "P1"), ("b", "P2"), ("c", "P3"), ("d", "P4"), ("d", "P5")]


@pytest.mark.parametrize(
    ("tonight", "moved"),
    [
        (LAST, []),
        ([("a", "P9"), ("b", "P2"), ("c", "P3"), ("d", "P8"), ("d", "P5")], [("P1", "P9")]),
        ([("a", "P9"), ("c", "P7"), ("d", "P4"), ("d", "P5"), ("e", "P6")], [("P1", "P9"), ("P3", "P7")]),
        ([("b", "P2"), ("a", "P9"), ("d", "P1"), ("d", "P5")], [("P1", "P9")]),
        ([], []),
    ],
)
def test_keys_that_moved_are_those_of_records_delivered_once(tonight, moved):
    def links(given):
        columns = {"record_no": pl.String, "person_key": pl.String}
        rows = pl.DataFrame(given, schema=columns, orient="row")
        return rows.with_columns(person_role=pl.lit("x"), owner_index=pl.lit(1, pl.Int16))

    assert moves(links(tonight), links(LAST)).select("from_key", "to_key").rows() == moved


def test_names_compared_before_are_not_worked_out_again():
    pairs = pl.DataFrame({"name_fold": ["张伟", "张三丰", "李四", None], "theirs": ["张玮", "张三峰", "李四", "王五"]})
    levels = name_levels(pairs, "name_fold", "theirs")
    groups = pl.DataFrame({"group": [1, 2, 3, 4], "name_fold": pairs["theirs"]})
    told_of = judged_names(pairs.select("name_fold", levels, group=groups["group"]), groups)
    assert told_of.rows() == [("张三丰", "张三峰", "sound"), ("张伟", "张玮", "sound")]
    other = told_of.with_columns(judged=pl.lit("other"))
    assert name_levels(pairs, "name_fold", "theirs", other).to_list() == ["other", "other", "equal", None]
