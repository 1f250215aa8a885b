"""Whole nights that several tests look at: run once, read by all."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.sample import write_sample
from flows.settings import load
from flows.walk import Outcome, plain, run_nights
from flows.warehouse import open_readonly
from tests.flows.nights import FIRST, SECOND, Nights, city

TESTS = Path(__file__).parent
CASES = TESTS / "cases"


@dataclass(frozen=True)
class RunNights:
    """Nights that ran: what they came to, and every published version, oldest first."""

    home: Path
    outcome: Outcome

    def published(self, night: date) -> duckdb.DuckDBPyConnection:
        """The file as it was published after one night."""
        (version,) = self.home.glob(f"warehouse/hedui-{night}-*.duckdb")
        return open_readonly(version)


def run(inbox: Path, home: Path, **given: object) -> Outcome:
    """All nights of an inbox, as plain functions."""
    return run_nights(load(None, inbox=inbox, home=home, **given), plain, lambda *_: None)


def made_for_all(factory: pytest.TempPathFactory) -> Path | None:
    """Where `once` puts what several processes read; None if this process is the only one."""
    if told := os.environ.get("TESTS_MADE"):
        return Path(told)
    return factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else None


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` filled: filled once for all processes of a test run, and copied for each of them.

    What `make` returns lies beside, pickled, as `made`. TESTS_MADE: a folder for several test runs of one state
    of the tree, as `.ci/run` makes them; with it each folder is filled once for all of them.
    """
    own = factory.getbasetemp()
    shared = made_for_all(factory)
    if shared is None:
        (own / name).mkdir()
        (own / name / "made").write_bytes(pickle.dumps(make(own / name)))
        return own / name
    shared.mkdir(parents=True, exist_ok=True)
    first = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (first / "made").exists():
            shutil.rmtree(first, ignore_errors=True)
            first.mkdir()
            made = pickle.dumps(make(first))
            (first / "made").write_bytes(made)
    return Path(shutil.copytree(first, own / name))


@pytest.fixture(scope="session")
def city_a(tmp_path_factory: pytest.TempPathFactory) -> RunNights:
    """The three nights of the case with known truth."""
    folder = once(tmp_path_factory, "city_a", lambda made: run(CASES / "city_a" / "inbox", made / "home"))
    return RunNights(folder / "home", pickle.loads((folder / "made").read_bytes()))


@dataclass(frozen=True)
class SmallCity:
    """An invented city of three nights, walked one by one: its home after each of them."""

    after_first: Nights
    after_second: Nights
    whole: Nights


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> SmallCity:
    """Walked once for all tests. Its homes and its inbox are only read; a test that goes on takes a copy."""

    def make(folder: Path) -> None:
        nights = Nights(city(folder / "inbox"), folder / "home")
        nights.run(FIRST)
        nights.copy(folder / "after_first")
        nights.run(SECOND)
        nights.copy(folder / "after_second")
        nights.run()

    folder = once(tmp_path_factory, "small_city", make)
    return SmallCity(*(Nights(folder / "inbox", folder / name) for name in ("after_first", "after_second", "home")))


@dataclass(frozen=True)
class BundledCity:
    """The city of data/samples after its three nights; its analysts' file, and what was done, step by step.

    truth: what was planted, from the generator that made it (tests/flows/test_sample.py: same arguments, same bytes).
    """

    outcome: Outcome
    analysts: Path
    truth: Path
    steps: list[str]


@pytest.fixture(scope="session")
def bundled_city(tmp_path_factory: pytest.TempPathFactory) -> BundledCity:
    """Walked once for all tests; only read."""

    def make(folder: Path) -> tuple[Outcome, list[str]]:
        write_sample(1900, 2026, 3, folder / "inbox", first_night=FIRST, truth=folder / "truth")
        steps: list[str] = []
        settings = load(
            None, inbox=folder / "inbox", home=folder / "home", analysts_file=folder / "given" / "analysts.duckdb"
        )
        return run_nights(settings, plain, lambda _, step, *__: steps.append(step)), steps

    folder = once(tmp_path_factory, "bundled_city", make)
    outcome, steps = pickle.loads((folder / "made").read_bytes())
    here = replace(outcome, warehouse=folder / "home" / "warehouse" / "hedui.duckdb")
    return BundledCity(here, folder / "given" / "analysts.duckdb", folder / "truth", steps)


LONGEST = (
    "flows/test_sample_nights.py",
    "flows/test_replay.py",
    "review/test_postgres.py",
    "faults/test_determinism.py",
    "faults/test_crash.py",
    "review/test_rows.py",
    "review/test_payloads.py",
    "cases/test_city_a.py",
)
"""Files whose tests take longest begin, lest one process be left with one of them when the other has nothing to do.

The first reads no city that the second waits for.
"""


def pytest_collection_finish() -> None:
    """Six thousand tests and what they import stay to the end: the garbage collector need not look at them again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests may take long: a busy machine must not make a failure of them."""
    for item in items:
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(1800))
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
