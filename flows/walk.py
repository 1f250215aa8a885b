"""The walk: every night that is due, step by step, in order of its date.

    receive -> stage -> link -> assemble -> assess -> monitor -> publish

`Call` says how a step is called: as a plain function, or as a Prefect task. The walk knows neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from flows import steps
from flows.errors import UsageError
from flows.inbox import batch_dates
from flows.journal import key_secret, nights, note_seconds, remember_inbox, run_lock
from flows.lake import Lake
from flows.night import Night, night_before, night_signature, open_night
from flows.settings import Settings, sample_inbox

STEPS: tuple[tuple[str, str], ...] = (
    ("receive", "接收"),
    ("stage", "整理"),
    ("link", "关联"),
    ("assemble", "归集"),
    ("assess", "核对"),
    ("monitor", "监测"),
    ("publish", "发布"),
)
WORK: dict[str, Callable[[Night], dict[str, Any]]] = {name: getattr(steps, name) for name, _ in STEPS}


class Call(Protocol):
    """How one step of one night is called; returns the step's small summary."""

    def __call__(self, step: str, night: Night) -> dict[str, Any]: ...


Progress = Callable[[date, str, dict[str, Any], float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the nights came to."""

    ran: tuple[date, ...]
    last: date
    exit_code: int
    warehouse: Path


def plain(step: str, night: Night) -> dict[str, Any]:
    """Call a step as what it is: a function."""
    return WORK[step](night)


def due_nights(settings: Settings, lake: Lake) -> list[date]:
    """Nights to run now: every batch date not run yet, and the newest night again if its deliveries changed.

    Raises UsageError if the inbox holds nothing up to the as-of day.
    """
    published = nights(lake)
    delivered = batch_dates(settings.inbox)
    wanted = {day for day in delivered if settings.as_of is None or day <= settings.as_of}
    if settings.as_of is not None and wanted:
        wanted.add(settings.as_of)  # the run ends at its as-of day, even if nobody delivered on it
    if not wanted:
        until = f"(截至 {settings.as_of})" if settings.as_of else ""
        raise UsageError(f"{settings.inbox} 中没有可处理的批次{until}。应为 <部门>/<批次日期>/manifest.json。")
    newest = max([*wanted, *published]) if settings.as_of is None else settings.as_of
    due = {day for day in wanted if day not in published and day > max(published, default=date.min)}
    last = max(published, default=None)
    if last is not None and newest == last and published[last]["signature"] != _signature(settings, lake, last):
        due.add(last)
    return sorted(due)


def _signature(settings: Settings, lake: Lake, day: date) -> str:
    return night_signature(settings, day, night_before(lake, day))


def run_nights(settings: Settings, call: Call, progress: Progress) -> Outcome:
    """Run every due night and publish each. Raises HeduiError when nothing could be published."""
    if not settings.inbox.is_dir():
        raise UsageError(f"找不到收件目录 {settings.inbox}。请检查 --inbox。")
    lake = Lake(settings.home.absolute())
    lake.prepare()
    with run_lock(lake):
        remember_inbox(lake, settings.inbox, sample=settings.inbox.resolve() == sample_inbox().resolve())
        secret = key_secret(lake)
        due = due_nights(settings, lake)
        for day in due:
            night = open_night(settings, lake, day, secret)
            seconds: dict[str, float] = {}
            for step, _ in STEPS:
                started = time.monotonic()
                summary = call(step, night)
                seconds[step] = round(time.monotonic() - started, 3)
                progress(day, step, summary, seconds[step])
            note_seconds(lake, day, seconds)
        journal = nights(lake)
    considered = due or [max(journal)]
    refused = any(journal[day]["incomplete"] for day in considered)
    return Outcome(tuple(due), max(considered), 3 if refused else 0, lake.warehouse / "hedui.duckdb")
