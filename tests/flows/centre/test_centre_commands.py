"""The centre's accounts on whole nights, and its commands as people type them."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.centre.handover import _kept
from flows.centre.simulate import simulate
from flows.centre.store import HANDOVERS
from flows.centre.ticketing import _asked_until
from flows.lake import Lake
from flows.settings import load
from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights, found_in, hedui, personal_values, told


@pytest.fixture(scope="module")
def city(small_city: SmallCity) -> Nights:
    """Only read here."""
    return small_city.whole


def test_the_tables_agree_with_the_rules_and_with_each_other(city: Nights) -> None:
    open_ = "state <> 'resolved' AND rule_id ="
    late = "SELECT count(*) FROM report_status WHERE first_check IN ('missing', 'late')"
    assert city.ask(late) == city.ask(f"SELECT count(*) FROM alerts WHERE {open_} 'SJ-10'")
    due = "SELECT count(*) FROM report_status WHERE recheck IN ('overdue', 'never') AND program = '最低生活保障'"
    assert city.ask(due) == city.ask(f"SELECT count(*) FROM alerts WHERE {open_} 'SJ-11'")
    assert city.ask("SELECT sum(in_payment) FROM precise_assistance") == city.ask(
        "SELECT count(*) FROM benefit_reports"
    )
    assert city.ask("SELECT sum(misses) FROM precise_assistance") == city.ask(
        "SELECT count(*) FROM precise_assistance_misses"
    )
    assert city.ask("SELECT count(*) FROM deliveries") == city.ask("SELECT count(*) FROM delivery_times")
    faulty = 'rows_in <> rows_loaded + rows_quarantined + rows_superseded OR references_linked > "references"'
    assert city.ask(f"SELECT count(*) FROM source_quality WHERE {faulty}") == [(0,)]
    assert city.ask("SELECT count(*) FROM source_quality") == [(22,)]
    next_ = "(outcome IN ('fail', 'needs_review')) <> (next_tier IS NOT NULL)"
    assert city.ask(f"SELECT count(*) FROM verification_results WHERE {next_}") == [(0,)]


def test_trying_nothing_new_changes_nothing_and_a_higher_standard_lets_people_in(city: Nights) -> None:
    settings = load(None, home=city.home)
    same = simulate(settings, ["standard@9999=1040"], None).effect
    assert same.households["moved"].sum() == 0
    published = city.ask("SELECT household_no, program, proposed_tier FROM verification_results ORDER BY ALL")
    tiers = same.households.select("household_no", "program", "tier_before").sort(pl.all())
    assert [row[:2] for row in published] == [row[:2] for row in tiers.rows()]
    known = [(row, tier) for row, tier in zip(published, tiers["tier_before"], strict=True) if row[2]]
    assert all(row[2] == tier for row, tier in known)
    more = simulate(settings, ["standard=1560"], None).effect.tiers.row(0, named=True)
    assert more["enter"] > 0
    assert more["leave"] == 0
    assert more["yuan_after"] > more["yuan_before"]


def test_simulate_says_who_moves_and_writes_it(city: Nights, tmp_path: Path) -> None:
    said = hedui("simulate", "--set", "standard=1560", "--home", city.home, "--out", tmp_path / "s.xlsx")
    assert said.code == 0
    assert "全年" in said.out
    assert found_in(said.out, personal_values(city.home)) == []
    book = CalamineWorkbook.from_path(str(tmp_path / "s.xlsx"))
    assert book.sheet_names == ["汇总", "乡镇", "变动户"]
    assert len(book.get_sheet_by_name("变动户").to_python()) > 2
    told(hedui("simulate", "--home", city.home), 2, "--set")


def test_the_scorecard_is_three_pages_and_a_workbook_without_a_person(city: Nights, tmp_path: Path) -> None:
    assert hedui("scorecard", "--home", city.home, "--out", tmp_path, "--month", "2026-11").code == 0
    pages = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.html")}
    assert set(pages) == {"departments.html", "townships.html", "programs.html"}
    for page in pages.values():
        assert "<svg" in page
        assert "<script" not in page
        assert found_in(page, personal_values(city.home)) == []
    (paid,) = city.ask("SELECT sum(valid) * 1000 // sum(in_payment) / 10 FROM precise_assistance")
    assert f"<dd>{float(paid[0]):.1f}%</dd>" in pages["townships.html"]
    book = CalamineWorkbook.from_path(str(tmp_path / "scorecard.xlsx"))
    assert book.sheet_names == ["部门", "乡镇", "救助类别", "复核日历"]
    told(hedui("scorecard", "--home", city.home, "--month", "2026-10"), 2, "没有发布过")
    told(hedui("scorecard", "--home", city.home, "--month", "2026-13"), 2, "无法识别")


def test_a_list_is_handed_over_with_what_is_new_since_the_last(small_city: SmallCity, tmp_path: Path) -> None:
    city = small_city.whole.copy(tmp_path / "home")
    given = ("--month", "2026-11", "--by", "李科", "--home", city.home)
    assert hedui("handover", "--to", "housing", *given).code == 0
    first = hedui("handover", "--to", "medical_insurance", *given)
    assert first.code == 0
    assert "首次移交" in first.out
    assert found_in(first.out, personal_values(city.home)) == []
    folder = city.home / "handovers" / "medical_insurance" / "2026-11"
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(made["manifest.json"])
    for table in manifest["tables"]:
        assert hashlib.sha256(made[table["file"]]).hexdigest() == table["sha256"]
    rows = list(csv.DictReader(made["tiers-medical_insurance-2026-11.csv"].decode("utf-8-sig").splitlines()))
    assert list(rows[0]) == ["变动", "姓名", "公民身份号码", "救助类别", "认定日期", "原类别"]
    assert len({row["公民身份号码"] for row in rows}) == len(rows) == manifest["changes"]["新增"] > 0
    assert "(与上次移交的相同),首次移交" in hedui("handover", "--to", "medical_insurance", *given).out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made

    book = HANDOVERS.read(Lake(city.home))
    assert book.select("receiver", "asked_by").rows() == [("housing", "李科")] + [("medical_insurance", "李科")] * 2
    lists = city.home / "handovers" / "lists"
    kept = lists / f"{book['list_sha256'][-1]}.parquet"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (*lists.iterdir(), *folder.iterdir(), lists))
    kept.unlink()
    assert hedui("handover", "--to", "medical_insurance", *given).code == 0  # made again: it is the same list
    _earlier(Lake(city.home), pl.read_parquet(kept))
    later = hedui("handover", "--to", "medical_insurance", *given).out
    assert f"与 {THIRD} 的名单比" in later
    assert "相同" not in later
    assert f"新增 1、变更 1、退出 1、不变 {len(rows) - 2:,}" in later
    assert hedui("handover", "--to", "medical_insurance", *given).out == later.replace(" 夜,", " 夜(与上次移交的相同),")
    _of_month(Lake(city.home), "2026-10")
    unchanged = hedui("handover", "--to", "medical_insurance", *given).out
    assert (
        f"新增 0、变更 0、退出 0、不变 {len(rows):,}" in unchanged
    )  # a month in which nothing changed is no first one
    assert hedui("handover", "--to", "medical_insurance", *given).out == unchanged.replace(
        " 夜,", " 夜(与上次移交的相同),"
    )
    _of_month(Lake(city.home), "2026-12")
    told(hedui("handover", "--to", "medical_insurance", *given), 2, "不能再移交更早的")
    told(hedui("handover", "--to", "nobody", *given), 2, "没有移交对象")
    told(hedui("handover", "--to", "housing", "--month", "2026-11", "--by", " ", "--home", city.home), 2, "由谁")


def _of_month(lake: Lake, month: str) -> None:
    """Put the last list down as handed over again for another month."""
    row = HANDOVERS.read(lake).to_dicts()[-1]
    HANDOVERS.append(
        lake, {name: row[name] for name in HANDOVERS.schema if name not in ("seq", "id")} | {"month": month}
    )


def _earlier(lake: Lake, listed: pl.DataFrame) -> None:
    """Put another list down as handed over since: one person less, one in another tier, one who is not there now."""
    first, second, *_ = listed.to_dicts()
    gone = {**first, "match_key": "000000000000000000", "id_number": "000000000000000000"}
    other = {**second, "tier": "别的类别"}
    made = pl.concat([pl.DataFrame([gone, other], schema=listed.schema), listed[2:]])
    row = HANDOVERS.read(lake).to_dicts()[-1]
    kept = {name: row[name] for name in HANDOVERS.schema if name not in ("seq", "id")}
    HANDOVERS.append(lake, {**kept, "list_sha256": _kept(lake, made)})


def test_a_row_put_right_and_wrong_again_is_asked_about_again() -> None:
    row = {"department": "d", "table_name": "t", "record_no": "R1", "column_name": "c", "kind": "quarantine"}
    tickets = [{**row, "id": "one", "batch_date": date(2026, 11, 1), "row_number": 3}]
    (mark,) = _asked_until(tickets, {})
    assert _asked_until(tickets, {}) == {mark: date.max}
    assert _asked_until(tickets, {"one": date(2026, 11, 9)}) == {mark: date(2026, 11, 9)}
    again = [*tickets, {**row, "id": "two", "batch_date": date(2026, 11, 20), "row_number": 8}]
    assert _asked_until(again, {"one": date(2026, 11, 9)}) == {mark: date.max}


@pytest.mark.long
def test_a_ticket_is_opened_answered_and_published(small_city: SmallCity, tmp_path: Path) -> None:
    city = small_city.whole.copy(tmp_path / "home")
    home = ("--home", city.home)
    made = hedui("tickets", "from-quarantine", "--by", "王工", *home)
    assert made.code == 0
    again = hedui("tickets", "from-quarantine", "--by", "王工", *home)
    assert "已开更正单 0 张" in again.out
    ((record, number),) = city.ask(
        "SELECT min(member.record_no), min(persons.id_number) FROM fact.member JOIN persons USING (person_key)"
    )
    place = ("--table", "civil_affairs.household_members", "--record", record, "--by", "王工", *home)
    told(hedui("tickets", "open", *place, "--column", "nome", "--found", "有误"), 2, "没有列")
    told(hedui("tickets", "open", *place, "--found", f"应为{number}"), 2, "像证件号码")
    told(hedui("tickets", "open", *place[:2], "--record", "无", *place[4:], "--found", "有误"), 2, "没有业务流水号")
    opened = hedui("tickets", "open", *place, "--column", "relation", "--found", "关系有误")
    ticket = opened.out.split("更正单 ")[1].split(",")[0]
    told(hedui("tickets", "open", *place, "--column", "relation", "--found", "关系有误"), 2, "已有更正单")
    answer = ("tickets", "answer", ticket, "--how", "已核户口簿", "--by", "李主任", *home)
    told(hedui(*answer, "--answer", "也许"), 2, "不在规定之内")
    assert hedui(*answer, "--answer", "confirmed").code == 0
    told(hedui(*answer, "--answer", "confirmed"), 2, "已有答复")
    assert city.run().ran == (THIRD,)
    assert city.ask(f"SELECT status, answer, sent_to FROM correction_tickets WHERE ticket_id = '{ticket}'") == [
        ("confirmed", "confirmed", "民政")
    ]
    assert city.ask("SELECT count(*) > 1, count(DISTINCT status) FROM correction_tickets") == [(True, 2)]
    assert city.run().ran == ()
    shown = hedui("tickets", "list", *home)
    assert ticket not in shown.out
    assert found_in(shown.out, personal_values(city.home)) == []
    assert hedui("tickets", "list", "--all", *home, "--out", tmp_path / "t.xlsx").code == 0
    assert "民政" in CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")).sheet_names
