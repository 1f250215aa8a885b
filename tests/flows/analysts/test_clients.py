"""The analysts' file in the hands of its clients: the packaged DuckDB command line and the notebook, headless."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from flows.analysts.questions import questions
from tests.flows.analysts.conftest import AnalystsHome
from tests.house.tree import ROOT

NOTEBOOK = ROOT / "docs" / "notebooks" / "analysts.py"


@pytest.fixture
def file(analysts_home: AnalystsHome) -> Path:
    return analysts_home.written.path


def command_line(file: Path, sql: str) -> subprocess.CompletedProcess[str]:
    """The packaged command line, installed beside this Python."""
    program = Path(sys.executable).with_name("duckdb")
    words = [str(program), "-readonly", "-csv", str(file), sql]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_line_answers_every_question(file: Path) -> None:
    done = command_line(file, ";\n".join(one.sql for one in questions()) + ";\nSELECT count(*) FROM questions")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(len(questions()))


def test_the_command_line_cannot_write(file: Path) -> None:
    done = command_line(file, "DELETE FROM alerts")
    assert done.returncode != 0
    assert "read-only" in done.stderr


def run_notebook(file: Path) -> dict[str, object]:
    """What the notebook's cells define, run as a script would be."""
    spec = importlib.util.spec_from_file_location("analysts_notebook", NOTEBOOK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with patch.object(sys, "argv", [str(NOTEBOOK), "--file", str(file)]):
        _, defined = module.app.run()
    return dict(defined)


def test_the_notebook_draws_its_pictures(file: Path) -> None:
    defined = run_notebook(file)
    pictures = {name: chart for name, chart in defined.items() if name.endswith("_picture")}
    assert len(pictures) == 5
    for name, chart in pictures.items():
        drawn = chart.to_dict()
        assert drawn["data"]["values"] if "data" in drawn else drawn["layer"][0]["data"]["values"], name
    assert defined["answered"].height > 0
    assert defined["small"].height == 4


def test_the_notebook_says_what_to_do_without_a_file(tmp_path: Path) -> None:
    assert "con" not in run_notebook(tmp_path / "none.duckdb")
