"""The nightly Prefect flow. It reads like the walk; the work is in `flows/steps.py` and `transforms/`.

Deployed by `prefect.yaml` at 01:30; run by hand with `hedui nightly`. Tasks exchange small summaries and write their
data into the lake, so nothing personal is pickled, hashed or logged by Prefect.
"""

from __future__ import annotations

import flows._env  # noqa: F401  isort: skip  (must come before prefect)

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.errors import NightStoppedError
from flows.night import Night
from flows.screen import Screen
from flows.settings import Settings, load
from flows.unexpected import told_plainly
from flows.walk import WORK, Outcome, Progress, run_nights


def _guarded(work: Callable[[Night], dict[str, Any]]) -> Callable[[Night], dict[str, Any]]:
    """Prefect keeps and shows the text of an error: only one without values may leave a task."""

    def step(night: Night) -> dict[str, Any]:
        with told_plainly():
            return work(night)

    return step


_TASKS = {
    step: task(name=step, cache_policy=NO_CACHE, persist_result=False)(_guarded(work)) for step, work in WORK.items()
}


def as_task(step: str, night: Night) -> dict[str, Any]:
    """Call a step as a Prefect task; its state and duration are then seen in Prefect."""
    summary: dict[str, Any] = _TASKS[step](night)
    return summary


@flow(name="nights", persist_result=False, validate_parameters=False)
def nights_flow(settings: Settings, progress: Progress) -> Outcome:
    """Every night that is due, each step a task."""
    with told_plainly():
        return run_nights(settings, as_task, progress)


@flow(name="nightly", persist_result=False)
def nightly(config: str | None = None, as_of: date | None = None) -> None:
    """The deployed night: settings from the environment and the TOML file, as `hedui nightly` would find them.

    Raises when nothing was published or a delivery was refused or missing, so that Prefect shows it and tells somebody.
    """
    settings = load(Path(config) if config else None, as_of=as_of)
    with told_plainly():
        outcome = run_nights(settings, as_task, Screen().step)
    if outcome.exit_code:
        raise NightStoppedError(
            f"{outcome.last} 已发布,但有交付被拒收、暂缓或缺失。请查看 {outcome.warehouse} 的 feeds 与 deliveries 表。"
        )
