"""Figures of a night's linking, from tiny frames."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.transforms.link.open_night import MODEL
from transforms.link.errors import expected_false, expected_missed, hidden_numbers
from transforms.link.linking import CERTAINTIES, METHODS
from transforms.link.model import FIELDS
from transforms.link.summary import (
    ALONE,
    CERTAIN,
    CLUSTERED,
    LIKELY,
    NUMBERED,
    REST,
    SINGLE,
    blocking,
    changes,
    distribution,
    level_weights,
    sizes,
    with_outcomes,
)  # fmt: skip

NIGHT, BEFORE = date(2026, 11, 22), date(2026, 11, 21)


def units(*rows: tuple[int, int | None, str, str, float | None, int]) -> pl.DataFrame:
    schema = {
        "descriptor": pl.UInt32, "group": pl.Int64, "method": pl.Enum(METHODS), "certainty": pl.Enum(CERTAINTIES),
        "match_probability": pl.Float64, "refs": pl.UInt32,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def pairs(*rows: tuple[int, int, float, float]) -> pl.DataFrame:
    """unit, group, weight in bits, probability."""
    names = {"unit": pl.UInt32, "group": pl.Int64, "match_weight": pl.Float64, "match_probability": pl.Float64}
    return pl.DataFrame(rows, schema=names, orient="row")


FOUND = units(
    (1, 10, "probabilistic", "certain", 0.9995, 3),
    (2, 20, "probabilistic", "likely", 0.95, 1),
    (3, None, "unlinked", "certain", None, 1),
    (4, -1, "probabilistic", "likely", 0.98, 2),
    (5, None, "unlinked", "certain", None, 1),
)
MET = pairs((1, 10, 12.0, 0.9995), (1, 11, -3.5, 0.0001), (2, 20, 5.0, 0.95), (3, 10, -99.0, 0.25), (3, 11, 44.0, 0.5),
            (5, 10, 11.9, 0.96))  # fmt: skip


def test_blocking_adds_up() -> None:
    report = pl.DataFrame(
        [("number", 5, 5, None, 0, 0), ("family", 4, 2, 9, 1, 3), ("a new rule", 1, 1, 2, 0, 0)],
        schema=["rule", "pairs", "new_pairs", "largest", "capped", "capped_units"],
        orient="row",
    )
    told = blocking(report)
    assert told["together"].to_list() == [5, 7, 8]
    assert told["says"][2] == "a new rule"


def test_outcomes_of_pairs() -> None:
    told = with_outcomes(MET, FOUND)
    assert told["outcome"].to_list() == [CERTAIN, REST, LIKELY, ALONE, ALONE, ALONE]


def test_distribution_counts_every_pair_once() -> None:
    bars = distribution(with_outcomes(MET, FOUND))
    assert bars.rows() == [
        (-40, ALONE, 1), (-4, REST, 1), (4, LIKELY, 1), (10, ALONE, 1), (12, CERTAIN, 1), (38, ALONE, 1)
    ]  # fmt: skip


def test_expected_false_is_the_sum_of_what_is_left_to_one() -> None:
    told = expected_false(FOUND)
    assert told.select("certainty", "links", "references", "false").rows() == [
        ("certain", 1, 3, pytest.approx(0.0005)),
        ("likely", 2, 3, pytest.approx(0.07)),
    ]
    assert expected_false(FOUND.clear()).is_empty()


def test_expected_missed_is_what_was_not_accepted() -> None:
    told = expected_missed(with_outcomes(MET, FOUND), MODEL)
    assert told["pairs"] == 4
    assert told["missed"] == pytest.approx(0.0001 + 0.25 + 0.5 + 0.96)
    assert (told["refused"], told["open"]) == (1, 1)
    assert told["missed_refused"] == pytest.approx(0.96)
    assert told["rate"] == pytest.approx(1.7101 / (1.7101 + 0.9995 + 0.95))
    nothing = with_outcomes(MET.clear(), FOUND)
    assert expected_missed(nothing, MODEL)["rate"] == 0.0


def test_sizes_of_people() -> None:
    references = pl.DataFrame({"person_key": ["A", "B", "C", "D", "E"], "references": [1, 4, 3, 1, 250]})
    groups = pl.DataFrame({"group": [10, 11, -1, 12], "person_key": ["A", "B", "C", "E"]})
    assert sizes(references, groups).rows() == [
        (NUMBERED, 1, 1, 1, 1),
        (NUMBERED, 3, 4, 1, 4),
        (NUMBERED, 100, None, 1, 250),
        (CLUSTERED, 3, 4, 1, 3),
        (SINGLE, 1, 1, 1, 1),
    ]


def test_changes_since_the_night_before() -> None:
    crosswalk = pl.DataFrame(
        [
            ("n:1", "A", BEFORE, NIGHT), ("n:2", "B", NIGHT, NIGHT), ("r:x", "C", BEFORE, BEFORE),
            ("r:y", "D", BEFORE, BEFORE), ("m:r:z", "B", NIGHT, NIGHT),
            ("retired:E", "E", BEFORE, BEFORE), ("r:w", "F", BEFORE, date(2026, 11, 20)),
        ],
        schema=["anchor", "person_key", "first_night", "last_night"],
        orient="row",
    )  # fmt: skip
    events = pl.DataFrame(
        [(NIGHT, "merge", "C", "A"), (NIGHT, "split", "A", "B"), (BEFORE, "merge", "G", "A")],
        schema=["night", "kind", "from_key", "to_key"],
        orient="row",
    )
    assert changes(events, crosswalk, NIGHT, BEFORE) == {"merges": 1, "splits": 1, "new": 1, "gone": 1}
    assert changes(events, crosswalk, NIGHT, None) == {}


def compared(*rows: dict[str, object]) -> pl.DataFrame:
    """Pairs with levels and weights; what a row does not name says nothing."""
    blank = {f"{field}_level": None for field in FIELDS} | {f"{field}_weight": 0 for field in FIELDS}
    rest = {"first17": None, "kin_own": None, "born": None, "namesakes": 1, "born_as_well": 1}
    levels = {f"{field}_level": pl.Enum(names) for field, names in FIELDS.items()}
    frame = pl.DataFrame(
        [blank | rest | row for row in rows],
        schema_overrides=levels | {"first17": pl.Int64, "kin_own": pl.Boolean, "born": pl.Date, "unit": pl.UInt32},
    )
    return frame.with_columns(weight=pl.sum_horizontal(pl.col(f"{field}_weight").cast(pl.Int64) for field in FIELDS))


def test_a_hidden_number_is_held_against_the_rest() -> None:
    own = {"name_level": "equal", "name_weight": 13_000, "birth_level": "equal", "birth_weight": 13_000}
    edit = {"number_level": "digit", "number_weight": 19_000}
    other = {"number_level": "other", "number_weight": -4_000}
    frame = compared(
        {"unit": 1, "group": 10} | own | edit,  # the rest agrees
        {"unit": 2, "group": 20} | edit,  # the rest says nothing
        {"unit": 2, "group": 21} | other | own,  # but somebody else fits better: a false link
        {"unit": 3, "group": 30} | edit | own,  # two people one edit away: no near-truth
        {"unit": 3, "group": 31} | edit,
        {"unit": 4, "group": 40} | own,  # no number
    )
    told = hidden_numbers(frame, 1000, MODEL)
    assert (told["units"], told["linked"], told["right"], told["certain"], told["certain_right"]) == (2, 2, 1, 2, 1)
    assert 0 < told["expected_false"] < 0.01


def test_weights_of_levels_met_tonight() -> None:
    frame = compared(
        *({"unit": turn, "group": 1, "name_level": "equal", "name_weight": 1000 * turn} for turn in range(1, 12)),
        {"unit": 20, "group": 1, "sex_level": "other", "sex_weight": -7381},
    )
    told = level_weights(MODEL, frame)
    assert told.height == sum(map(len, FIELDS.values()))
    name = told.filter((pl.col("field") == "name") & (pl.col("level") == "equal")).row(0, named=True)
    assert (name["m"], name["u"], name["pairs"]) == (0.9, None, 11)
    assert (name["low"], name["middle"], name["high"]) == (2.0, 6.0, 10.0)
    lunar = told.filter(pl.col("level") == "lunar").row(0, named=True)
    assert (lunar["pairs"], lunar["middle"]) == (0, None)
