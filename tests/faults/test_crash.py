"""A run killed at any moment: the stable name opens whole, old or new, and the next run ends as if nothing had been.

The moments are drawn from a fixed seed; where exactly they fall is the machine's doing. A failure names seed and kill.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import walk
from flows.lake import Lake
from flows.night import Night
from flows.settings import load
from tests.conftest import SmallCity
from tests.flows.nights import FIRST, SECOND, THIRD, Delivered, Nights
from tests.house.tree import ROOT

SEED = 20261122
KILLS = 40


@dataclass
class Forker:
    """A process that walks nights in children (tests/faults/forker.py)."""

    process: subprocess.Popen[str]

    def start(self, nights: Nights, as_of: date) -> int:
        """Begin a run; its process id."""
        return self._ask(f"{nights.inbox} {nights.home} {as_of}")

    def end(self) -> int:
        """How the run ended."""
        return self._ask("end")

    def _ask(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forker"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Forker(process)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == 0


@dataclass
class Town:
    """A home on its way through four moments: night 1; night 2 without housing; housing comes late; night 3."""

    nights: Nights
    bring: Callable[[], None]
    moment: int = 0

    def next(self) -> None:
        """Go on to the next moment."""
        self.moment += 1
        if self.moment == 2:
            self.bring()


DAYS = (FIRST, SECOND, SECOND, THIRD)


def town(small_city: SmallCity, folder: Path) -> Town:
    """A town that has seen nothing."""
    shutil.copytree(small_city.whole.inbox, folder / "inbox")
    bring = Delivered(folder / "inbox", "housing", SECOND).hold_back(folder / "late" / "housing")
    return Town(small_city.whole.fresh(folder / "home", folder / "inbox"), bring)


@dataclass(frozen=True)
class Uninterrupted:
    """Without any kill: what is published after each moment, the seconds a night takes, and a home after moment 1."""

    published: list[dict[str, str]]
    seconds: float
    without_housing: Nights


@pytest.fixture(scope="module")
def uninterrupted(small_city: SmallCity, forker: Forker, tmp_path_factory: pytest.TempPathFactory) -> Uninterrupted:
    """One night is walked for it; the others are known."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    second = small_city.after_first.copy(folder / "second", town(small_city, folder).nights.inbox)
    started = time.monotonic()
    forker.start(second, SECOND)
    assert forker.end() == 3
    seconds = time.monotonic() - started
    whole = small_city.whole
    found = [whole.fingerprints(FIRST), second.fingerprints(), whole.fingerprints(SECOND), whole.fingerprints(THIRD)]
    return Uninterrupted(found, seconds, second)


@pytest.mark.long
def test_kill_at_any_moment(
    small_city: SmallCity, forker: Forker, uninterrupted: Uninterrupted, tmp_path: Path
) -> None:
    published, seconds = uninterrupted.published, uninterrupted.seconds
    chance = random.Random(SEED + KILLS)
    print(f"seed {SEED + KILLS}, {seconds:.1f} s a night")
    towns, killed, moments = 0, 0, Counter[int]()
    now = town(small_city, tmp_path / "0")
    while killed < KILLS:
        child = forker.start(now.nights, DAYS[now.moment])
        time.sleep(chance.uniform(0, seconds * 0.4))
        os.kill(child, signal.SIGKILL)
        ended = forker.end()
        where = f"seed {SEED + KILLS}, kill {killed}, moment {now.moment}"
        if ended == -signal.SIGKILL:
            killed += 1
            moments[now.moment] += 1
            if now.nights.stable.exists():
                assert now.nights.fingerprints() in published[max(now.moment - 1, 0) : now.moment + 1], where
            else:
                assert now.moment == 0, where
            continue
        settled(now, published, ended, where)
        if now.moment == len(DAYS) - 1:
            towns += 1
            now = town(small_city, tmp_path / str(towns))
        else:
            now.next()
    print(f"kills by moment {dict(moments)}, {towns} towns came to their end")
    forker.start(now.nights, DAYS[now.moment])
    settled(now, published, forker.end(), f"seed {SEED + KILLS}, at the end")
    assert now.nights.run(DAYS[now.moment]).ran == ()


def settled(now: Town, published: list[dict[str, str]], ended: int, where: str) -> None:
    """A run that came to its end: as if nothing had been, and nothing left lying about."""
    assert ended == (3 if now.moment == 1 else 0), where
    assert now.nights.fingerprints() == published[now.moment], where
    assert now.nights.leftovers() == [], where


class Killed(BaseException):
    """Stands for the end of the process."""


def run_until(nights: Nights, as_of: date, step: str) -> None:
    """A run that ends as soon as a step was done."""

    def call(name: str, night: Night) -> dict[str, Any]:
        summary = walk.plain(name, night)
        if name == step:
            raise Killed
        return summary

    with pytest.raises(Killed):
        walk.run_nights(load(None, inbox=nights.inbox, home=nights.home, as_of=as_of), call, lambda *_: None)


LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("step", "go_on"),
    [("link", False), pytest.param("link", True, marks=LONG), pytest.param("monitor", True, marks=LONG)],
)
def test_a_night_cut_off_while_run_again_is_taken_up_before_the_next(
    small_city: SmallCity, uninterrupted: Uninterrupted, tmp_path: Path, step: str, go_on: bool
) -> None:
    """Housing of night 2 came late, the run for it was cut off, and meanwhile night 3 has come."""
    now = town(small_city, tmp_path)
    nights = uninterrupted.without_housing.copy(tmp_path / "own", now.nights.inbox)
    now.bring()
    run_until(nights, SECOND, step)
    settings = load(None, inbox=nights.inbox, home=nights.home)
    assert walk.due_nights(settings, Lake(nights.home)) == [SECOND, THIRD]
    if go_on:
        outcome = nights.run(THIRD)
        assert (outcome.ran, outcome.exit_code) == ((SECOND, THIRD), 0)
        assert nights.fingerprints() == small_city.whole.fingerprints()
        assert nights.leftovers() == []
