"""The small city's analysts' file, written once for all tests of a worker."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.analysts.file import Written, write_analysts_file
from flows.settings import load
from tests.conftest import SmallCity


@dataclass(frozen=True)
class AnalystsHome:
    """A home that holds the small city's published file by a link, and what was written from it."""

    home: Path
    written: Written


@pytest.fixture(scope="session")
def analysts_home(small_city: SmallCity, tmp_path_factory: pytest.TempPathFactory) -> AnalystsHome:
    home = tmp_path_factory.mktemp("analysts")
    for name in ("journal", "warehouse"):
        (home / name).mkdir()
    os.link(small_city.whole.stable, home / "warehouse" / "hedui.duckdb")
    return AnalystsHome(home, write_analysts_file(load(None, home=home)))
