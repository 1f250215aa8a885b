"""Estimate the model from a city without labels: EM for m, pairs that are no match for u (Fellegi and Sunter 1969).

m by EM on the night's compared pairs. u stays the model's while it runs, so that the two kinds of pairs cannot change
places, and all people a unit may be compete, as at night:

    E  probability of each pair, from its weight with the m of this round, within its unit
    M  m of a level = expected true pairs of the level / expected true pairs where the field is known

Blocking brings up pairs because some fields agree; their m must not be counted on those pairs. So each field is
estimated on pairs that a rule not asking it would have brought up as well (`_found_without`), and a unit that bears a
valid number of somebody else is left out: it is open because its name disagrees.

u of the rarer levels: pairs of people of the city taken by chance (`chance`). u within one family: the pairs of one
family that are expected not to be one person. Levels whose u is the value's own frequency have none to estimate.
Never called at night: `hedui link train` shows what it gives beside the model in force, and a person adopts it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.levels import birth_level
from transforms.link.model import FIELDS, Model
from transforms.link.namelevels import name_levels
from transforms.link.normalise import name_folds, name_keys
from transforms.link.score import MILLIBITS

Floats = npt.NDArray[np.float64]

ROUNDS = 200
ENOUGH = 1e-7
SHRINK = 20.0
"""Pairs that the model in force counts for: with few pairs an estimate stays near it, and no level is impossible."""
CHANCE = 200_000
"""Pairs of people taken by chance."""
LEAST_MET = 5.0
"""Pairs of a level, seen or to be seen by the model in force, below which it is too rare to tell."""
_NOT_BY_CHANCE = ("name", "lost")
"""A lost character is the record's own: people of the city have whole names."""

PARTS = {
    "name": FIELDS["name"],
    "birth": FIELDS["birth"],
    "sex": FIELDS["sex"],
    "number": ("digit", "swap", "other"),
    "kin": FIELDS["kin"],
    "division": FIELDS["division"],
    "employer": FIELDS["employer"],
}
"""Levels among which the true pairs of a field are shared out. A number that lost digits is another question."""
COUNTED = {field: ("other",) if field == "kin" else parts for field, parts in PARTS.items()}
"""Levels whose m a share tells. Of a family's tokens only rows that have one can agree in it, and pairs do not say
which they have: their m cannot be told from shares."""
LEVELS = {
    "field": pl.String(),
    "level": pl.String(),
    "m": pl.Float64(),
    "u": pl.Float64(),
    "kin": pl.Float64(),
    "pairs": pl.Int64(),
    "true": pl.Float64(),
    "known": pl.Float64(),
}
"""Grain: one level. m, u, kin: estimated, null where it cannot be. pairs: compared pairs that were counted; true: those
of them expected to be one person; known: expected true pairs of the whole field."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`levels` (columns of LEVELS); `rounds` until it stood; `pairs`, and `true` expected among them."""

    levels: pl.DataFrame
    rounds: int
    pairs: int
    true: float


def estimate(pairs: pl.DataFrame, people: int, model: Model, by_chance: pl.DataFrame | None = None) -> Estimate:
    """m, u and kin of every level; `pairs` as in probabilistic.Second.pairs, `by_chance` as from `chance`.

    people: with a number, whom a unit may be. Empty pairs give the model back.
    """
    own = pairs.filter(pl.col("first17").is_null()).sort("unit", "group")
    codes = {field: _codes(own[f"{field}_level"], FIELDS[field]) for field in FIELDS}
    start = {field: np.array([model.levels[field][level].m for level in FIELDS[field]]) for field in FIELDS}
    counted = {field: mask & (codes[field] >= 0) for field, mask in _found_without(own).items()}
    prior = math.log2(model.found / (1 - model.found) / max(people, 1))
    rest = own["weight"].to_numpy().astype(np.float64) / MILLIBITS + prior
    # What was given no weight says nothing here either: the birth date that a number one slip off tells anyhow.
    speaking = {field: np.where(own[f"{field}_weight"].to_numpy() != 0, code, -1) for field, code in codes.items()}
    rest = rest - sum(np.where(code >= 0, np.log2(start[field])[code], 0.0) for field, code in speaking.items())
    _, unit = np.unique(own["unit"].to_numpy(), return_inverse=True)
    m, done = start, 0
    same = np.zeros(own.height)
    while done < ROUNDS and own.height:
        done += 1
        bits = rest + sum(np.where(code >= 0, np.log2(m[field])[code], 0.0) for field, code in speaking.items())
        odds = np.exp2(np.clip(bits, -500.0, 500.0))
        same = odds / (1.0 + np.bincount(unit, weights=odds)[unit])
        after = {field: _shared(field, codes[field], same * counted[field], start[field]) for field in FIELDS}
        moved = max(float(np.abs(after[field] - m[field]).max()) for field in FIELDS)
        m = after
        if moved < ENOUGH:
            break
    u = {} if by_chance is None else _by_chance(by_chance, model)
    kin = _within_families(own, same, model)
    rows = []
    for field, names in FIELDS.items():
        there = same * counted[field] * np.isin(codes[field], [FIELDS[field].index(level) for level in PARTS[field]])
        for place, level in enumerate(names):
            of_level = counted[field] & (codes[field] == place)
            told = float(m[field][place]) if level in COUNTED[field] else None
            true = float(same[of_level].sum())
            rows.append(
                (field, level, _rounded(told), u.get((field, level)), kin.get((field, level)), int(of_level.sum()),
                 round(true, 6), round(float(there.sum()), 6))
            )  # fmt: skip
    return Estimate(pl.DataFrame(rows, schema=LEVELS, orient="row"), done, own.height, round(float(same.sum()), 6))


