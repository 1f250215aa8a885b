"""Estimate the model from a city without labels: EM on the counts of comparison vectors (Fellegi and Sunter).

Two hypotheses, one person or two, over the pairs that blocking brought together. It runs on the distinct vectors, a few
hundred, not on the pairs. Levels whose u is the value's own frequency (tf) enter with the mean of those frequencies.
Never called at night: `hedui link train` shows what it gives beside the model in force, and a person adopts it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.model import FIELDS, Model

Floats = npt.NDArray[np.float64]

ROUNDS = 200
ENOUGH = 1e-9
_SMOOTH = 0.5
"""Pseudo-count of each level: none is ever impossible."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`levels`: field, level, m, u, m_before, pairs. `share`: of pairs that are one person. `rounds` until it stood."""

    levels: pl.DataFrame
    share: float
    rounds: int


def vectors(pairs: pl.DataFrame) -> pl.DataFrame:
    """Distinct comparison vectors with `pairs`, how many pairs have each; one column <field>_level a field.

    `pairs` as in probabilistic.Second.pairs. A total order, so that sums of floats do not depend on row order.
    """
    columns = [f"{field}_level" for field in FIELDS]
    return pairs.select(pl.col(columns).cast(pl.String)).group_by(columns).len("pairs").sort(columns, nulls_last=True)


def estimate(counts: pl.DataFrame, model: Model, start: float = 0.1) -> Estimate:
    """m and u of every level from vector counts, starting from the model's m and its levels' share among all pairs.

    A null level says nothing and is left out of its field. Empty counts give the model back with share 0.
    """
    weight = counts["pairs"].to_numpy().astype(np.float64)
    codes = {field: _codes(counts[f"{field}_level"], FIELDS[field]) for field in FIELDS}
    m = {field: np.array([model.levels[field][level].m for level in FIELDS[field]]) for field in FIELDS}
    m = {field: values / values.sum() for field, values in m.items()}
    u = {field: _shares(codes[field], weight, len(FIELDS[field])) for field in FIELDS}
    share, done = start if weight.sum() else 0.0, 0
    while done < ROUNDS:
        done += 1
        likeness = np.full(len(weight), np.log(share / (1 - share)) if 0 < share < 1 else -np.inf)
        for field, code in codes.items():
            known = code >= 0
            likeness[known] += np.log(m[field][code[known]] / u[field][code[known]])
        same = 1 / (1 + np.exp(-np.clip(likeness, -700, 700)))
        after = float((weight * same).sum() / weight.sum()) if weight.sum() else 0.0
        m = {field: _shares(code, weight * same, len(FIELDS[field])) for field, code in codes.items()}
        u = {field: _shares(code, weight * (1 - same), len(FIELDS[field])) for field, code in codes.items()}
        if abs(after - share) < ENOUGH or not 0 < after < 1:
            share = after
            break
        share = after
    return Estimate(_told(m, u, codes, weight, model), share, done)


def _codes(levels: pl.Series, names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Place of each level in its field, -1 where null."""
    places = levels.replace_strict(list(names), list(range(len(names))), default=-1, return_dtype=pl.Int64)
    return places.fill_null(-1).to_numpy()


def _shares(code: npt.NDArray[np.int64], weight: Floats, size: int) -> Floats:
    """Share of each level among the pairs where the field is known, smoothed."""
    known = code >= 0
    counted = np.bincount(code[known], weights=weight[known], minlength=size) + _SMOOTH
    return np.asarray(counted / counted.sum(), dtype=np.float64)


def _told(
    m: dict[str, Floats],
    u: dict[str, Floats],
    codes: dict[str, npt.NDArray[np.int64]],
    weight: Floats,
    model: Model,
) -> pl.DataFrame:
    rows = []
    for field, names in FIELDS.items():
        for place, level in enumerate(names):
            pairs = int(weight[codes[field] == place].sum())
            before = model.levels[field][level].m
            rows.append(
                (field, level, round(float(m[field][place]), 6), round(float(u[field][place]), 6), before, pairs)
            )
    return pl.DataFrame(rows, schema=["field", "level", "m", "u", "m_before", "pairs"], orient="row")


def best_threshold(probabilities: pl.Series) -> float:
    """The probability from which linking is expected to do best, without labels.

    With calibrated probabilities the expected F1 of linking everything from p up is 2 * sum(p) / (linked + all);
    its maximum over the distinct probabilities is taken. 1.0 when there is nothing to link.
    """
    ranked = np.sort(probabilities.drop_nulls().to_numpy().astype(np.float64))[::-1]
    if not len(ranked) or ranked.sum() == 0:
        return 1.0
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(ranked[int(np.argmax(expected))])
