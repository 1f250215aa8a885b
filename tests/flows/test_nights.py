"""Whole nights of a small city: run twice, one by one, with late, broken and absent deliveries."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import SmallCity
from tests.flows.nights import FIRST, SECOND, THIRD, Delivered, Nights, hedui, told
from transforms.link.crosswalk import TwoByOneAnchorError


def own(small_city: SmallCity, stand: Nights, folder: Path) -> Nights:
    """A home as it stood, with an inbox of the test's own."""
    shutil.copytree(small_city.whole.inbox, folder / "inbox")
    return stand.copy(folder / "home", folder / "inbox")


def test_a_second_run_changes_nothing(small_city: SmallCity) -> None:
    before = small_city.whole.contents()
    outcome = small_city.whole.run()
    assert (outcome.ran, outcome.last, outcome.exit_code) == ((), THIRD, 0)
    assert small_city.whole.contents() == before
    assert small_city.whole.leftovers() == []


@pytest.mark.long
def test_nights_one_by_one_are_all_nights_in_one_run(small_city: SmallCity, tmp_path: Path) -> None:
    whole = small_city.whole
    assert small_city.after_first.fingerprints() == whole.fingerprints(FIRST)
    assert small_city.after_second.fingerprints() == whole.fingerprints(SECOND)
    at_once = small_city.after_first.copy(tmp_path / "home")
    assert at_once.run().ran == (SECOND, THIRD)
    assert at_once.fingerprints(SECOND) == whole.fingerprints(SECOND)
    assert at_once.fingerprints() == whole.fingerprints()
    assert whole.ask("SELECT as_of FROM runs ORDER BY as_of") == [(FIRST,), (SECOND,), (THIRD,)]
    assert {state for (state,) in whole.ask("SELECT state FROM alerts")} >= {"new", "ongoing", "resolved"}


def test_an_earlier_as_of_day_changes_nothing(small_city: SmallCity) -> None:
    before = small_city.whole.contents()
    assert small_city.whole.run(FIRST).ran == ()
    assert small_city.whole.contents() == before


