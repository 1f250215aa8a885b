"""References, numbers and part one taken over from the night before are what that night alone gives."""

from __future__ import annotations

import random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.link.carried import SHAPES, afresh, again, changed, content, frame, row, same_as_last
from transforms.link.answers import NUMBERS_NOW, Answers, Settled, all_links, moves_since
from transforms.link.city import City
from transforms.link.links import LINKS, moves
from transforms.link.namelevels import judged_names, name_levels
from transforms.link.segments import in_force, same_rows


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


def answered(rng, tables, described, part):
    """Keys by chance for references that numbers do not settle, and all links of each table."""
    city = City(tables, described, part)
    close = city.close()
    numbers = pl.DataFrame({"group": part.groups["group"], "refs": part.groups["refs"]}).with_columns(
        person_key="N" + pl.col("group").cast(pl.String)
    )
    links = {}
    for key, table in tables.items():
        refs = table.chosen(descriptors=close)
        roles = pl.Series(table.shape.roles, dtype=pl.String)
        told = pl.DataFrame(
            {
                "row": table.rows[refs["at"].to_numpy()],
                "record_no": table.print_of("record_no", refs["at"]),
                "person_role": roles.gather(refs["role"]),
                "owner_index": refs["owner_index"],
                "person_key": [rng.choice(["P1", "P2", *numbers["person_key"]]) for _ in range(refs.height)],
            }
        )
        links[key] = told.select(
            pl.col(name).cast(dtype) if name in told.columns else pl.lit(None, dtype).alias(name)
            for name, dtype in LINKS.items()
        )
    answers = Answers(city, close, numbers.select(*NUMBERS_NOW).cast(pl.Schema(NUMBERS_NOW)), links)
    night = Settled(close, described, answers.numbers)
    return answers, {key: all_links(tables[key], night, links[key]) for key in tables}


@pytest.mark.parametrize("seed", range(40))
def test_moves_since_last_night_are_those_of_all_links(seed):
    rng = random.Random(seed)
    rows = {key: [row(rng, str(turn)) for turn in range(rng.randint(0, 12))] for key in SHAPES}
    last = afresh({key: frame(given) for key, given in rows.items()})
    before, links_before = answered(rng, *last)
    tonight = {key: frame(changed(rng, given)) for key, given in rows.items()}
    now, links = answered(rng, *again(tonight, *last))
    found = moves_since(now, before, same_as_last(tonight, last[0]))
    expected = pl.concat([moves(links[key], links_before[key]) for key in links])
    expected = expected.group_by("from_key", "to_key").agg(pl.col("references").sum()).sort("from_key", "to_key")
    assert_frame_equal(found, expected)


def test_names_compared_before_are_not_worked_out_again():
    pairs = pl.DataFrame({"name_fold": ["张伟", "张三丰", "李四", None], "theirs": ["张玮", "张三峰", "李四", "王五"]})
    levels = name_levels(pairs, "name_fold", "theirs")
    groups = pl.DataFrame({"group": [1, 2, 3, 4], "name_fold": pairs["theirs"]})
    told_of = judged_names(pairs.select("name_fold", levels, group=groups["group"]), groups)
    assert told_of.rows() == [("张伟", "张玮", "sound"), ("张三丰", "张三峰", "sound")]
    other = told_of.with_columns(judged=pl.lit("other"))
    assert name_levels(pairs, "name_fold", "theirs", other).to_list() == ["other", "other", "equal", None]