def _codes(levels: pl.Series, names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Place of each level in its field, -1 where null."""
    places = levels.cast(pl.String).replace_strict(list(names), list(range(len(names))), default=-1)
    return places.cast(pl.Int64).fill_null(-1).to_numpy()


def _shared(field: str, code: npt.NDArray[np.int64], weight: Floats, start: Floats) -> Floats:
    """m of a field's levels from expected true pairs; what no share tells stays as the model has it."""
    sums = np.bincount(np.where(code >= 0, code, 0), weights=np.where(code >= 0, weight, 0.0), minlength=len(start))
    within = np.array([level in PARTS[field] for level in FIELDS[field]])
    told = np.array([level in COUNTED[field] for level in FIELDS[field]])
    believed = start / start[within].sum() if field != "kin" else start
    shares = (sums + SHRINK * believed) / (sums[within].sum() + SHRINK)
    return np.where(told, shares, start)


def _found_without(pairs: pl.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    """For each field, which pairs a blocking rule (blocking.candidates) that does not ask the field brings up."""

    def met(field: str, *levels: str) -> pl.Expr:
        return pl.col(f"{field}_level").cast(pl.String).is_in(levels or ("equal",)).fill_null(value=False)

    number = met("number", "digit", "swap", "prefix")
    kin = met("kin", *FIELDS["kin"][:-1])
    name, born = met("name"), met("birth")
    surname = born & met("sex") & met("name", "equal", "lost", "look", "one", "surname")
    division, employer = name & met("division"), name & met("employer")
    ways = {
        "name": number | kin,
        "birth": number | kin | division | employer,
        "sex": number | kin | division | employer | (name & born),
        "number": kin | division | employer | (name & born) | surname,
        "kin": number | division | employer | (name & born) | surname,
        "division": number | kin | employer | (name & born) | surname,
        "employer": number | kin | division | (name & born) | surname,
    }
    return {field: pairs.select(way.alias("found"))["found"].to_numpy() for field, way in ways.items()}


def chance(people: pl.DataFrame, most: int = CHANCE) -> pl.DataFrame:
    """Pairs of different people taken by chance: name_level, birth_level, sex_level.

    `people`: name, id_number, sex, birth_date. In the order of a hash of these, each with those that follow at a few
    distances, people are a sample; the same people give the same pairs whatever keys they have.
    """
    said = ["name", "id_number", "sex", "birth_date"]
    shuffled = people.with_columns(order=pl.struct(said).hash(0)).sort("order", *said, nulls_last=True)
    ranked = shuffled.select(
        pl.col("name").map_batches(lambda names: name_folds(name_keys(names)), pl.String), "sex", "birth_date"
    )
    count = ranked.height
    strides = range(1, min(count, most // count + 1)) if count > 1 else range(0)
    parts: list[pl.DataFrame] = []
    for stride in strides:
        other = pl.concat([ranked.tail(count - stride), ranked.head(stride)])
        other = other.rename({"name": "their_name", "sex": "gender", "birth_date": "born"})
        parts.append(pl.concat([ranked, other], how="horizontal").head(max(most - len(parts) * count, 0)))
    if not parts:
        return pl.DataFrame(schema={f"{field}_level": pl.String for field in ("name", "birth", "sex")})
    both = pl.concat(parts)
    alike = pl.when(pl.col("sex") == pl.col("gender")).then(pl.lit("equal")).otherwise(pl.lit("other"))
    return both.select(
        name_levels(both, "name", "their_name").cast(pl.String).alias("name_level"),
        birth_level().alias("birth_level"),
        pl.when(pl.col("sex").is_not_null() & pl.col("gender").is_not_null()).then(alike).alias("sex_level"),
    )


def _by_chance(pairs: pl.DataFrame, model: Model) -> dict[tuple[str, str], float]:
    """u of the levels that have one of their own, of name, birth date and sex."""
    found = {}
    for field in ("name", "birth", "sex"):
        counts = dict(pairs.drop_nulls(f"{field}_level").group_by(f"{field}_level").len().iter_rows())
        total = sum(counts.values())
        for level, told in model.levels[field].items():
            if told.u is None or (field, level) == _NOT_BY_CHANCE:
                continue
            if max(counts.get(level, 0), total * told.u) >= LEAST_MET:
                found[field, level] = round((counts.get(level, 0) + SHRINK * told.u) / (total + SHRINK), 7)
    return found


def _within_families(own: pl.DataFrame, same: Floats, model: Model) -> dict[tuple[str, str], float]:
    """u among one family: of names, and of one birth date under another name (twins)."""
    near = own.with_columns(two=pl.Series(1.0 - same)).filter(
        pl.col("kin_level").is_not_null() & (pl.col("kin_level").cast(pl.String) != "other")
    )
    twins = near.filter(pl.col("name_level").cast(pl.String) != "equal")
    found = {}
    for field, pairs in (("name", near), ("birth", twins)):
        column = pl.col(f"{field}_level").cast(pl.String)
        sums = dict(pairs.drop_nulls(f"{field}_level").group_by(column).agg(pl.col("two").sum()).iter_rows())
        total = sum(sums[level] for level in FIELDS[field] if level in sums)
        for level, told in model.levels[field].items():
            if told.kin is not None and max(sums.get(level, 0.0), total * told.kin) >= LEAST_MET:
                found[field, level] = round((sums.get(level, 0.0) + SHRINK * told.kin) / (total + SHRINK), 6)
    return found


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(min(max(share, 1e-6), 1 - 1e-6), 6)


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
