"""The people of the invented city: ages, couples, parents. Everything else hangs on these arrays.

Ages are drawn first and families are matched to them, so the age pyramid is right whatever the city's size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.sample.draw import (
    NEVER,
    NOBODY,
    YEAR,
    Ints,
    Mask,
    age_on,
    chance,
    stream,
    weighted,
    years_later,
)

# Share of five-year brackets 0-4, 5-9, ... 95-99 in a hundred living people (general knowledge of about 2026).
_PYRAMID = (3.4, 5.0, 5.9, 6.1, 5.4, 5.2, 6.0, 8.4, 7.4, 6.6, 7.6, 8.5, 7.6, 5.0, 4.8, 3.3, 1.9, 1.1, 0.5, 0.15)
_DEATH_AGES = (0.6, 0.1, 0.1, 0.2, 0.4, 0.5, 0.8, 1.2, 1.6, 2.4, 3.6, 5, 7, 9, 11, 13, 15, 14, 9, 3)
_DEAD_SHARE = 0.047
_DEATH_YEARS = 9
_MOURNED = 130
_TWINS, _HARD_TWINS = (0.012, 17), (0.04, 40)
"""Share of children who become one of two, and the age of the oldest."""


@dataclass(frozen=True, slots=True)
class People:
    """Arrays by person. `wife` and `husband` list couples in step with `wed` and `divorced` (NEVER while married)."""

    birth: Ints
    died: Ints
    sex: Ints
    father: Ints
    mother: Ints
    spouse: Ints
    husband: Ints
    wife: Ints
    wed: Ints
    divorced: Ints

    def __len__(self) -> int:
        return len(self.birth)

    @property
    def living(self) -> Mask:
        """Alive when the city begins."""
        return self.died >= NEVER


def draw_people(living: int, seed: int, today: int, *, hard: bool = False) -> People:
    """A city of `living` people on `today`, and those who died in the nine years before; `hard`: with many twins."""
    rng = stream(seed, "people")
    birth, died = _lives(rng, living, today)
    old = age_on(birth, today) >= 70
    sex = chance(rng, len(birth), np.where(old, 0.54, 0.487)).astype(np.int64)
    husband, wife, wed, divorced = _couples(rng, birth, died, sex, today)
    father, mother = _parents(rng, birth, died, husband, wife)
    wife_of_kin = (mother[husband] >= 0) & (mother[husband] == mother[wife])
    kin = wife[wife_of_kin]
    father[kin] = mother[kin] = NOBODY
    _twins(rng, birth, died, father, mother, today, *(_HARD_TWINS if hard else _TWINS))
    spouse = np.full(len(birth), NOBODY, dtype=np.int64)
    together = divorced >= NEVER
    spouse[husband[together]], spouse[wife[together]] = wife[together], husband[together]
    return People(birth, died, sex, father, mother, spouse, husband, wife, wed, divorced)


def _lives(rng: np.random.Generator, living: int, today: int) -> tuple[Ints, Ints]:
    """Birth and death days of the living, then of the dead."""

    def ages(weights: tuple[float, ...], size: int) -> Ints:
        return ((weighted(rng, weights, size) * 5 + rng.random(size) * 5) * YEAR).astype(np.int64)

    dead = max(1, round(living * _DEAD_SHARE))
    died = today - rng.integers(20, int(_DEATH_YEARS * YEAR), dead)
    aged = ages(_DEATH_AGES, dead)
    # Who died of working age died at least four months ago: families struck lately are asked after.
    lately = (died > today - _MOURNED) & (aged < 62 * YEAR)
    died = np.where(lately, died - _MOURNED, died)
    birth = np.r_[today - 3 - ages(_PYRAMID, living), died - aged]
    return birth, np.r_[np.full(living, NEVER), died]


def _pair(rng: np.random.Generator, birth: Ints, men: Ints, women: Ints) -> tuple[Ints, Ints]:
    """Pair two pools by age, the men about two years older; who is left over stays single."""
    pairs = min(len(men), len(women))
    men, women = rng.permutation(men)[:pairs], rng.permutation(women)[:pairs]
    men = men[np.argsort(birth[men] + rng.normal(0, 1.5 * YEAR, pairs), kind="stable")]
    women = women[np.argsort(birth[women] + rng.normal(0, 1.5 * YEAR, pairs), kind="stable")]
    return men, women


def _couples(rng: np.random.Generator, birth: Ints, died: Ints, sex: Ints, today: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Married and divorced couples: husband, wife, day of marriage, day of divorce."""
    last = np.minimum(died, today)
    age = age_on(birth, last)
    willing = chance(rng, len(birth), np.interp(age, (19, 23, 27, 31, 36, 60), (0, 0.15, 0.5, 0.8, 0.9, 0.94)))
    found = []
    for pool, ends in ((willing, False), (~willing & (age >= 28) & (age < 75), True)):
        keep = pool if not ends else pool & chance(rng, len(birth), 0.6)
        men, women = np.flatnonzero(keep & (sex == 0)), np.flatnonzero(keep & (sex == 1))
        husband, wife = _pair(rng, birth, men, women)
        of_age = np.maximum(years_later(birth[husband], 22), years_later(birth[wife], 20))
        wed = of_age + (rng.gamma(2.0, 1.2, len(husband)) * YEAR).astype(np.int64)
        parted = wed + (300 + rng.gamma(2.0, 3.5, len(husband)) * YEAR).astype(np.int64)
        parted = parted if ends else np.full(len(husband), NEVER)
        until = np.minimum(np.minimum(last[husband], last[wife]), today - 40)
        possible = (np.where(parted < NEVER, parted, wed) <= until) & (np.abs(birth[husband] - birth[wife]) < 15 * YEAR)
        found.append(np.stack([husband, wife, wed, parted])[:, possible])
    husband, wife, wed, parted = np.concatenate(found, axis=1)
    return husband, wife, wed, parted


