"""All tests of the desk once more, on a real PostgreSQL: `uv run pytest -n 0 -m long tests/review/test_postgres.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import made_for_all
from tests.review.postgres import cluster, programs

ROOT = Path(__file__).parents[2]
WITHOUT = "PostgreSQL is not installed here (no initdb): the desk's tests ran on SQLite only"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.skipif(programs() is None, reason=WITHOUT)
@pytest.mark.skipif("TEST_POSTGRES_URL" in os.environ, reason="this is the run on PostgreSQL")
def test_desk_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two processes make two databases; those that need a browser or a bench are not run again."""
    made = made_for_all(tmp_path_factory) or tmp_path_factory.mktemp("made")
    with cluster() as url:
        command = [sys.executable, "-m", "pytest", "tests/review", "-m", "not long", "-n", "2", "--maxfail", "20"]
        told = os.environ | {"TEST_POSTGRES_URL": url, "TESTS_MADE": str(made)}
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    said = done.stdout[-6000:]
    assert done.returncode == 0, said
    assert "passed" in said
