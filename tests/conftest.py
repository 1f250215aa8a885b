"""Whole nights that several tests look at: run once, read by all."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.settings import load
from flows.walk import Outcome, plain, run_nights
from flows.warehouse import open_readonly
from tests.flows.nights import FIRST, SECOND, Nights, city

CASES = Path(__file__).parent / "cases"


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
    if told := os.environ.get("HEDUI_TESTS_MADE"):
        return Path(told)
    return factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else None


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` filled: filled once for all processes of a test run, and copied for each of them.

    What `make` returns lies beside, pickled, as `made`. HEDUI_TESTS_MADE: a folder for several test runs of one state
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests may take long: a busy machine must not make a failure of them."""
    for item in items:
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(1800))
