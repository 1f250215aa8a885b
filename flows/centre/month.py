"""The published file of a month's last night: as it was kept, else made again from what was kept (flows/past.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flows.errors import UsageError
from flows.journal import published_nights
from flows.lake import Lake
from flows.past import past
from flows.replay import STEPS
from flows.settings import Settings
from flows.versions import versions
from flows.warehouse import open_readonly

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def month_of(settings: Settings, month: str | None) -> tuple[str, date]:
    """A month, the newest one if none is given, and its last published night. Raises UsageError."""
    days = published_nights(Lake(settings.home.absolute()))
    if month is None:
        return f"{days[-1]:%Y-%m}", days[-1]
    if not _MONTH.fullmatch(month):
        raise UsageError(f"月份“{month}”无法识别,应为 2026-10 这样的写法。")
    of_month = [day for day in days if f"{day:%Y-%m}" == month]
    if not of_month:
        raise UsageError(f"{month} 没有发布过的夜。已发布的为 {days[0]} 至 {days[-1]}。")
    return month, of_month[-1]


@contextmanager
def file_of(settings: Settings, night: date) -> Iterator[Path]:
    """The file of a published night. One that was replaced since is made again, which takes as long as the night."""
    lake = Lake(settings.home.absolute())
    kept = [path for path in versions(lake.warehouse) if path.name.startswith(f"hedui-{night.isoformat()}-")]
    if kept and _has_all(kept[-1]):
        yield kept[-1]
        return
    with past(settings) as home:
        again = home.night(night)
        for step in STEPS:
            step(again)
        yield versions(home.there.warehouse)[-1]


def _has_all(path: Path) -> bool:
    """Whether a file has what this version publishes; one of an older version is made again."""
    with open_readonly(path) as con:
        found = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'report_status'").fetchone()
    return bool(found and found[0])
