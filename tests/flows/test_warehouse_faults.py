"""Whatever stops the publishing, the stable name opens, whole, as it was or as it is to be. Seeds are fixed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from flows import versions
from flows.versions import STABLE
from flows.warehouse import Engine, PublishError, fingerprints, open_readonly, publish
from tests.flows.small_city import AS_OF, city

ROOT = Path(__file__).parents[2]
PUBLISH_FOR_EVER = """
import itertools, sys
from pathlib import Path
from flows.warehouse import Engine, publish
from tests.flows.small_city import AS_OF, city
folder = Path(sys.argv[1])
nights = [city("even"), city("odd")]
for number in itertools.count():
    publish(folder, AS_OF, ("even", "odd")[number % 2], nights[number % 2], Engine(folder.parent / "spill", 1))
    print(number, flush=True)
"""
PUBLISH_IN_SMALL_SPACE = """
import resource, sys
from pathlib import Path
from flows.warehouse import Engine, PublishError, publish
from tests.flows.small_city import AS_OF, city
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    publish(folder, AS_OF, "r2", city("r2"), Engine(folder.parent / "spill", 1))
except PublishError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.fixture
def published_once(tmp_path: Path) -> Path:
    folder = tmp_path / "warehouse"
    publish(folder, AS_OF, "r1", city("r1"), Engine(tmp_path / "spill", 2))
    return folder


def run_id(folder: Path) -> str:
    with open_readonly(folder / STABLE) as con:
        assert con.sql("SELECT count(*) FROM alerts_open").fetchall() == [(3,)]
        return con.sql("SELECT run_id FROM runs").fetchall()[0][0]


def python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", script, *arguments]


@pytest.mark.long
def test_kill_at_any_moment(published_once: Path) -> None:
    chance = random.Random(20261122)
    whole = fingerprints(published_once / STABLE)
    for _ in range(4):
        process = subprocess.Popen(
            python(PUBLISH_FOR_EVER, str(published_once)), cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
        )
        assert process.stdout is not None
        process.stdout.readline()  # at work now
        time.sleep(chance.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert run_id(published_once) in ("even", "odd")
        assert fingerprints(published_once / STABLE) == whole
    publish(published_once, AS_OF, "after", city("after"), Engine(published_once.parent / "spill", 2))
    assert run_id(published_once) == "after"
    assert not [path.name for path in published_once.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("size", [0, 20_000, 500_000])
def test_no_room_on_the_disk(published_once: Path, size: int) -> None:
    """A limit on the size of files stands for a full disk: writing fails in the same places."""
    done = subprocess.run(
        python(PUBLISH_IN_SMALL_SPACE, str(published_once), str(size)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1), done.stderr
    assert "仍是上一次发布的内容" in done.stdout
    assert run_id(published_once) == "r1"
    assert not [path.name for path in published_once.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("target", [(os, "fsync"), (Path, "replace"), (Path, "chmod"), (duckdb, "connect")])
def test_every_single_call_may_fail(published_once: Path, monkeypatch, target) -> None:
    """Fail the n-th call for every n: one message, and old or new stands whole under the stable name."""
    owner, name = target
    real, engine = getattr(owner, name), Engine(published_once.parent / "spill", 2)
    for number in range(1, 20):
        calls = iter(range(1, 1000))

        def failing(*arguments, _calls=calls, _number=number, **options):
            if next(_calls) == _number:
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing)
            try:
                publish(published_once, AS_OF, f"n{number}", city(f"n{number}"), engine)
            except PublishError as error:
                message, quiet = str(error), error.__suppress_context__
            else:
                break
        assert "磁盘空间不足" in message
        assert quiet
        assert run_id(published_once) in ("r1", f"n{number}", *(f"n{earlier}" for earlier in range(number)))
    else:
        pytest.fail("never came to an end")
    assert run_id(published_once) == f"n{number}"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("a file in the way")
    with pytest.raises(PublishError, match="未能发布"):
        publish(tmp_path / "warehouse", AS_OF, "r1", {}, Engine(tmp_path / "spill"))


def test_no_permission_is_told(published_once: Path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(versions, "_see_to_disk", refuse)
    with pytest.raises(PublishError, match="没有写入"):
        publish(published_once, AS_OF, "r2", {}, Engine(published_once.parent / "spill"))
    assert run_id(published_once) == "r1"
