"""Names that confuse: two of one name in a village, twins who share a character. Only in a city of hard damage."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.draw import NOBODY, Ints, chance
from transforms.sample.people import People

_NAMESAKES = 0.02
_TWINS_ALIKE = 0.6


def confusing(
    rng: np.random.Generator, given_names: pl.Series, surname: Ints, village: Ints, people: People
) -> pl.Series:
    """The given names, of which some people of one surname and sex in one village share one, and many twins the first
    character.
    """
    names = given_names.to_numpy().astype(str).astype(object)
    order = np.lexsort((people.birth, people.sex, surname, village))
    before, after = order[:-1], order[1:]
    alike = (village[before] == village[after]) & (surname[before] == surname[after])
    alike &= (people.sex[before] == people.sex[after]) & (people.birth[before] != people.birth[after])
    # Father and son of one name there are not.
    alike &= (people.father[before] != after) & (people.father[after] != before)
    alike &= (people.mother[before] != after) & (people.mother[after] != before)
    share = _NAMESAKES * len(people) / max(1, int(alike.sum()))
    taken = alike & chance(rng, len(alike), min(1.0, share))
    names[after[taken]] = names[before[taken]]
    families = np.lexsort((people.birth, people.mother))
    first, second = families[:-1], families[1:]
    twins = (people.mother[first] != NOBODY) & (people.mother[first] == people.mother[second])
    twins &= (people.birth[first] == people.birth[second]) & chance(rng, len(first), _TWINS_ALIKE)
    for one, other in zip(first[twins], second[twins], strict=True):
        names[other] = names[one][:1] + (names[other][1:] or names[other])
        if names[other] == names[one]:
            names[other] = names[one][:1] + names[one]
    return pl.Series(given_names.name, names, dtype=pl.String)
