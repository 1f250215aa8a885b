"""The sample as a whole, ready to be written: a clean city, or one with planted cases and damage on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl

from schemas.catalogue import TABLES
from transforms.sample.cases_persons import PLANTERS
from transforms.sample.city import City, draw_city
from transforms.sample.deliveries import NO_CASES, NO_SOURCE_CASES, Delivered, Finished, deliveries, finish
from transforms.sample.draw import Mask
from transforms.sample.identify import Registered, persons_truth, registered
from transforms.sample.identity_damage import Persona, personas
from transforms.sample.plant import Planter


@dataclass(frozen=True, slots=True)
class SampleTable:
    """One finished table: what is delivered of it, and the truth about its persons."""

    city: City
    finished: Finished

    @property
    def links(self) -> pl.DataFrame:
        """Record and role -> true person."""
        return self.finished.links

    def deliveries(self) -> Iterator[Delivered]:
        """The table night by night."""
        return deliveries(self.city, self.finished)


@dataclass(frozen=True, slots=True)
class Sample:
    """The city with its planted cases; `tables` is walked once, `truth` asked afterwards."""

    city: City
    known: Registered
    persona: Persona | None
    planted: pl.DataFrame
    sources: pl.DataFrame
    _walked: list[Finished] = field(default_factory=list)

    def tables(self) -> Iterator[SampleTable]:
        """All 22 tables in the contract's order, one at a time."""
        for key in (key for key, spec in TABLES.items() if spec.nightly):
            finished = finish(self.city, self.known, key, self.persona, self.planted)
            # Only the small truths are kept; the tables of a large city do not fit together in memory.
            yield SampleTable(self.city, finished)
            self._walked.append(replace(finished, frame=finished.frame.clear(), links=finished.links.clear()))

    def truth(self) -> dict[str, pl.DataFrame]:
        """True persons, planted cases and the rows that must be refused."""
        return {
            "persons": persons_truth(self.city, self.known),
            "cases": pl.concat([*(finished.cases for finished in self._walked), self.sources], how="diagonal"),
            "quarantine": pl.concat([part for finished in self._walked for part in finished.refused]),
        }


def draw_sample(people: int, seed: int, nights: int, first_night: date, clean: bool, *, hard: bool = False) -> Sample:
    """Draw the city; `hard`: one with twice the damage and people easily confused.

    Raises ValueError for fewer than 200 people or no night."""
    city = draw_city(people, seed, nights, first_night, clean, hard=hard)
    nobody: Mask = np.zeros(len(city.people), dtype=bool)
    if clean:
        return Sample(city, registered(city, nobody, nobody), None, NO_CASES, NO_SOURCE_CASES)
    planter = Planter(city)
    for plant in PLANTERS:
        plant(planter)
    city = replace(city, tables=planter.tables)
    known = registered(city, planter.protected, planter.numberless)
    return Sample(
        city,
        known,
        personas(city, known, planter.protected, hard=hard),
        pl.concat(planter.cases),
        pl.concat(planter.sources),
    )
