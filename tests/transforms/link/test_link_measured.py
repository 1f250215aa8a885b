"""What judgements say of the model, against values worked out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.link.judgements import JUDGEMENT
from transforms.link.measured import BANDS, measured, wilson


def said(*rows: tuple[str, str, str, float | None]) -> pl.DataFrame:
    """Judgements of (pair, verdict, linked, probability)."""
    none = dict.fromkeys(JUDGEMENT)
    return pl.DataFrame(
        [
            none
            | {"seq": seq, "a_record_no": pair, "verdict": verdict, "linked": linked, "match_probability": probability}
            for seq, (pair, verdict, linked, probability) in enumerate(rows)
        ],
        schema=JUDGEMENT,
    )


def of(frame: pl.DataFrame, measure: str, of: str) -> dict[str, object]:
    return frame.row(by_predicate=(pl.col("measure") == measure) & (pl.col("of") == of), named=True)


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson(right: int, judged: int, low: float, high: float) -> None:
    assert wilson(right, judged) == pytest.approx((right / judged, low, high), abs=5e-5)


def test_of_nothing_all_is_unknown() -> None:
    frame = measured(said())
    assert frame.height == 5 + len(BANDS)
    assert frame.select("share", "low", "high").null_count().row(0) == (frame.height,) * 3


def test_precision_recall_and_bands() -> None:
    frame = measured(
        said(
            ("1", "same", "certain", 0.9995),
            ("2", "different", "likely", 0.95),
            ("3", "same", "likely", 0.95),
            ("4", "unsure", "likely", 0.92),
            ("5", "same", "apart", 0.4),
            ("6", "same", "apart", None),
            ("7", "same", "reviewed", None),
        )
    )
    assert of(frame, "precision", "certain")["share"] == 1.0
    likely = of(frame, "precision", "likely")
    assert (likely["judged"], likely["right"], likely["unsure"], likely["share"]) == (2, 1, 1, 0.5)
    assert of(frame, "recall", "certain")["share"] == 0.25
    assert of(frame, "recall", "linked")["share"] == 0.5
    assert of(frame, "band", "0.9-0.99")["judged"] == 2
    assert of(frame, "band", "0.999-1")["right"] == 1
    assert of(frame, "band", "none")["judged"] == 2


def test_a_pair_counts_once_with_the_newest_verdict_and_the_first_link() -> None:
    frame = measured(said(("1", "same", "likely", 0.95), ("1", "different", "reviewed", None)))
    likely = of(frame, "precision", "likely")
    assert (likely["judged"], likely["right"]) == (1, 0)
