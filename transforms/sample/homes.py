"""Who lives together, where: couples with their children, singles, grandparents taken in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.sample.draw import NOBODY, Ints, age_on, chance, stream
from transforms.sample.people import People
from transforms.sample.places import Villages


@dataclass(frozen=True, slots=True)
class Homes:
    """`home` by person (NOBODY's -1 for the dead); `head`, `size`, `village` by home."""

    home: Ints
    head: Ints
    size: Ints
    village: Ints

    def __len__(self) -> int:
        return len(self.head)

    def village_of(self, person: Ints) -> Ints:
        """Village index of each person; the dead are placed by their number."""
        home = self.home[person]
        return np.where(home >= 0, self.village[np.maximum(home, 0)], person % (int(self.village.max()) + 1))


def _anchors(people: People, rng: np.random.Generator, age: Ints) -> Ints:
    """The person around whom each person's home is built.

    Living couples settle around one of the two. Children follow their mother, else their father; young singles often
    stay; some of the widowed old move to a married child. Three hops settle every chain: married people never move.
    """
    index = np.arange(len(people))
    living = people.living
    spouse = people.spouse
    with_spouse = (spouse >= 0) & living & living[np.maximum(spouse, 0)]
    anchor = np.where(with_spouse, np.minimum(index, np.where(with_spouse, spouse, index)), index)
    parent = np.where(
        (people.mother >= 0) & living[np.maximum(people.mother, 0)],
        people.mother,
        np.where((people.father >= 0) & living[np.maximum(people.father, 0)], people.father, NOBODY),
    )
    stays = (age < 18) | ((age < 32) & chance(rng, len(index), 0.7))
    follows = ~with_spouse & stays & (parent >= 0)
    anchor = np.where(follows, np.maximum(parent, 0), anchor)
    married_child = np.flatnonzero(with_spouse & (parent >= 0))
    host = np.full(len(index), NOBODY, dtype=np.int64)
    host[parent[married_child]] = married_child
    taken_in = living & ~with_spouse & ~follows & (age >= 72) & (host >= 0) & chance(rng, len(index), 0.35)
    anchor = np.where(taken_in, np.maximum(host, 0), anchor)
    for _ in range(4):
        anchor = anchor[anchor]
    return anchor


def _guardians(people: People, rng: np.random.Generator, age: Ints, anchor: Ints) -> Ints:
    """Children who would live alone go to some grown person's home."""
    alone = np.flatnonzero((age < 18) & people.living & (anchor == np.arange(len(people))))
    adults = np.flatnonzero((age >= 35) & (age < 66) & people.living)
    if len(alone) and len(adults):
        anchor[alone] = anchor[rng.choice(adults, len(alone))]
    return anchor


def settle(people: People, place: Villages, seed: int, today: int) -> Homes:
    """Homes of the living, each in a village."""
    rng = stream(seed, "homes")
    age = age_on(people.birth, today)
    anchor = _guardians(people, rng, age, _anchors(people, rng, age))
    living = people.living
    head, home_of_living = np.unique(anchor[living], return_inverse=True)
    home = np.full(len(people), NOBODY, dtype=np.int64)
    home[living] = home_of_living
    size = np.bincount(home_of_living, minlength=len(head)).astype(np.int64)
    return Homes(home, head, size, rng.integers(0, len(place), len(head)))