def _parents(rng: np.random.Generator, birth: Ints, died: Ints, husband: Ints, wife: Ints) -> tuple[Ints, Ints]:
    """Father and mother of each person, where a couple of the right age is found.

    The mother was 18 to 44, the father 19 to 60, both alive then; brothers and sisters are at least ten months apart.
    """
    father = np.full(len(birth), NOBODY, dtype=np.int64)
    mother = father.copy()
    if not len(wife):
        return father, mother
    hours = birth[wife] + rng.random(len(wife))  # so that wives of one birthday are all found
    order = np.argsort(hours, kind="stable")
    husband, wife, hours = husband[order], wife[order], hours[order]
    for _ in range(6):
        seeking = np.flatnonzero(mother == NOBODY)
        wish = birth[seeking] - np.clip(rng.normal(26.5, 4.2, len(seeking)), 19, 43) * YEAR
        place = np.clip(np.searchsorted(hours, wish) + rng.integers(-1, 2, len(seeking)), 0, len(wife) - 1)
        her, him = wife[place], husband[place]
        her_age, his_age = birth[seeking] - birth[her], birth[seeking] - birth[him]
        fits = (her_age >= 18 * YEAR) & (her_age < 45 * YEAR) & (his_age >= 19 * YEAR) & (his_age < 60 * YEAR)
        fits &= (died[her] > birth[seeking]) & (died[him] > birth[seeking] - 200)
        mother[seeking[fits]], father[seeking[fits]] = her[fits], him[fits]
        crowded = _too_close(birth, mother)
        mother[crowded] = father[crowded] = NOBODY
    return father, mother


def _too_close(birth: Ints, mother: Ints) -> Ints:
    """Children born less than ten months after another child of their mother, and those after her fifth."""
    known = np.flatnonzero(mother != NOBODY)
    order = known[np.lexsort((birth[known], mother[known]))]
    same = mother[order][1:] == mother[order][:-1]
    sixth = mother[order][5:] == mother[order][:-5]
    crowded: Ints = np.r_[order[1:][same & (np.diff(birth[order]) < 300)], order[5:][sixth]]
    return crowded


def _twins(
    rng: np.random.Generator,
    birth: Ints,
    died: Ints,
    father: Ints,
    mother: Ints,
    today: int,
    share: float,
    oldest: int,
) -> None:
    """Move a share of the children, none older than `oldest` years, into the family and birthday of another (in place).

    Only the youngest child of a family becomes one of two, so that nobody else comes too close.
    """
    known = np.flatnonzero((mother != NOBODY) & (birth > today - oldest * YEAR) & (birth < today - 90))
    order = known[np.lexsort((birth[known], mother[known]))]
    youngest = order[np.r_[mother[order][1:] != mother[order][:-1], True][: len(order)]]
    drawn = rng.permutation(youngest)
    pairs = max(1, round(len(drawn) * share)) if len(drawn) > 3 else 0
    model, moved = drawn[:pairs], drawn[pairs : 2 * pairs]
    born = died[moved] >= birth[model][: len(moved)]  # nobody who died is moved behind the day of death
    model, moved = model[: len(moved)][born], moved[born]
    birth[moved], father[moved], mother[moved] = birth[model], father[model], mother[model]
