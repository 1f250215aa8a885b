"""The walk: every night that is due, step by step, in order of its date.

    receive -> stage -> link -> assemble -> assess -> monitor -> publish

`Call` says how a step is called: as a plain function, or as a Prefect task. The walk knows neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from flows.analysts.file import write_analysts_file
from flows.desk import Told, bring_in, has_desk, take_back
from flows.errors import HeduiError, UsageError
from flows.given import check_given
from flows.inbox import batch_dates
from flows.journal import begin, end, key_secret, nights, note_seconds, remember_inbox, run_lock, unfinished
from flows.lake import Lake
from flows.night import Night, night_before, open_night, whole_signature
from flows.rulebase import closing_rulebase
from flows.settings import Settings, sample_inbox
from flows.steps.assemble import assemble
from flows.steps.assess import assess
from flows.steps.link import link
from flows.steps.monitor import monitor
from flows.steps.publish import publish
from flows.steps.receive import receive
from flows.steps.stage import stage

WORK: dict[str, Callable[[Night], dict[str, Any]]] = {
    "receive": receive,
    "stage": stage,
    "link": link,
    "assemble": assemble,
    "assess": assess,
    "monitor": monitor,
    "publish": publish,
}


class Call(Protocol):
    """How one step of one night is called; returns the step's small summary."""

    def __call__(self, step: str, night: Night) -> dict[str, Any]: ...


Progress = Callable[[date, str, dict[str, Any], float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the nights came to. `silent_on`: the as-of day asked for, if nobody delivered on it or after."""

    ran: tuple[date, ...]
    last: date
    exit_code: int
    warehouse: Path
    silent_on: date | None = None


def plain(step: str, night: Night) -> dict[str, Any]:
    """Call a step as what it is: a function."""
    return WORK[step](night)


def due_nights(settings: Settings, lake: Lake) -> list[date]:
    """Nights to run now: every batch date not run yet, and the newest night again if its deliveries changed.

    A newest night that was being run again when it was cut off comes first, so that what follows builds on a whole one.
    Raises UsageError if the inbox holds nothing up to the as-of day.
    """
    published = nights(lake)
    delivered = batch_dates(settings.inbox)
    wanted = {day for day in delivered if settings.as_of is None or day <= settings.as_of}
    if not wanted:
        until = f"(截至 {settings.as_of})" if settings.as_of else ""
        raise UsageError(f"{settings.inbox} 中没有可处理的批次{until}。应为 <部门>/<批次日期>/manifest.json。")
    newest = max(day for day in (*wanted, *published) if settings.as_of is None or day <= settings.as_of)
    due = {day for day in wanted if day not in published and day > max(published, default=date.min)}
    last = max(published, default=None)
    if last is not None and newest >= last:
        cut_off = unfinished(lake) == last
        if cut_off or (newest == last and not _stands(settings, lake, last, published[last])):
            due.add(last)
    return sorted(due)


def _stands(settings: Settings, lake: Lake, day: date, entry: dict[str, Any]) -> bool:
    """Whether the newest night is published and made of what is there now."""
    signature = whole_signature(settings, lake, day, night_before(lake, day))
    return lake.stable.is_file() and bool(entry["signature"] == signature)


@contextmanager
def _open_home(settings: Settings) -> Iterator[tuple[Lake, list[date], Told]]:
    """The home, held for this run and without a killed run's leftovers, the nights due, and what the desk gave.

    What waits on the desk is taken in before anything else: it makes the newest night due, as what is said on the
    command line does.
    """
    check_given(settings)
    lake = Lake(settings.home.absolute())
    lake.prepare()
    with run_lock(lake):
        told = take_back(settings) if nights(lake) and has_desk(settings) else Told()
        due = due_nights(settings, lake)
        remember_inbox(lake, settings.inbox, sample=settings.inbox.resolve() == sample_inbox().resolve())
        lake.remove_leftovers()
        yield lake, due, told


def nothing_due(settings: Settings, progress: Progress = lambda *_: None) -> Outcome | None:
    """What a run comes to that has nothing to do; None if a night is due. Raises as `run_nights` does.

    Asked before Prefect is started, so that a quiet run is quick.
    """
    with _open_home(settings) as (lake, due, told):
        newest = max(nights(lake), default=date.min)
        if told.well or not due:  # a desk that does not answer is asked again, and told of, by run_nights
            _say(progress, newest, told, 0.0)
        if due:
            return None
        outcome = _outcome(settings, lake, due)
        return _desk_informed(settings, lake, newest, told, outcome, progress)


def run_nights(settings: Settings, call: Call, progress: Progress) -> Outcome:
    """Run every due night and publish each. Raises HeduiError when nothing could be published."""
    with _open_home(settings) as (lake, due, told), closing_rulebase():
        _say(progress, max(nights(lake), default=date.min), told, 0.0)
        secret = key_secret(lake)
        for day in due:
            night = open_night(settings, lake, day, secret)
            begin(lake, day)
            seconds: dict[str, float] = {}
            for step in WORK:
                started = time.monotonic()
                summary = call(step, night)
                seconds[step] = round(time.monotonic() - started, 3)
                progress(day, step, summary, seconds[step])
            note_seconds(lake, day, seconds)
            end(lake)
        written = not due or _write_analysts_file(settings, due[-1], progress)
        outcome = _outcome(settings, lake, due)
        outcome = outcome if written else replace(outcome, exit_code=3)
        return _desk_informed(settings, lake, outcome.last, told, outcome, progress)


def _desk_informed(
    settings: Settings, lake: Lake, day: date, told: Told, outcome: Outcome, progress: Progress
) -> Outcome:
    """Bring the newest published night into the desk, if there is one and it has another; a desk that is broken or
    locked never undoes a night, but is told of and makes the exit code 3.
    """
    started = time.monotonic()
    newest, brought = max(nights(lake)), Told()
    run = f"{newest:%Y%m%d}-{nights(lake)[newest]['signature'][:10]}"
    if has_desk(settings) and (told.newest != run or not told.well):
        brought = bring_in(settings)
        _say(progress, day, brought, time.monotonic() - started)
    return outcome if told.well and brought.well else replace(outcome, exit_code=3)


def _say(progress: Progress, day: date, told: Told, seconds: float) -> None:
    if told.note:
        progress(day, "desk", told.summary(), seconds)


def _write_analysts_file(settings: Settings, day: date, progress: Progress) -> bool:
    """Write the analysts' file where a setting asks for it; a night that is published stays so if that fails."""
    if settings.analysts_file is None:
        return True
    started = time.monotonic()
    try:
        written = write_analysts_file(settings)
    except HeduiError as error:
        progress(day, "analysts", {"note": "未能写出", "warnings": [str(error)]}, time.monotonic() - started)
        return False
    note = f"{written.path.name}({written.size / 1e6:,.1f} MB)"
    progress(day, "analysts", {"note": note}, time.monotonic() - started)
    return True


def _outcome(settings: Settings, lake: Lake, due: list[date]) -> Outcome:
    journal = nights(lake)
    considered = due or [max(journal)]
    asked = settings.as_of
    silent_on = asked if asked is not None and asked > max([*journal, *batch_dates(settings.inbox)]) else None
    refused = silent_on is not None or any(journal[day]["incomplete"] for day in considered)
    return Outcome(tuple(due), max(considered), 3 if refused else 0, lake.stable, silent_on)
