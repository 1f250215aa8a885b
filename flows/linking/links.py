"""Links of a night for whoever reads them: one row a reference (transforms/link/links.py LINKS), one file a table.

The step link keeps links of the few references that numbers do not settle (link/close/<table>.parquet), and of all
others no more than which number has which key (link/numbers.arrow). The first reader has the two put together.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from flows.lake import read_mapped, write_parquet
from flows.linking.fingerprints import SHAPES
from flows.linking.memory import MEMORY, read_parts, remembered_city, remembered_table
from transforms.link.answers import NUMBERS_NOW, Answers, Settled, all_links
from transforms.link.city import City
from transforms.link.crosswalk import NUMBERS, State, crosswalk_of, state_of

KEY_FILES = ("crosswalk.parquet", "numbers.arrow")
"""Where a night leaves its person keys (`LinkFolder.state`): all that a later night's keys hang on."""


@dataclass(frozen=True, slots=True)
class LinkFolder:
    """What the step link of a night left in `folder`; `staged` is where deliveries lie."""

    folder: Path
    staged: Path

    def links(self, key: str) -> Path:
        """Links of one table, as a parquet file."""
        path = self._file(key)
        if not path.is_file() and self._numbers.is_file():
            self._put_together()
        return path

    def all_links(self) -> list[Path]:
        """Links of all tables that name people, in order of their names."""
        return [self.links(key) for key in sorted(SHAPES)]

    def _put_together(self) -> None:
        """Write the links of all tables: who asks for one asks for the others next, and they share most work."""
        described = read_parts(self.folder / MEMORY / "descriptors").select("first17", "number_state")
        night = Settled(self.close(), described, read_mapped(self._numbers).select(*NUMBERS_NOW))
        for key in SHAPES:
            path, close = self._file(key), self.folder / "close" / f"{key}.parquet"
            if path.is_file() or not close.is_file():  # a table that the program did not know that night
                continue
            table = remembered_table(self.staged, self.folder / MEMORY, key)
            building = path.with_name(f".{key}.{os.getpid()}.building")
            write_parquet(all_links(table, night, pl.read_parquet(close)), building)
            building.replace(path)

    def _file(self, key: str) -> Path:
        return self.folder / "links" / f"{key}.parquet"

    def close(self) -> np.ndarray:
        """Of each descriptor whether its references' links are in link/close."""
        return read_mapped(self.folder / MEMORY / "close.arrow")["close"].to_numpy()

    def state(self) -> State:
        """The crosswalk as the night left it."""
        if not self._numbers.is_file():  # a night of an older version
            return state_of(pl.read_parquet(self.folder / "crosswalk.parquet"))
        numbers = read_mapped(self._numbers).select(*NUMBERS)
        return State(numbers, pl.read_parquet(self.folder / "crosswalk.parquet"))

    def crosswalk(self) -> pl.DataFrame:
        """The same as one table (crosswalk.CROSSWALK)."""
        return crosswalk_of(self.state())

    def answers(self, city: City | None = None) -> Answers:
        """Keys of all references of the night; `city`: as its memory has it, for who has read that already."""
        files = {key: self.folder / "close" / f"{key}.parquet" for key in SHAPES}
        links = {key: pl.read_parquet(path) for key, path in files.items() if path.is_file()}
        # of a table that the program did not know that night nothing was linked
        links |= {key: next(iter(links.values())).clear() for key in SHAPES if key not in links}
        city = city or remembered_city(self.staged, self.folder / MEMORY)
        return Answers(city, self.close(), read_mapped(self._numbers).select(*NUMBERS_NOW), links)

    @property
    def _numbers(self) -> Path:
        return self.folder / "numbers.arrow"
