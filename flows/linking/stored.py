"""What the link step of the last published night left, for those who look at it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.journal import published_nights
from flows.lake import Lake
from flows.linking.links import LinkFolder
from flows.reference import read_link_model
from flows.steps.link import STEP
from transforms.link.model import Model


@dataclass(frozen=True, slots=True)
class Stored:
    """What the link step of a night left, as far as figures and training need it. `before`: the night before it."""

    night: date
    before: date | None
    folder: Path
    model: Model
    pairs: pl.DataFrame
    units: pl.DataFrame
    groups: pl.DataFrame

    def read(self, name: str) -> pl.DataFrame:
        """Another frame of the step."""
        return pl.read_parquet(self.folder / f"{name}.parquet")

    @property
    def links(self) -> LinkFolder:
        """Its links and its crosswalk."""
        # home/lake/nights/<night>/link
        return LinkFolder(self.folder, self.folder.parents[2] / "staged")

    @property
    def people(self) -> int:
        """People with a number, whom a unit may be."""
        return self.groups.filter(pl.col("group") >= 0).height


def stored(home: Path) -> Stored:
    """The linking of the last published night. Raises UsageError if there is none, or one of an older version."""
    lake = Lake(home.absolute())
    published = published_nights(lake)
    folder = lake.night(published[-1]) / STEP
    if not (folder / "units.parquet").is_file():
        raise UsageError(f"{published[-1]} 夜由旧版本处理,没有留下关联的明细。请先再运行一次 hedui nightly。")
    frames = [pl.read_parquet(folder / f"{name}.parquet") for name in ("pairs", "units", "groups")]
    before = published[-2] if len(published) > 1 else None
    return Stored(published[-1], before, folder, read_link_model(folder / "model.yml"), *frames)
