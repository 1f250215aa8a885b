"""`hedui replay`: a past night run again gives what was published, whatever came since; what changed is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.deliveries import Batch, DeliveryLog, journal_as_of
from flows.journal import nights as journal
from flows.lake import Lake, read_json, write_json
from flows.replay import Replayed, replay
from flows.settings import load
from tests.conftest import SmallCity
from tests.faults.test_determinism import BY_ROW, shuffled, walk
from tests.flows.nights import FIRST, SECOND, THIRD, Nights, city, hedui, told
from tests.house.tree import ROOT


def again(nights: Nights, day: date, count: int = 1, **given: object) -> list[Replayed]:
    return replay(load(None, home=nights.home, **given), day, count, lambda _: None)


@pytest.mark.parametrize("wanted", [(THIRD,), pytest.param((FIRST, SECOND, THIRD), marks=pytest.mark.long)])
def test_a_night_is_what_it_was_and_the_home_stays_as_it_is(small_city: SmallCity, wanted: tuple[date, ...]) -> None:
    nights = small_city.whole
    before = nights.contents()
    done = again(nights, THIRD, len(wanted))
    assert [one.night for one in done] == list(wanted)
    assert [one.differs for one in done] == [{} for _ in wanted]
    assert [one.changed for one in done] == [{} for _ in wanted]
    assert nights.contents() == before
    assert nights.leftovers() == []


@pytest.mark.long
def test_a_night_alone_from_kept_keys_and_another_policy_today(small_city: SmallCity, tmp_path: Path) -> None:
    """The links of the first night are gone: they are made again before the second is."""
    nights = small_city.whole.copy(tmp_path / "home")
    assert not (nights.home / "lake" / "nights" / str(FIRST) / "link" / "links").exists()
    policy = tmp_path / "policy"
    shutil.copytree(ROOT / "data" / "policy", policy)
    text = (policy / "9999.yml").read_text("utf-8")
    (policy / "9999.yml").write_text(text.replace("1040", "940"), "utf-8")
    (done,) = again(nights, SECOND, policy=policy)
    assert done.equal
    assert done.changed == {"policy": ["9999.yml"]}


def test_what_differs_is_told_and_ends_with_1(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.after_first.copy(tmp_path / "home")
    path = nights.home / "journal" / "nights" / f"{FIRST}.json"
    entry = read_json(path)
    entry["fingerprints"]["tables"]["alerts"] = "3:0:0:0"
    entry["inputs"]["code"] = "gone"
    write_json(path, entry)
    said = hedui("replay", "--as-of", FIRST, "--home", nights.home)
    assert said.code == 1
    assert "1 张表不同" in said.out
    assert "alerts:当时 3 行" in said.out
    assert "程序自那夜以后有变(当时的已无法取回,用的是现在的)" in said.out


@pytest.mark.long
def test_what_people_said_later_is_not_known_to_an_earlier_night(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.after_first.copy(tmp_path / "home", small_city.whole.inbox)
    sides = [f"department_{s} || '.' || table_name_{s} || '/' || record_no_{s} || '#' || person_role_{s}" for s in "ab"]
    ((one, other),) = nights.ask(f"SELECT {sides[0]}, {sides[1]} FROM identity_review ORDER BY rank LIMIT 1")
    said = hedui("link", "judge", one, other, "--verdict", "同一人", "--by", "测试", "--home", nights.home)
    assert said.code == 0, said.err
    nights.run(SECOND)
    read = [
        pl.read_parquet(nights.home / "lake" / "nights" / str(day) / "link" / "judgements.parquet").height
        for day in (FIRST, SECOND)
    ]
    assert read == [0, 1]
    assert [one.differs for one in again(nights, SECOND, 2)] == [{}, {}]


def test_what_was_not_kept_is_told(small_city: SmallCity, tmp_path: Path) -> None:
    home = small_city.whole.home
    told(hedui("replay", "--as-of", "2026-01-01", "--home", home), 2, "2026-01-01 没有发布过")
    told(hedui("replay", "--as-of", "x", "--home", home), 2, "无法识别")
    nights = small_city.whole.copy(tmp_path / "home")
    shutil.rmtree(nights.home / "lake" / "inputs")
    told(hedui("replay", "--as-of", THIRD, "--home", nights.home), 2, "没有留下当时的政策等文件")


@pytest.mark.long
def test_keys_of_old_nights_go(small_city: SmallCity, tmp_path: Path) -> None:
    """Kept: those of the newest two, and of as many past ones as the setting says."""
    nights = small_city.whole.fresh(tmp_path / "home")
    inbox = city(tmp_path / "inbox", nights=5, people=200)
    nights = Nights(inbox, nights.home)
    nights.run(replay_nights=1)
    kept = sorted(path.parts[-3] for path in nights.home.glob("lake/nights/*/link/crosswalk.parquet"))
    assert kept == [str(FIRST + timedelta(days=back)) for back in (2, 3, 4)]
    told(hedui("replay", "--as-of", SECOND + timedelta(days=1), "--home", nights.home), 2, "人员键已不保留")


def test_the_journal_is_known_as_a_night_left_it(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.prepare()
    log = DeliveryLog(lake)

    def batch(note: str) -> Batch:
        return Batch(department="housing", batch_date=FIRST, revision=1, manifest_sha256=note, tables={})

    def known(night: date) -> str:
        ((path, place),) = journal_as_of(lake, night).items()
        assert place == Path("housing") / f"{FIRST}-r1.json"
        return str(read_json(path)["manifest_sha256"])

    log.put(batch("held"), FIRST)
    log.put(batch("still held"), FIRST)
    log.put(batch("released"), SECOND)
    log.put(batch("released again"), SECOND)
    log.put(batch("changed"), THIRD)
    assert [known(day) for day in (FIRST, SECOND, THIRD)] == ["still held", "released again", "changed"]
    assert len(DeliveryLog(lake).all("housing.properties")) == 0


@pytest.mark.long
@pytest.mark.timeout(2400)
def test_thirty_nights_by_any_number_of_threads_and_in_any_order(tmp_path: Path) -> None:
    """30 nights walked with 1 thread, run again with 4, and walked with 2 from rows that lie in another order."""
    nights = Nights(city(tmp_path / "inbox", nights=30, people=200), tmp_path / "home")
    last = FIRST + timedelta(days=29)
    walk(nights, last, threads=1)
    replayed = started(nights, last, threads=4)
    other = nights.fresh(tmp_path / "other", shuffled(nights.inbox, tmp_path / "shuffled", 5))
    walk(other, last, threads=2)
    out, _ = replayed.communicate()
    done = json.loads(out)
    assert len(done) == 30
    assert [(one["night"], one["differs"]) for one in done if not one["equal"]] == []
    passed_over = {*BY_ROW, "deliveries"}  # rows of a file, and its checksum
    marks = [
        {
            day: {table: mark for table, mark in entry["fingerprints"]["tables"].items() if table not in passed_over}
            for day, entry in journal(Lake(one.home)).items()
        }
        for one in (nights, other)
    ]
    assert len(marks[0]) == 30
    assert marks[0] == marks[1]


def started(nights: Nights, last: date, threads: int) -> subprocess.Popen[str]:
    """A replay of all nights in a process of its own, with an order of sets of its own."""
    words = ["replay", "--as-of", last, "--nights", 30, "--threads", threads, "--home", nights.home, "--json"]
    command = [sys.executable, "-m", "flows.cli", *map(str, words)]
    environment = os.environ | {"PYTHONHASHSEED": str(threads)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
