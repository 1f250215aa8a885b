"""References, codes, descriptors and part one taken over from the night before are what that night alone gives."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.link.invented import A, B, C, complete
from transforms.link.carry import appended, same_rows
from transforms.link.descriptors import code, gather
from transforms.link.links import moves, moves_of_carried
from transforms.link.namelevels import judged_names, name_levels
from transforms.link.recode import Remembered, Shape, described, recoded, references_tonight
from transforms.link.relink import known_descriptors, part_one, relinked
from transforms.link.renumber import numbers_of, renumbered


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


@pytest.mark.parametrize("seed", range(40))
def test_a_night_from_the_last_one_is_the_night_itself(seed):
    rng = random.Random(seed)
    rows = {key: [row(rng, str(turn)) for turn in range(rng.randint(0, 12))] for key in SHAPES}
    last = {key: frame(given) for key, given in rows.items()}
    tonight = {key: frame(changed(rng, given)) for key, given in rows.items()}
    coded = {key: code(key, SHAPES[key].references(given)) for key, given in last.items()}
    before = part_one(gather(coded.values()))
    remembered = {
        key: Remembered(
            SHAPES[key].remembered(last[key]),
            table.references.with_columns(
                pl.col("person_role").cast(pl.String),
                descriptor=before.linked.of_codes(key).gather(table.references["code"]),
            ).drop("code"),
        )
        for key, table in coded.items()
    }
    tables = {key: recoded(SHAPES[key], remembered[key], tonight[key]) for key in SHAPES}
    for key, table in tables.items():
        assert_frame_equal(table.rows, SHAPES[key].remembered(tonight[key]))
    known = known_descriptors(before)
    assert_frame_equal(known, gather(coded.values()).frame)
    numbers, added = numbers_of(described(list(tables.values())), known)
    at, carried = 0, {}
    for key, table in tables.items():
        carried[key] = references_tonight(SHAPES[key], table, numbers.slice(at, table.fresh.height))
        at += table.fresh.height
    earlier = {key: table.references["descriptor"] for key, table in remembered.items()}
    anew = renumbered(carried, earlier, known, added)

    expected = {key: code(key, SHAPES[key].references(given)) for key, given in tonight.items()}
    whole = gather(expected.values())
    for key, table in expected.items():
        assert_frame_equal(anew.coded[key].references, table.references)
        assert_frame_equal(anew.coded[key].distinct, table.distinct.select("refs"))
    assert_frame_equal(anew.descriptors.frame, whole.frame)
    assert_frame_equal(anew.descriptors.usage, whole.usage)
    told, afresh = relinked(anew.descriptors, anew.was, anew.touched, before), part_one(whole)
    assert_frame_equal(told.linked.descriptors, afresh.linked.descriptors)
    assert_frame_equal(told.linked.groups, afresh.linked.groups)
    assert_frame_equal(told.held.sort("group"), afresh.held.sort("group"))


@pytest.mark.parametrize(
    ("before", "tonight", "found"),
    [
        ([], [], []),
        ([1, 2], [1, 2], [0, 1]),
        ([1, 2, 3], [1, 3, 4], [0, 2, -1]),
        ([1, 2, 3], [3, 1], [2, 0]),
        ([7, 7, 1], [1, 7], [2, 0]),
        ([], [5], [-1]),
    ],
)
def test_rows_are_found_again(before, tonight, found):
    marks = [pl.Series(given, dtype=pl.UInt64) for given in (before, tonight)]
    assert same_rows(*marks).tolist() == found


def test_events_sent_again_take_the_place_of_the_old_ones_at_the_end():
    records = [pl.Series(given, dtype=pl.UInt64) for given in ([1, 2, 3], [2, 9])]
    assert appended(*records).tolist() == [0, 2, -1, -1]


LAST = [("a", "P1"), ("b", "P2"), ("c", "P3"), ("d", "P4"), ("d", "P5")]


@pytest.mark.parametrize(
    ("tonight", "source"),
    [
        (LAST, [0, 1, 2, 3, 4]),
        ([("a", "P9"), ("b", "P2"), ("c", "P3"), ("d", "P8"), ("d", "P5")], [0, 1, 2, 3, 4]),
        ([("a", "P9"), ("c", "P7"), ("d", "P4"), ("d", "P5"), ("e", "P6")], [0, 2, 3, 4, None]),
        ([("b", "P2"), ("a", "P9"), ("d", "P1"), ("d", "P5")], [1, 0, None, 4]),
        ([("a", "P9"), ("b", "P8"), ("c", "P3"), ("d", "P4"), ("d", "P5"), ("f", "P6")], [0, None, 2, 3, 4, None]),
        ([("a", "P1"), ("c", "P3"), ("b", "P9")], [0, 2, None]),
        ([], []),
    ],
)
def test_keys_that_moved_are_found_by_what_changed(tonight, source):
    def links(given):
        columns = {"record_no": pl.String, "person_key": pl.String}
        rows = pl.DataFrame(given, schema=columns, orient="row")
        return rows.with_columns(person_role=pl.lit("x"), owner_index=pl.lit(1, pl.Int16))

    now, before = links(tonight), links(LAST)
    places = pl.Series(source, dtype=pl.UInt32)
    assert_frame_equal(moves_of_carried(now, before, places), moves(now, before))


def test_names_compared_before_are_not_worked_out_again():
    pairs = pl.DataFrame({"name_fold": ["张伟", "张三丰", "李四", None], "theirs": ["张玮", "张三峰", "李四", "王五"]})
    levels = name_levels(pairs, "name_fold", "theirs")
    groups = pl.DataFrame({"group": [1, 2, 3, 4], "name_fold": pairs["theirs"]})
    told = judged_names(pairs.select("name_fold", levels, group=groups["group"]), groups)
    assert told.rows() == [("张三丰", "张三峰", "sound"), ("张伟", "张玮", "sound")]
    other = told.with_columns(judged=pl.lit("other"))
    assert name_levels(pairs, "name_fold", "theirs", other).to_list() == ["other", "other", "equal", None]
