"""Whole nights that several tests look at: run once, read by all."""

from __future__ import annotations

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


@pytest.fixture(scope="session")
def city_a(tmp_path_factory: pytest.TempPathFactory) -> RunNights:
    """The three nights of the case with known truth."""
    home = tmp_path_factory.mktemp("city_a") / "home"
    return RunNights(home, run(CASES / "city_a" / "inbox", home))


@dataclass(frozen=True)
class SmallCity:
    """An invented city of three nights, walked one by one: its home after each of them."""

    after_first: Nights
    after_second: Nights
    whole: Nights


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> SmallCity:
    """Walked once for all tests. Its homes and its inbox are only read; a test that goes on takes a copy."""
    folder = tmp_path_factory.mktemp("small_city")
    nights = Nights(city(folder / "inbox"), folder / "home")
    nights.run(FIRST)
    after_first = nights.copy(folder / "after_first")
    nights.run(SECOND)
    after_second = nights.copy(folder / "after_second")
    nights.run()
    return SmallCity(after_first, after_second, nights)
