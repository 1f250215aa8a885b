"""Refused, missing and never delivered: what is told, what stays in force, what is frozen, and how it ends."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import SmallCity
from tests.flows.nights import FIRST, SECOND, THIRD, Delivered, Nights, Said, found_in, hedui, personal_values

REFUSED = ["civil_affairs.disabilities", "civil_affairs.elder_care"]
MISSING = ["housing.properties", "housing.rentals", "housing.sale_contracts"]
NEVER = ["medical_insurance.enrolments", "medical_insurance.settlements"]
SILENT = [*REFUSED, *MISSING]
RESTS_ON = "alerts JOIN rules USING (rule_id) WHERE list_has_any(needs, {})"


@dataclass(frozen=True)
class Troubled(Nights):
    """Nights, and what the operator saw of them."""

    said: Said


@pytest.fixture(scope="module")
def troubled(small_city: SmallCity, tmp_path_factory: pytest.TempPathFactory) -> Troubled:
    """Medical insurance never delivers; on night 2, the last so far, housing is missing, one file is cut, and one has
    lost its headers, so that a person stands where they should be.
    """
    folder = tmp_path_factory.mktemp("troubled")
    shutil.copytree(small_city.whole.inbox, folder / "inbox")
    shutil.rmtree(folder / "inbox" / "medical_insurance")
    shutil.rmtree(folder / "inbox" / "housing" / str(SECOND))
    batch = Delivered(folder / "inbox", "civil_affairs", SECOND)
    batch.rewrite("elder_care", lambda lines: lines[1:])
    batch.truncate("disabilities")
    nights = small_city.whole.fresh(folder / "home", folder / "inbox")
    said = hedui("nightly", "--plain", "--inbox", nights.inbox, "--home", nights.home, "--as-of", SECOND)
    return Troubled(nights.inbox, nights.home, said)


def count(nights: Nights, what: str, night: object = None) -> int:
    """How many rows."""
    return int(nights.ask(f"SELECT count(*) FROM {what}", night)[0][0])  # type: ignore[arg-type]


def test_refused_and_missing_deliveries_are_told(troubled: Troubled) -> None:
    night = troubled.statuses(SECOND)
    told = {table: status for table, status in night.items() if status not in ("accepted", "unchanged")}
    assert told == dict.fromkeys(REFUSED, "rejected") | dict.fromkeys([*MISSING, *NEVER], "missing")
    counts = "rows_in, rows_loaded, rows_quarantined, rows_superseded"
    lost = "status IN ('held', 'rejected', 'missing')"
    assert troubled.ask(f"SELECT DISTINCT {counts} FROM feeds WHERE {lost}") == [(0, 0, 0, 0)]
    assert troubled.said.code == 3
    assert troubled.said.err == ""
    refused = troubled.ask("SELECT message FROM deliveries WHERE status IN ('missing', 'rejected')")
    assert all(f"! {message}\n" in troubled.said.out for (message,) in refused)
    assert f"! 民政“残疾人证”{SECOND} 批次,文件 残疾人证_20261121.csv:内容与清单的 sha256 不符" in troubled.said.out
    assert f"沿用 {FIRST} 批次的数据。" in troubled.said.out
    assert f"! 医保“参保登记”{SECOND} 批次:收件目录中没有该批次。此前没有可用的交付。" in troubled.said.out
    assert "可能缺少表头行" in troubled.said.out


def test_nothing_personal_leaves_the_files(troubled: Troubled) -> None:
    """Neither the screen nor the journals nor the ledger of deliveries name anybody."""
    people = personal_values(troubled.home)
    assert len(people) > 200
    assert found_in(troubled.said.out, people) == []
    journals = [*troubled.home.glob("journal/**/*.json"), *troubled.home.glob("lake/**/*.json")]
    assert len(journals) > 20
    assert {path.name: found_in(path.read_text("utf-8"), people) for path in journals} == {
        path.name: [] for path in journals
    }
    for table in ("deliveries", "feeds", "runs", "rules_skipped"):
        assert found_in(str(troubled.ask(f"SELECT * FROM {table}")), people) == [], table


def test_only_the_owner_may_look_into_a_home(troubled: Troubled) -> None:
    for folder in ("lake", "journal", "warehouse"):
        assert (troubled.home / folder).stat().st_mode & 0o777 == 0o700
    assert (troubled.home / "journal" / "person_key.secret").stat().st_mode & 0o077 == 0


def test_stale_tables_are_shown(troubled: Troubled) -> None:
    stale = troubled.ask("SELECT table_name FROM feeds_now WHERE days_old = 1 ORDER BY ALL")
    assert stale == sorted(
        [("残疾人证",), ("特殊困难老年人探访",), ("不动产登记",), ("公租房与租赁补贴",), ("商品房网签",)]
    )
    assert troubled.ask("SELECT table_name FROM feeds_now WHERE in_force IS NULL") == [("参保登记",), ("医疗费用结算",)]


def test_last_good_delivery_stays_in_force(troubled: Troubled) -> None:
    """Facts of the refused and the missing tables are those of the night before."""
    for fact in ("disability_card", "asset", "rental"):
        rows = f"SELECT source_table, record_no FROM fact.{fact} ORDER BY ALL"
        assert troubled.ask(rows, SECOND) == troubled.ask(rows, FIRST) != []


def test_nothing_is_resolved_by_silence(troubled: Troubled) -> None:
    silent = RESTS_ON.format(SILENT)
    open_before = count(troubled, silent, FIRST)
    assert open_before > 0
    assert count(troubled, f"{silent} AND frozen AND state = 'ongoing'", SECOND) == open_before
    assert count(troubled, f"{silent} AND (state = 'resolved' OR NOT frozen)", SECOND) == 0
    assert count(troubled, f"{RESTS_ON.format(NEVER)} AND NOT frozen") == 0


def test_without_a_department_nobody_is_assessed(troubled: Troubled) -> None:
    assert troubled.ask("SELECT DISTINCT outcome FROM verification_results") == [("not_assessable",)]
    said = troubled.ask(
        "SELECT bool_and(list_aggregate(reasons, 'string_agg', ' ') LIKE '%医保%') FROM verification_results"
    )
    assert said == [(True,)]
    assert troubled.ask("SELECT count(income_yuan_month), count(proposed_tier) FROM verification_results") == [(0, 0)]


@pytest.mark.long
def test_the_next_whole_night_thaws(troubled: Troubled, tmp_path: Path) -> None:
    nights = troubled.copy(tmp_path / "home")
    outcome = nights.run(THIRD)
    assert (outcome.ran, outcome.exit_code) == ((THIRD,), 3)  # medical insurance is still missing
    assert {table for table, status in nights.statuses(THIRD).items() if status == "missing"} == set(NEVER)
    frozen = f"{RESTS_ON.format(SILENT)} AND NOT list_has_any(needs, {NEVER}) AND frozen"
    assert count(nights, frozen, THIRD) < count(nights, frozen, SECOND)
    assert nights.ask("SELECT max(days_old) FROM feeds_now") == [(0,)]


@pytest.mark.long
def test_a_file_sent_again_is_taken_under_the_same_manifest(
    small_city: SmallCity, troubled: Troubled, tmp_path: Path
) -> None:
    """The manifest is as it was; the night notices by the file itself, and is run again."""
    shutil.copytree(troubled.inbox, tmp_path / "inbox")
    nights = troubled.copy(tmp_path / "home", tmp_path / "inbox")
    assert nights.run(SECOND).ran == ()
    whole = Delivered(small_city.whole.inbox, "civil_affairs", SECOND).path("disabilities").read_bytes()
    Delivered(nights.inbox, "civil_affairs", SECOND).path("disabilities").write_bytes(whole)
    assert nights.run(SECOND).ran == (SECOND,)
    assert nights.statuses(SECOND)[REFUSED[0]] in ("accepted", "unchanged")
    assert nights.run(SECOND).ran == ()


def test_a_delivery_that_did_not_come_is_an_alert_of_its_own_and_never_frozen(troubled: Troubled) -> None:
    told = troubled.ask("SELECT anchor_table, state, frozen, division_code FROM alerts WHERE rule_id = 'SJ-01'", SECOND)
    assert sorted(told) == [(table, "new", False, None) for table in sorted(SILENT)]
