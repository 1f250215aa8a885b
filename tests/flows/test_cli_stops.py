"""What stops the command while it works: another run, an accident, a full disk, an interrupt, a broken secret."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import walk
from flows.journal import key_secret
from flows.lake import Lake
from tests.conftest import SmallCity
from tests.flows.nights import Nights, hedui, told
from tests.house.tree import ROOT

HOLD_THE_LOCK = """
import sys
import time
from pathlib import Path
from flows.journal import run_lock
from flows.lake import Lake
with run_lock(Lake(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_of_two_runs_stops(small_city: SmallCity) -> None:
    nights = small_city.whole
    before = nights.contents()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(nights.home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        for words in ([], ["--plain"]):
            said = hedui("nightly", *words, "--inbox", nights.inbox, "--home", nights.home)
            told(said, 1, "已有一次运行尚未结束")
    finally:
        holder.stdin.close()
        assert holder.wait() == 0
        holder.stdout.close()
    assert nights.contents() == before
    assert nights.run().ran == ()


@pytest.fixture
def due(small_city: SmallCity, tmp_path: Path) -> Nights:
    """A home with a night to run."""
    return small_city.after_second.copy(tmp_path / "home")


def fail_in(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    """Let a step raise."""

    def raising(_night: object) -> dict[str, object]:
        raise error

    monkeypatch.setitem(walk.WORK, step, raising)


PanicException = type("PanicException", (BaseException,), {})  # what pyo3 makes of a panic in Rust


@pytest.mark.parametrize(
    "error", [ValueError("罗桂英 999901196304031157"), PanicException("罗桂英"), MemoryError("罗桂英")]
)
def test_an_accident_is_put_into_a_private_file(
    due: Nights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: BaseException
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fail_in(monkeypatch, "receive", error)
    stable = due.stable.stat().st_ino
    said = hedui("nightly", "--plain", "--inbox", due.inbox, "--home", due.home)
    (log,) = tmp_path.glob("hedui-error-*.log")
    assert said.code == 1
    assert str(log) in said.err
    assert len(said.err.splitlines()) == 1
    assert "罗桂英" not in said.err + said.out
    assert "Traceback" not in said.err + said.out
    assert "罗桂英" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
    assert due.stable.stat().st_ino == stable


def test_a_full_disk_is_told_as_such(due: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_in(monkeypatch, "receive", OSError(28, "No space left on device"))
    said = hedui("nightly", "--plain", "--inbox", due.inbox, "--home", due.home)
    assert (said.code, said.err) == (
        1,
        "磁盘空间不足，未发布。原来发布的文件不受影响。请清理运行目录所在的磁盘后重新运行。\n",
    )


def test_an_interrupt_is_no_accident(due: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_in(monkeypatch, "receive", KeyboardInterrupt())
    said = hedui("nightly", "--plain", "--inbox", due.inbox, "--home", due.home)
    assert said.code == 1
    assert said.err.startswith("已中断。")


@pytest.mark.parametrize("content", ["", "zz", "00", "0" * 63 + "g"])
def test_a_broken_secret_is_never_used(due: Nights, content: str) -> None:
    secret = due.home / "journal" / "person_key.secret"
    secret.write_text(content)
    told(hedui("nightly", "--plain", "--inbox", due.inbox, "--home", due.home), 1, str(secret), "备份")


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.prepare()
    secret = key_secret(lake)
    assert len(secret) == 32
    assert key_secret(lake) == secret
    assert (tmp_path / "journal" / "person_key.secret").stat().st_mode & 0o777 == 0o600


def test_plain_never_imports_prefect(small_city: SmallCity) -> None:
    script = (
        "import sys\nfrom flows.cli import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    code = stop.code\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'prefect'))\nsys.exit(code)"
    )
    words = ["nightly", "--plain", "--inbox", str(small_city.whole.inbox), "--home", str(small_city.whole.home)]
    done = subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_real_signal_stops_with_one_sentence(due: Nights, number: signal.Signals) -> None:
    """In polars, in DuckDB and between; the next run goes on. (DuckDB swallows one that falls into an import.)"""
    words = ["nightly", "--plain", "--inbox", str(due.inbox), "--home", str(due.home)]
    for line in (2, 3, 6):
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        for _ in range(line):
            process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(number)
        _, said = process.communicate()
        assert (process.returncode, said.partition("。")[0]) == (1, "已中断"), said
        assert len(said.splitlines()) == 1
    assert due.run().exit_code == 0
    assert due.leftovers() == []
