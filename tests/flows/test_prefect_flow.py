"""The nightly flow through Prefect, with nothing running beside it: what is published, shown and kept is the same."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights, personal_values
from tests.house.tree import ROOT

pytestmark = pytest.mark.long  # each starts a server of its own, some 25 s
NAME = "罗桂英 999901196304031157"
ACCIDENT = f"""
from flows import walk
def accident(night):
    raise ValueError("{NAME}")
walk.WORK["link"] = accident
from flows.cli import main
main()
"""


def run(nights: Nights, prefect_home: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, whose Prefect has never been used."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HEDUI_"))}
    own = {"PREFECT_HOME": str(prefect_home), "HEDUI_INBOX": str(nights.inbox), "HEDUI_HOME": str(nights.home)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | own | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


def kept_by_prefect(folder: Path) -> tuple[dict[str, str], str]:
    """Last state of every task and flow run, and the whole of what Prefect's database and folder hold, as text."""
    with sqlite3.connect(folder / "prefect.db") as con:
        runs = con.execute("SELECT name, state_type FROM task_run UNION ALL SELECT name, state_type FROM flow_run")
        states = {name.rpartition("-")[0] or name: state for name, state in runs}
        text = "\n".join(con.iterdump())
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db")
    return states, text + "".join(path.read_text("utf-8", errors="replace") for path in files)


def test_the_command_walks_through_prefect(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.after_second.copy(tmp_path / "home")
    done = run(nights, tmp_path / "prefect", "-m", "flows.cli", "nightly")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{THIRD} 夜\n  接收  ")
    assert nights.fingerprints() == small_city.whole.fingerprints()
    assert nights.leftovers() == []
    states, kept = kept_by_prefect(tmp_path / "prefect")
    steps = ("receive", "stage", "link", "assemble", "assess", "monitor", "publish")
    assert {step: states[step] for step in steps} == dict.fromkeys(steps, "COMPLETED")
    people = personal_values(nights.home)
    assert [value for value in people if value in kept or value in done.stdout] == []


def test_an_accident_stays_out_of_screen_and_prefect(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.after_second.copy(tmp_path / "home")
    done = run(nights, tmp_path / "prefect", "-c", ACCIDENT, "nightly", TMPDIR=str(tmp_path))
    (log,) = tmp_path.glob("hedui-error-*.log")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(log) in done.stderr
    assert NAME in log.read_text("utf-8")
    states, kept = kept_by_prefect(tmp_path / "prefect")
    assert states["link"] == "FAILED"
    assert all(part not in done.stdout + done.stderr + kept for part in NAME.split())


@pytest.mark.parametrize("missing", [False, True])
def test_the_deployed_flow_takes_its_settings_from_the_environment(
    small_city: SmallCity, tmp_path: Path, missing: bool
) -> None:
    """As a worker runs it: by the entrypoint of prefect.yaml. A night with a missing delivery is shown as failed."""
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    (deployment,) = [one for one in deployments if one["name"] == "nightly"]
    module, _, flow = deployment["entrypoint"].rpartition(".")
    nights = small_city.after_second.copy(tmp_path / "home")
    if missing:
        nights = Nights(tmp_path / "inbox", nights.home)
        (tmp_path / "inbox").mkdir()
        for department in small_city.whole.inbox.iterdir():
            (tmp_path / "inbox" / department.name).symlink_to(department)
        (tmp_path / "inbox" / "housing").unlink()
    script = f"from prefect.flows import load_flow_from_entrypoint\nload_flow_from_entrypoint('{module}.{flow}')()"
    done = run(nights, tmp_path / "prefect", "-c", script, HEDUI_AS_OF=str(THIRD))
    states, _ = kept_by_prefect(tmp_path / "prefect")
    assert states["publish"] == "COMPLETED"
    assert (done.returncode == 0) == (not missing)
    assert nights.ask("SELECT max(as_of) FROM runs") == [(THIRD,)]
    if missing:
        assert "FAILED" in states.values()
        assert "交付被拒收、暂缓或缺失" in done.stderr
    else:
        assert nights.fingerprints() == small_city.whole.fingerprints()
        assert set(states.values()) == {"COMPLETED"}
