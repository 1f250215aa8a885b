"""Estimation without labels, and the words a pair is explained with."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from tests.transforms.link.open_night import MODEL
from transforms.link.explain import TEXTS, waterfall
from transforms.link.model import FIELDS
from transforms.link.weights import best_threshold, estimate, vectors


def counts(*rows: tuple[str | None, str | None, str | None, int]) -> pl.DataFrame:
    """Vector counts of (name level, birth level, division level, pairs); all else unknown."""
    told = ("name", "birth", "division")
    schema = {f"{field}_level": pl.String for field in told} | {"pairs": pl.UInt32}
    rest = [pl.lit(None, pl.String).alias(f"{field}_level") for field in FIELDS if field not in told]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(rest)


def test_em_finds_the_two_kinds_of_pairs() -> None:
    # 100,000 pairs of one person (90, 95, 80 % equal) and 900,000 of two (1, 2, 5 %), as they would fall.
    rows = []
    for levels in product(("equal", "other"), repeat=3):
        same, two = 100_000.0, 900_000.0
        for level, m, u in zip(levels, (0.9, 0.95, 0.8), (0.01, 0.02, 0.05), strict=True):
            same, two = same * (m if level == "equal" else 1 - m), two * (u if level == "equal" else 1 - u)
        rows.append((*levels, round(same + two)))
    found = estimate(counts(*rows), MODEL)
    told = {(row["field"], row["level"]): row for row in found.levels.iter_rows(named=True)}
    assert found.share == pytest.approx(0.1, abs=0.002)
    assert told["name", "equal"]["m"] == pytest.approx(0.9, abs=0.005)
    assert told["birth", "equal"]["m"] == pytest.approx(0.95, abs=0.005)
    assert told["division", "equal"]["u"] == pytest.approx(0.05, abs=0.005)


def test_em_without_pairs_ends() -> None:
    assert estimate(counts(), MODEL).share == 0.0


def test_vectors_do_not_depend_on_row_order() -> None:
    pairs = counts(("equal", None, None, 1), ("other", "equal", None, 1), ("equal", None, None, 1)).drop("pairs")
    assert vectors(pairs).equals(vectors(pairs[::-1]))
    assert vectors(pairs)["pairs"].sum() == 3


@pytest.mark.parametrize(
    ("probabilities", "threshold"),
    [([], 1.0), ([0.0], 1.0), ([0.999, 0.99, 0.1, 0.05], 0.99), ([0.9, 0.9, 0.6], 0.6), ([0.999, None, 0.2], 0.999)],
)
def test_threshold_without_labels(probabilities: list[float | None], threshold: float) -> None:
    assert best_threshold(pl.Series(probabilities, dtype=pl.Float64)) == threshold


def test_every_level_has_its_words() -> None:
    assert {field: tuple(texts) for field, texts in TEXTS.items()} == FIELDS


def test_waterfall_adds_up() -> None:
    pair = {f"{field}_level": None for field in FIELDS} | {f"{field}_weight": 0 for field in FIELDS}
    pair |= {"name_level": "equal", "name_weight": 9500, "namesakes": 3, "sex_level": "other", "sex_weight": -7400}
    rows = waterfall(pair | {"match_weight": -5.3, "match_probability": 0.02475})
    assert [row["total"] for row in rows][-1] == -5.3
    assert rows[0]["bits"] == -7.4
    assert rows[1] == {"field": "姓名", "says": "相同(本市同名3人)", "bits": 9.5, "total": 2.1}
    assert rows[2]["says"] == "一方未填"
    assert "2.4750%" in rows[-1]["says"]
