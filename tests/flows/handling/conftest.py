"""A small city for the tests of decisions, on a day that does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SmallCity
from tests.flows.handling.office import MORNING
from tests.flows.nights import Nights


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands take the day from the clock."""
    monkeypatch.setattr("flows.clock.now", lambda: MORNING)


@pytest.fixture
def city(small_city: SmallCity, tmp_path: Path) -> Nights:
    """A home of three nights of its own."""
    return small_city.whole.copy(tmp_path / "home")
