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
