"""`hedui replay`: a past night run again from what was kept, and its tables compared with what was published."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb

from flows.errors import UsageError
from flows.journal import nights, published_nights
from flows.kept import INPUTS, content_of, inputs_now, kept_input
from flows.lake import Lake
from flows.night import Night
from flows.past import Past, past
from flows.settings import Settings
from flows.steps.assemble import assemble
from flows.steps.assess import assess
from flows.steps.link import link
from flows.steps.monitor import monitor
from flows.steps.publish import publish
from flows.steps.stage import stage
from flows.versions import versions

STEPS: tuple[Callable[[Night], dict[str, Any]], ...] = (stage, link, assemble, assess, monitor, publish)


@dataclass(frozen=True, slots=True)
class Replayed:
    """differs: tables whose content is another one now, with row counts then and now. changed: by input (policy, site,
    divisions, model, code) the files that are another today; the replay took them as they were, but for code.
    """

    night: date
    tables: int
    differs: dict[str, tuple[int, int]]
    changed: dict[str, list[str]]
    seconds: float

    @property
    def equal(self) -> bool:
        """Whether every table is what it was."""
        return not self.differs

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self) | {"equal": self.equal}


def replay(settings: Settings, as_of: date, count: int, told: Callable[[Replayed], None]) -> list[Replayed]:
    """Run `count` past nights again, the last of them `as_of`, oldest first; `told` hears of each as it is done.

    Raises UsageError for a night of which too little was kept.
    """
    lake = Lake(settings.home.absolute())
    published = [day for day in published_nights(lake) if day <= as_of]
    if not published or published[-1] != as_of:
        raise UsageError(f"{as_of} 没有发布过,不能重算。发布过的夜见 runs 表。")
    done = []
    with past(settings) as home:
        for day in published[-count:]:
            done.append(_again(home, day))
            told(done[-1])
    return done


def _again(home: Past, day: date) -> Replayed:
    started = time.monotonic()
    then = _then(home.real, day)
    night = home.night(day)
    for step in STEPS:
        step(night)
    now = content_of(versions(home.there.warehouse)[-1])["tables"]
    differs = {
        table: (_rows(then.get(table)), _rows(now.get(table)))
        for table in sorted({*then, *now})
        if then.get(table) != now.get(table)
    }
    return Replayed(day, len(now), differs, changed_since(home, day), round(time.monotonic() - started, 1))


def _then(lake: Lake, day: date) -> dict[str, str]:
    """Fingerprints of the night as published: from the journal, or from its file where another DuckDB wrote them."""
    kept = nights(lake)[day].get("fingerprints")
    if kept is not None and kept["duckdb"] == duckdb.__version__:
        tables: dict[str, str] = kept["tables"]
        return tables
    of_night = [path for path in versions(lake.warehouse) if path.name.startswith(f"hedui-{day.isoformat()}-")]
    if not of_night:
        raise UsageError(f"{day} 没有可比的指纹:当时由旧版程序或另一版 DuckDB 发布,发布文件也已不在。")
    found: dict[str, str] = content_of(of_night[-1])["tables"]
    return found


def _rows(mark: str | None) -> int:
    return int(mark.partition(":")[0]) if mark else 0


def changed_since(home: Past, day: date) -> dict[str, list[str]]:
    """By input, the files that are other than on that night, are new or are gone."""
    lake = home.real
    entry = nights(lake)[day]
    now = inputs_now(Night(home.settings, lake, day, None, b"", entry["started_at"]))
    found = {}
    for name in INPUTS:
        then = kept_input(lake, entry, name) or {}
        files = sorted(file for file in {*then, *now[name]} if then.get(file) != now[name].get(file))
        if files:
            found[name] = files
    return found
