"""The judgements of a home: only added to, whatever is killed and however many write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows.errors import NightStoppedError, UsageError
from flows.journal import write_night
from flows.lake import Lake, write_parquet
from flows.linking.store import SNAPSHOT, append, known_to, mark, path_of, read
from tests.house.tree import ROOT
from transforms.link.judgements import JUDGEMENT

DAY = date(2026, 11, 20)
ROW = dict.fromkeys(JUDGEMENT) | {"as_of": DAY, "verdict": "same", "judged_by": "张三", "a_owner_index": 1}

WRITER = """
import sys
from pathlib import Path
from flows.lake import Lake
from flows.linking.store import append
from tests.flows.linking.test_link_store import ROW
for turn in range(40):
    append(Lake(Path(sys.argv[1])), ROW | {"reason": f"{sys.argv[2]}-{turn}" + "长" * 300})
"""


def test_what_is_added_is_read_in_order_and_the_folder_is_private(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert read(lake).is_empty()
    ids = [append(lake, ROW | {"reason": reason}) for reason in ("一", "二")]
    assert read(lake)["id"].to_list() == ids
    assert read(lake).schema == JUDGEMENT
    assert path_of(lake).stat().st_mode & 0o077 == 0
    assert path_of(lake).parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [1, 30, -2, -1])
def test_a_torn_line_is_passed_over_and_the_next_one_is_whole(tmp_path: Path, left: int) -> None:
    """`left`: what a killed process had written of its line; of one that lacks only its end nothing is lost."""
    lake = Lake(tmp_path)
    first = append(lake, ROW | {"reason": "一"})
    whole = path_of(lake).read_bytes()
    second = append(lake, ROW | {"reason": "二"})
    path_of(lake).write_bytes(whole + path_of(lake).read_bytes()[len(whole) :][:left])
    kept = [first, second] if left == -1 else [first]
    assert read(lake)["id"].to_list() == kept
    third = append(lake, ROW | {"reason": "三"})
    assert read(lake)["id"].to_list() == [*kept, third]


def test_two_processes_write_at_once_and_one_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    writers = [subprocess.Popen([*command, name], env=environment, cwd=ROOT) for name in ("a", "b", "c")]
    while len(read(Lake(tmp_path))) < 5:
        assert any(writer.poll() is None for writer in writers)
    writers[2].kill()
    assert [writer.wait(60) for writer in writers][:2] == [0, 0]
    append(Lake(tmp_path), ROW)
    rows = read(Lake(tmp_path))
    of = [reason.split("-")[0] for reason in rows["reason"].drop_nulls()]
    assert (of.count("a"), of.count("b")) == (40, 40)
    lines = path_of(Lake(tmp_path)).read_bytes().split(b"\n")
    assert sum(1 for line in lines if line.endswith(b"}")) == rows.height


def test_a_line_changed_by_hand_stops_the_night(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    append(lake, ROW)
    row = json.loads(path_of(lake).read_text("utf-8")) | {"verdict": "different"}
    path_of(lake).write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(NightStoppedError, match="第 1 行被改动过"):
        read(lake)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "judgements").write_text("in the way")
    with pytest.raises(UsageError, match="未能写入"):
        append(Lake(tmp_path), ROW)


def test_a_night_reads_what_was_said_of_it_and_of_earlier_nights(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = append(lake, ROW)
    second = append(lake, ROW | {"as_of": date(2026, 11, 21)})
    assert mark(lake, DAY) == [first]
    assert mark(lake, date(2026, 11, 22)) == [first, second]
    assert known_to(lake, date(2026, 11, 19)).is_empty()


def test_a_past_night_keeps_what_it_read(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = append(lake, ROW)
    write_parquet(known_to(lake, DAY), lake.night(DAY) / "link" / SNAPSHOT)
    write_night(lake, DAY, {})
    second = append(lake, ROW | {"reason": "后来"})
    assert mark(lake, DAY) == [first, second]
    write_night(lake, date(2026, 11, 21), {})
    assert mark(lake, DAY) == [first]
    assert mark(lake, date(2026, 11, 21)) == [first, second]