def test_a_lost_published_file_is_published_again(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.whole.copy(tmp_path / "home")
    nights.stable.unlink()
    assert nights.run().ran == (THIRD,)
    assert nights.fingerprints() == small_city.whole.fingerprints()


def test_rows_of_a_delivery_gone_from_the_lake_are_told(small_city: SmallCity, tmp_path: Path) -> None:
    nights = own(small_city, small_city.after_second, tmp_path)
    before = nights.stable.read_bytes()
    for table in ("civil_affairs/households", "housing/properties"):
        shutil.rmtree(nights.home / "lake" / "staged" / table)
    gone = ("不在", "civil_affairs/households/", "请从备份恢复整个 lake 目录")
    asked = "SELECT household_no, record_no FROM mart.household_place WHERE record_no IS NOT NULL ORDER BY ALL LIMIT 1"
    household, record = nights.ask(asked)[0]
    opened = ("dispute", "open", f"civil_affairs.households/{record}", "--household", household, "--ground", "其他")
    told(hedui(*opened, "--note", "无", "--by", "甲", "--home", nights.home), 1, gone[0])
    said = hedui("nightly", "--plain", "--inbox", nights.inbox, "--home", nights.home)
    assert said.code == 1
    assert all(word in said.err for word in gone), said
    assert nights.stable.read_bytes() == before


def test_two_people_by_one_anchor_are_told_and_nothing_is_published(
    small_city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(*_: object) -> None:
        raise TwoByOneAnchorError(pl.Series(["n:999901198001010010", "n:999901198001010010"]))

    monkeypatch.setattr("flows.steps.link.keys_of_night", clash)
    nights = own(small_city, small_city.after_second, tmp_path)
    before = nights.stable.read_bytes()
    said = hedui("nightly", "--plain", "--inbox", nights.inbox, "--home", nights.home)
    assert (said.code, "2 人与别人共用一个锚定(类别 n)" in said.err, "99990119" in said.err) == (1, True, False)
    assert nights.stable.read_bytes() == before


@pytest.mark.long
def test_late_batch_and_correction_of_the_newest_night(small_city: SmallCity, tmp_path: Path) -> None:
    """Once all is there, the night is as if all had come in time; the earlier file stays as a version."""
    late = own(small_city, small_city.after_first, tmp_path)
    arrive = Delivered(late.inbox, "housing", SECOND).hold_back(tmp_path / "held" / "housing")
    right = (late.inbox / "civil_affairs" / str(SECOND)).rename(tmp_path / "held" / "civil_affairs")
    shutil.copytree(right, late.inbox / "civil_affairs" / str(SECOND))
    Delivered(late.inbox, "civil_affairs", SECOND).rewrite("benefits", lambda lines: lines[:-5])
    for department in late.inbox.iterdir():
        shutil.rmtree(department / str(THIRD))

    first = late.run(THIRD)  # asked for a day on which nobody has delivered yet
    assert (first.ran, first.exit_code) == ((SECOND,), 3)
    assert late.fingerprints() != small_city.whole.fingerprints(SECOND)
    assert late.statuses(SECOND)["housing.properties"] == "missing"

    arrive()
    shutil.rmtree(late.inbox / "civil_affairs" / str(SECOND))
    right.rename(late.inbox / "civil_affairs" / str(SECOND))
    Delivered(late.inbox, "civil_affairs", SECOND).save(revision=2)
    again = late.run(THIRD)
    assert (again.ran, again.silent_on) == ((SECOND,), THIRD)
    wanted = small_city.whole.fingerprints(SECOND)
    differing = {table for table, mark in late.fingerprints().items() if mark != wanted[table]}
    assert differing <= {"feeds"}  # a file that the correction repeats is `unchanged`, not `accepted`
    ledger = "SELECT * EXCLUDE status, status IN ('accepted', 'unchanged') FROM feeds ORDER BY ALL"
    assert late.ask(ledger) == small_city.whole.ask(ledger, SECOND)
    assert (late.run(SECOND).ran, late.run(SECOND).exit_code) == ((), 0)
    assert len(list(late.home.glob(f"warehouse/hedui-{SECOND}-*"))) == 2


@pytest.mark.long
def test_correction_of_an_older_night_counts_in_the_newest(small_city: SmallCity, tmp_path: Path) -> None:
    """Night 1 stands as it was published; what comes after it knows the correction."""
    nights = own(small_city, small_city.after_second, tmp_path)
    old = nights.version(FIRST).read_bytes()
    batch = Delivered(nights.inbox, "civil_affairs", FIRST)
    batch.rewrite("deaths", lambda lines: lines[:4], revision=2)

    assert nights.run(SECOND).ran == (SECOND,)
    assert nights.version(FIRST).read_bytes() == old
    counts = "SELECT rows_in FROM feeds WHERE table_name = 'deaths' AND batch_date = '{}'".format
    assert nights.ask(counts(FIRST)) == [(3,)]
    assert nights.ask(counts(FIRST), FIRST) != [(3,)]
    facts = "SELECT count(*) FROM fact.death"
    assert nights.ask(facts) < small_city.whole.ask(facts, SECOND)


def test_as_of_after_the_newest_batch_makes_no_night(small_city: SmallCity) -> None:
    """Nobody delivered, so nothing is computed and nothing ends by silence; the operator is told to ask."""
    before = small_city.whole.contents()
    later = THIRD + timedelta(days=2)
    outcome = small_city.whole.run(later)
    assert (outcome.ran, outcome.last, outcome.silent_on, outcome.exit_code) == ((), THIRD, later, 3)
    assert small_city.whole.contents() == before
    assert small_city.whole.run(THIRD).silent_on is None
