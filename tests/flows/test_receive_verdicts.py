"""Verdicts over several nights: unchanged, held, missing, corrected, changed, late, and a past night replayed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.deliveries import Delivery
from flows.receive import receive
from schemas.catalogue import TABLES
from tests.flows.delivered import DAY, DEPARTMENT, HEADERS, TABLE, Inbox, csv_bytes, row, rows
from transforms.stage.site import TableWording

NIGHT_2, NIGHT_3 = date(2026, 11, 21), date(2026, 11, 22)
RENTALS, SALES = TABLES["housing.rentals"], TABLES["housing.sale_contracts"]


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


def ledger_balances(delivery: Delivery) -> bool:
    return delivery.rows_in == delivery.rows_loaded + delivery.rows_quarantined + delivery.rows_superseded


def in_force(inbox: Inbox, night: date) -> list[tuple[date, int]]:
    return [delivery.order for delivery in inbox.desk().log.in_force(RENTALS, night)]


def test_accepted_with_quarantine_and_copies(inbox: Inbox) -> None:
    lines = [row(1), row(2, 起始日期="?"), row(3), row(3, 承租人="罗兰"), row(4, 建筑面积="大")]
    inbox.deliver(csv_bytes(lines), rows=5)
    verdict = inbox.receive()
    assert (verdict.status, verdict.rows_in, verdict.rows_loaded) == ("accepted", 5, 3)
    assert (verdict.rows_quarantined, verdict.rows_superseded, verdict.defects) == (1, 1, 1)
    assert ledger_balances(verdict)
    assert verdict.staged is not None
    folder = inbox.lake.staged / verdict.staged
    assert pl.read_parquet(folder / "rows.parquet")["row_number"].to_list() == [1, 4, 5]
    assert pl.read_parquet(folder / "quarantine.parquet")["row_number"].to_list() == [2]
    assert pl.read_parquet(folder / "defects.parquet")["column_name"].to_list() == ["area_m2"]
    kept = inbox.lake.received / str(verdict.sha256)[:2] / str(verdict.sha256)
    assert kept.read_bytes() == csv_bytes(lines)


def test_extra_columns_are_told_and_data_like_ones_are_not_repeated(inbox: Inbox) -> None:
    headers = [*HEADERS, "备注", "999901196304031157"]
    inbox.deliver(csv_bytes([[*row(1), "x", "y"]], headers))
    verdict = inbox.receive()
    assert (verdict.status, verdict.extra_columns) == ("accepted", ("备注", "第11列"))
    assert verdict.notes == ("有2个约定之外的列,未读取。",)


def test_site_headers_and_codes_are_understood(tmp_path: Path) -> None:
    wording = TableWording(headers={"租客": "tenant_name"}, codes={"kind": {"公共租赁住房": "公租房"}})
    inbox = Inbox(tmp_path, {"housing.rentals": wording})
    headers = ["租客" if header == "承租人" else header for header in HEADERS]
    inbox.deliver(csv_bytes([row(1, 保障方式="公共租赁住房")], headers))
    assert inbox.receive().rows_loaded == 1
    inbox.deliver(csv_bytes([[*row(1), "罗"]], [*HEADERS, "租客"]), NIGHT_2)
    assert inbox.receive(NIGHT_2).message.count("列“承租人”以两个列名出现") == 1


def test_same_bytes_again_are_unchanged_and_count_as_accepted(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    first = inbox.receive()
    inbox.deliver(csv_bytes(rows(3)), NIGHT_2, rows=3)
    second = inbox.receive(NIGHT_2)
    assert (second.status, second.rows_loaded, second.staged) == ("unchanged", 3, first.staged)
    assert in_force(inbox, NIGHT_2) == [(NIGHT_2, 1)]


def test_received_again_nothing_is_written(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    first = inbox.receive()
    files = {path: path.stat().st_mtime_ns for path in inbox.lake.home.rglob("*") if path.is_file()}
    assert inbox.receive() == first
    assert {path: path.stat().st_mtime_ns for path in inbox.lake.home.rglob("*") if path.is_file()} == files


def test_changed_file_under_the_same_revision_is_refused(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    first = inbox.receive()
    inbox.deliver(csv_bytes(rows(4)), rows=4)
    second = inbox.receive()
    assert (second.status, second.reason) == ("rejected", "changed")
    assert "同一版本号下的内容与已接收的不同。" in second.message
    assert "沿用 2026-11-20 批次的数据。" in second.message
    assert inbox.receive().status == "rejected"  # the same night tells it again, a later one stands on the first
    assert inbox.receive(DAY, NIGHT_2) == first
    (delivery,) = inbox.desk().log.in_force(RENTALS, DAY)
    assert delivery.rows_loaded == 3


def test_changed_file_behind_an_unchanged_manifest_is_refused(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    inbox.receive()
    (inbox.folder() / "a.csv").write_bytes(csv_bytes(rows(4)))
    assert inbox.receive().reason == "changed"


def test_higher_revision_replaces_and_a_lower_one_is_ignored(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    inbox.receive()
    inbox.deliver(csv_bytes(rows(4)), rows=4, revision=2)
    assert inbox.receive().status == "accepted"
    assert in_force(inbox, DAY) == [(DAY, 2)]
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    back = inbox.receive()
    assert (back.revision, back.rows_loaded) == (2, 4)
    assert back.notes[-1] == "收件目录中是第1版,已收到更高的第2版,未再读取。"


def test_correction_that_leaves_a_table_out_leaves_it_as_it_was(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    inbox.receive()
    inbox.deliver(b"", revision=2, tables=[])
    verdict = inbox.receive()
    assert (verdict.status, verdict.revision) == ("accepted", 1)
    assert verdict.notes[-1] == "第2版的清单中没有这张表,仍用第1版。"
    assert in_force(inbox, DAY) == [(DAY, 1)]


def test_bad_correction_leaves_the_first_revision_in_force(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    inbox.receive()
    inbox.deliver(b"x", rows=3, revision=2)
    assert inbox.receive().status == "rejected"
    assert in_force(inbox, DAY) == [(DAY, 1)]
    (entry,) = inbox.desk().log.ledger(RENTALS, DAY)
    assert (entry.revision, entry.rows_loaded) == (1, 3)


@pytest.mark.parametrize(
    ("lines", "known", "said"),
    [
        (rows(49), rows(100), "本次49行,不到现用数据100行的一半"),
        (rows(50), rows(100), None),
        (rows(0), rows(49), None),
        ([*rows(9), *(row(number, 起始日期="?") for number in range(10, 21))], [], "20行中有11行不合格"),
        ([*rows(10), *(row(number, 起始日期="?") for number in range(11, 21))], [], None),
        ([row(number, 起始日期="?") for number in range(1, 20)], [], None),
    ],
)
def test_doubtful_file_waits_for_an_operator(
    inbox: Inbox, lines: list[list[str]], known: list[list[str]], said: str | None
) -> None:
    if known:
        inbox.deliver(csv_bytes(known), rows=len(known))
        inbox.receive()
    inbox.deliver(csv_bytes(lines), NIGHT_2, rows=len(lines))
    verdict = inbox.receive(NIGHT_2)
    if said is None:
        assert verdict.status == "accepted"
        return
    assert (verdict.status, verdict.rows_in) == ("held", 0)
    assert said in verdict.message
    assert "hedui nightly --release housing.rentals@2026-11-21" in verdict.message
    assert in_force(inbox, NIGHT_2) == ([(DAY, 1)] if known else [])
    released = inbox.receive(NIGHT_2, released=frozenset({"housing.rentals@2026-11-21"}))
    assert (released.status, released.rows_in) == ("accepted", len(lines))
    assert released.notes[-1].endswith("已由操作人员放行。")
    assert inbox.receive(NIGHT_2) == released


def test_missing_in_all_its_kinds(inbox: Inbox) -> None:
    assert "收件目录中没有该批次。此前没有可用的交付。请联系该部门补交。" in inbox.receive().message
    inbox.folder().mkdir(parents=True)
    assert "目录中没有 manifest.json,视为尚未传完。" in inbox.receive().message
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    told = receive(inbox.folder(), DEPARTMENT, DAY, inbox.desk())
    assert [(one.table, one.status) for one in told] == [
        ("properties", "missing"),
        ("rentals", "accepted"),
        ("sale_contracts", "missing"),
    ]
    assert told[0].message == "住建“不动产登记”2026-11-20 批次:清单中没有这张表。此前没有可用的交付。请联系该部门补交。"
    inbox.deliver(csv_bytes(rows(3)), NIGHT_2, rows=3)
    (inbox.folder(NIGHT_2) / "a.csv").unlink()
    absent = inbox.receive(NIGHT_2)
    assert (absent.status, absent.reason) == ("missing", "absent")
    assert "清单列出了该文件,但目录中没有。沿用 2026-11-20 批次的数据。" in absent.message


def test_accepted_delivery_outlives_a_tidied_inbox(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), rows=3)
    first = inbox.receive()
    (inbox.folder() / "a.csv").unlink()
    assert inbox.receive(DAY, NIGHT_2) == first
    (inbox.folder() / "manifest.json").unlink()
    assert inbox.receive(DAY, NIGHT_2) == first


def test_late_batch_counts_from_the_night_it_came_and_a_replay_does_not_see_it(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(3)), NIGHT_2, rows=3)
    inbox.receive(DAY)
    inbox.receive(NIGHT_2)
    inbox.deliver(csv_bytes(rows(5)), rows=5)
    assert inbox.receive(DAY, NIGHT_3).status == "accepted"
    assert in_force(inbox, DAY) == []
    assert in_force(inbox, NIGHT_3) == [(NIGHT_2, 1)]
    log = inbox.desk().log
    assert [(one.batch_date, one.status) for one in log.ledger(RENTALS, NIGHT_3)] == [
        (DAY, "accepted"),
        (NIGHT_2, "accepted"),
    ]


def test_events_add_up_one_delivery_a_batch(inbox: Inbox) -> None:
    line = ["S1", "罗桂英", "", "示例置业", "", "住宅", "89.5", "900000.00", "2026-01-30", "示例路1号"]
    content = csv_bytes([line], list(SALES.headers))
    for day in (DAY, NIGHT_2):
        inbox.deliver(content, day, table="sale_contracts")
        receive(inbox.folder(day), DEPARTMENT, day, inbox.desk(day))
    inbox.deliver(content, NIGHT_2, table="sale_contracts", revision=2)
    receive(inbox.folder(NIGHT_2), DEPARTMENT, NIGHT_2, inbox.desk(NIGHT_2))
    found = inbox.desk().log.in_force(SALES, NIGHT_2)
    assert [(one.order, one.status) for one in found] == [((DAY, 1), "accepted"), ((NIGHT_2, 2), "unchanged")]


def test_journal_holds_no_persons_data(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes([row(1), row(2, 起始日期="罗桂英")], [*HEADERS[:-1], "罗桂英"]), rows=2)
    inbox.receive()
    journal = "".join(path.read_text("utf-8") for path in (inbox.lake.journal / "deliveries").rglob("*.json"))
    assert TABLE in json.loads(journal)["tables"]
    assert "999901196304031157" not in journal
