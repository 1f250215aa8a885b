"""What judgements say of the model: how often links were right, and how many were missed, with how sure that is.

Judged pairs are no random sample (people look at doubtful ones first), so the shares hold for what was judged and are
no estimate for the city. A share of nothing is unknown, never 0 or 1.
"""

from __future__ import annotations

import math

import polars as pl

from transforms.link.judgements import keys_of

BANDS = ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 0.99), (0.99, 0.999), (0.999, 1.0))
"""Probabilities from (included) to (not included, but 1)."""
Z95 = 1.959963984540054
"""Normal quantile of a two-sided 95 % interval."""

MEASURED = {
    "measure": pl.String(),
    "of": pl.String(),
    "judged": pl.Int64(),
    "right": pl.Int64(),
    "unsure": pl.Int64(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""Grain: one measure. measure: precision (of: certain or likely links), recall (of: certain, or linked at all) or band
(of: '0.9-0.99', or 'none' for pairs never weighed), where right counts those judged same. judged: pairs judged same or
different; unsure ones apart. share with its Wilson interval of 95 %; null where nothing was judged.
"""


def wilson(right: int, judged: int) -> tuple[float, float, float] | None:
    """Share and Wilson score interval (95 %) of `right` among `judged`; None of nothing."""
    if judged == 0:
        return None
    share, z2 = right / judged, Z95 * Z95
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z95 / (1 + z2 / judged) * math.sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged))
    low = 0.0 if right == 0 else max(0.0, middle - half)
    return share, low, 1.0 if right == judged else min(1.0, middle + half)


def measured(judgements: pl.DataFrame) -> pl.DataFrame:
    """Precision, recall and bands (columns of MEASURED), from judgements.JUDGEMENT.

    A pair counts once: with its newest verdict, and with what linking had said when it was first judged, since
    afterwards linking only repeats what it was told. Pairs that other judgements had brought together say nothing of
    precision or recall.
    """
    pair = [*keys_of("a"), *keys_of("b")]
    pairs = judgements.sort("seq").group_by(pair, maintain_order=True).agg(
        pl.col("verdict").last(), pl.col("linked", "match_probability").first()
    )  # fmt: skip
    linked, p = pl.col("linked"), pl.col("match_probability")
    same = pairs.filter((pl.col("verdict") == "same") & (linked != "reviewed"))
    rows = [
        ("precision", "certain", *_counted(pairs.filter(linked == "certain"))),
        ("precision", "likely", *_counted(pairs.filter(linked == "likely"))),
        ("recall", "certain", same.height, same.filter(linked == "certain").height, 0),
        ("recall", "linked", same.height, same.filter(linked != "apart").height, 0),
    ]
    for low, high in BANDS:
        within = pairs.filter((p >= low) & ((p < high) | (pl.lit(high) == 1.0)))
        rows.append(("band", f"{low:g}-{high:g}", *_counted(within)))
    rows.append(("band", "none", *_counted(pairs.filter(p.is_null()))))
    shares = [wilson(right, judged) or (None, None, None) for _, _, judged, right, _ in rows]
    return pl.DataFrame(
        [(*row, *share) for row, share in zip(rows, shares, strict=True)], schema=MEASURED, orient="row"
    )


def _counted(pairs: pl.DataFrame) -> tuple[int, int, int]:
    """How many were judged same or different, how many same, how many unsure."""
    verdict = pairs["verdict"]
    same, unsure = int((verdict == "same").sum()), int((verdict == "unsure").sum())
    return pairs.height - unsure, same, unsure
