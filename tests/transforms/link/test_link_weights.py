"""Estimation without labels: planted parameters are found again, though blocking selects the pairs."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.transforms.link.open_night import MODEL
from transforms.link.model import FIELDS
from transforms.link.proposal import changed_links, compared, proposed, reweighed
from transforms.link.weights import Estimate, best_threshold, chance, estimate

PEOPLE = 100_000
PLANTED = {
    "name": {"equal": 0.80, "sound": 0.12, "other": 0.08},
    "birth": {"equal": 0.90, "digit": 0.06, "other": 0.04},
    "sex": {"equal": 0.98, "other": 0.02},
    "number": {"digit": 0.30, "swap": 0.10, "other": 0.60},
    "kin": {"household": 0.30, "other": 0.70},
    "division": {"equal": 0.75, "other": 0.25},
    "employer": {"equal": 0.5, "other": 0.5},
}
STRANGERS = {
    "name": {"equal": 0.001, "sound": 0.009, "surname": 0.5, "other": 0.49},
    "birth": {"equal": 0.001, "digit": 0.009, "other": 0.99},
    "sex": {"equal": 0.5, "other": 0.5},
    "number": {"digit": 0.0001, "other": 0.9999},
    "kin": {"household": 0.05, "other": 0.95},
    "division": {"equal": 0.002, "other": 0.998},
    "employer": {"equal": 0.001, "other": 0.999},
}
FREQUENCY = 1e-4


def city(units: int = 6000) -> pl.DataFrame:
    """Pairs of a planted city as blocking would leave them: each unit's own person and nine strangers, as far as two
    names with a place, a family, a damaged number, or two of name, birth and sex bring them together.
    """
    rng = np.random.default_rng(3)
    parts = []
    for person, (shares, count) in enumerate([(PLANTED, 1)] + [(STRANGERS, 1)] * 9):
        drawn = {
            f"{field}_level": rng.choice(list(levels), size=units * count, p=list(levels.values()))
            for field, levels in shares.items()
        }
        parts.append(pl.DataFrame({"unit": range(units), "group": range(person, units * 10, 10), **drawn}))
    pairs = pl.concat(parts).with_columns(first17=pl.lit(None, pl.Int64)).sort("unit", "group")
    met = {name: pl.col(f"{name}_level") == "equal" for name in ("name", "birth", "sex", "division", "employer")}
    pairs = pairs.filter(
        (pl.col("number_level").is_in(["digit", "swap"]))
        | (pl.col("kin_level") == "household")
        | (met["name"] & (met["birth"] | met["division"] | met["employer"]))
        | (met["birth"] & met["sex"] & pl.col("name_level").is_in(["equal", "surname"]))
    )
    return weighed(pairs)


def weighed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Weights by the model in force; every value is as frequent as any other."""
    family = pl.col("kin_level").is_in(FIELDS["kin"][:-1])
    close = {"name": family, "birth": family & (pl.col("name_level") != "equal")}
    for field, names in FIELDS.items():
        weight = pl.lit(0, pl.Int64)
        for name in names:
            level = MODEL.levels[field][name]
            by = pl.lit(round(1000 * math.log2(level.m / (level.u or FREQUENCY))))
            if level.kin is not None:
                by = pl.when(close[field]).then(pl.lit(round(1000 * math.log2(level.m / level.kin)))).otherwise(by)
            weight = pl.when(pl.col(f"{field}_level") == name).then(by).otherwise(weight)
        pairs = pairs.with_columns(weight.alias(f"{field}_weight"))
    return pairs.with_columns(weight=pl.sum_horizontal(f"{field}_weight" for field in FIELDS))


def strangers(pairs: int = 50_000) -> pl.DataFrame:
    """Pairs of people by chance, as from `chance`."""
    rng = np.random.default_rng(4)
    fields = ("name", "birth", "sex")
    drawn = {
        f"{field}_level": rng.choice([*STRANGERS[field]], pairs, p=[*STRANGERS[field].values()]) for field in fields
    }
    return pl.DataFrame(drawn)


def told(found: Estimate) -> dict[tuple[str, str], dict[str, float]]:
    return {(row["field"], row["level"]): row for row in found.levels.iter_rows(named=True)}


@pytest.fixture(scope="module")
def planted() -> pl.DataFrame:
    return city()


@pytest.mark.parametrize(
    ("field", "level"),
    [
        ("name", "equal"), ("name", "sound"), ("name", "other"), ("birth", "equal"), ("birth", "digit"),
        ("birth", "other"), ("sex", "equal"), ("number", "digit"), ("number", "swap"), ("number", "other"),
        ("kin", "other"), ("division", "equal"), ("employer", "equal"),
    ],
)  # fmt: skip
def test_em_finds_planted_m(planted: pl.DataFrame, field: str, level: str) -> None:
    assert told(estimate(planted, PEOPLE, MODEL))[field, level]["m"] == pytest.approx(PLANTED[field][level], abs=0.02)


def test_counting_selected_pairs_would_be_wrong(planted: pl.DataFrame) -> None:
    """What `_found_without` is for: of all true pairs that blocking brought up, far more have equal names."""
    own = planted.filter(pl.col("group") % 10 == 0)
    assert own.filter(pl.col("name_level") == "equal").height / own.height > PLANTED["name"]["equal"] + 0.025


def test_u_within_families_is_found(planted: pl.DataFrame) -> None:
    found = told(estimate(planted, PEOPLE, MODEL))
    assert found["name", "surname"]["kin"] == pytest.approx(STRANGERS["name"]["surname"], abs=0.03)
    assert found["name", "equal"]["kin"] is None


def test_estimate_does_not_depend_on_row_order(planted: pl.DataFrame) -> None:
    some = planted.head(2000)
    assert estimate(some, PEOPLE, MODEL).levels.equals(estimate(some[::-1], PEOPLE, MODEL).levels)


def test_without_pairs_the_model_stays() -> None:
    found = estimate(city(0), PEOPLE, MODEL)
    rows = compared(MODEL, found)
    assert (found.pairs, found.rounds, rows["adopt"].any()) == (0, 0, False)
    assert proposed(MODEL, rows, found, date(2026, 11, 22)).levels == MODEL.levels


def test_what_blocking_selects_is_not_adopted(planted: pl.DataFrame) -> None:
    rows = compared(MODEL, estimate(planted, PEOPLE, MODEL, strangers()))
    refused = {(row["field"], row["level"]): row["why"] for row in rows.filter(~pl.col("adopt")).iter_rows(named=True)}
    selected = [("number", "same"), ("number", "prefix"), *(("kin", kind) for kind in FIELDS["kin"][:-1])]
    assert all("由分块选出" in refused[place] for place in selected)
    assert not {("name", "other"), ("name", "sound"), ("sex", "other"), ("division", "equal")} & refused.keys()


def test_u_is_that_of_people_by_chance(planted: pl.DataFrame) -> None:
    found = told(estimate(planted, PEOPLE, MODEL, strangers()))
    assert found["name", "sound"]["u"] == pytest.approx(STRANGERS["name"]["sound"], abs=0.002)
    assert found["name", "equal"]["u"] is None, "its u is the name's own frequency"
    assert found["name", "lost"]["u"] is None, "lost characters are the record's, not the people's"


def test_a_proposal_is_whole_and_newer(planted: pl.DataFrame) -> None:
    found = estimate(planted, PEOPLE, MODEL, strangers())
    rows = compared(MODEL, found)
    after = proposed(MODEL, rows, found, date(2026, 11, 22))
    assert (after.version, after.date) == (MODEL.version + 1, "2026-11-22")
    assert (after.likely, after.certain, after.found) == (MODEL.likely, MODEL.certain, MODEL.found)
    for field in ("name", "birth", "sex", "division", "employer"):
        assert sum(level.m for level in after.levels[field].values()) <= 1.00001, field
    assert after.levels["number"]["same"] == MODEL.levels["number"]["same"]


def test_pairs_weigh_by_the_new_model_what_it_says(planted: pl.DataFrame) -> None:
    same = reweighed(planted, MODEL, MODEL)
    assert same.equals(planted)
    found = estimate(planted, PEOPLE, MODEL, strangers())
    after = proposed(MODEL, compared(MODEL, found), found, date(2026, 11, 22))
    moved = reweighed(planted, MODEL, after).filter(pl.col("sex_level") == "other")
    was, now = MODEL.levels["sex"]["other"], after.levels["sex"]["other"]
    assert now.u is not None
    assert was.u is not None
    assert now != was
    by = round(1000 * (math.log2(now.m / was.m) - math.log2(now.u / was.u)))
    assert set((moved["sex_weight"] - round(1000 * math.log2(was.m / was.u))).to_list()) == {by}


def test_changed_links_are_told_apart() -> None:
    schema = {"unit": pl.UInt32, "group": pl.Int64, "certainty": pl.String}
    before = pl.DataFrame(
        [(1, 7, "certain"), (2, 7, "likely"), (3, 7, "likely"), (4, 7, "certain"), (6, 7, "certain"), (7, 7, "likely")],
        schema=schema,
        orient="row",
    )
    after = pl.DataFrame(
        [(1, 7, "likely"), (2, 7, "certain"), (3, 8, "likely"), (5, 7, "likely"), (7, 7, "likely")],
        schema=schema,
        orient="row",
    )
    units = pl.DataFrame(
        {
            "descriptor": range(1, 8),
            "method": ["probabilistic"] * 5 + ["repaired_id", "probabilistic"],
            "refs": [2] * 7,
        },
        schema_overrides={"descriptor": pl.UInt32},
    )
    told = changed_links(before, after, units)
    assert dict(told.select("change", "links").iter_rows()) == {
        "newly": 1, "no_longer": 1, "another": 1, "to_likely": 1, "to_certain": 1
    }  # fmt: skip
    assert told["references"].to_list() == [2] * 5


def test_people_by_chance_are_different_people() -> None:
    people = pl.DataFrame(
        {
            "id_number": [None, None, None],
            "name": ["王芳", "王芳", None],
            "sex": ["女", "男", "女"],
            "birth_date": [date(1980, 1, 2), date(1980, 2, 1), date(1980, 1, 2)],
        }
    )
    pairs = chance(people)
    assert pairs.height == 6
    assert sorted(map(str, pairs["birth_level"])) == ["equal", "equal", "swapped", "swapped", "swapped", "swapped"]
    assert pairs["name_level"].drop_nulls().to_list() == ["equal", "equal"]
    assert chance(people[::-1]).equals(pairs)
    assert chance(people.head(1)).is_empty()


@pytest.mark.parametrize(
    ("probabilities", "threshold"),
    [([], 1.0), ([0.0], 1.0), ([0.999, 0.99, 0.1, 0.05], 0.99), ([0.9, 0.9, 0.6], 0.6), ([0.999, None, 0.2], 0.999)],
)
def test_threshold_without_labels(probabilities: list[float | None], threshold: float) -> None:
    assert best_threshold(pl.Series(probabilities, dtype=pl.Float64)) == threshold
