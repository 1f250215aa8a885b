"""Manifests with faults: of its own frame they refuse the whole batch, of one entry that table only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.deliveries import Delivery
from flows.receive import receive
from tests.flows.delivered import DAY, Inbox, csv_bytes, rows

GOOD = csv_bytes(rows(3))


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


MANIFESTS = {
    "not JSON": ("{", "清单不是有效的 JSON"),
    "not UTF-8": ("名".encode("gbk"), "清单不是有效的 JSON"),
    "key twice": ('{"department": "housing", "department": "x"}', "同一个键出现两次"),
    "deep": ("[" * 100_000, "清单不是有效的 JSON"),
    "a list": ("[]", "清单:应为对象"),
    "large": (" " * (1 << 20) + "{}", "清单超过 1 MiB"),
}


@pytest.mark.parametrize("kind", MANIFESTS)
def test_unreadable_manifest_refuses_the_batch(inbox: Inbox, kind: str) -> None:
    content, said = MANIFESTS[kind]
    inbox.deliver(GOOD, rows=3)
    (inbox.folder() / "manifest.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    verdict = inbox.receive()
    assert (verdict.status, verdict.reason, verdict.revision) == ("rejected", "manifest", 0)
    assert said in verdict.message
    assert not (inbox.lake.received).is_dir() or not list(inbox.lake.received.iterdir())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"department": "civil_affairs"}, "department:清单写的不是本目录的部门 housing"),
        ({"batch_date": "2026-11-19"}, "batch_date:清单写的是 2026-11-19,目录是 2026-11-20"),
        ({"batch_date": 20261120}, "batch_date:应写作 2026-01-31"),
        ({"exported_at": "2026-11-20T01:00:00"}, "exported_at:时间应带时差"),
        ({"exported_at": 1}, "exported_at:应写作"),
        ({"revision": 0}, "revision:数值过小"),
        ({"revision": "2"}, "revision:应为整数"),
        ({"table": "pensions"}, "清单中没有这张表"),
        ({"file": "../../secret.csv"}, "tables.1.file:应为批次目录内的普通文件名"),
        ({"file": "a\\b.csv"}, "tables.1.file:应为批次目录内的普通文件名"),
        ({"file": "manifest.json"}, "tables.1.file:不能是清单本身"),
        ({"format": "xls"}, "tables.1.format:应为 csv、xlsx 或 parquet"),
        ({"rows": -1}, "tables.1.rows:数值过小"),
        ({"rows": "3"}, "tables.1.rows:应为整数"),
        ({"sha256": "abc"}, "tables.1.sha256:应为 64 位"),
        ({"tables": []}, "清单中没有这张表"),
        ({"tables": None}, "tables:应为列表"),
    ],
)
def test_manifest_that_contradicts(inbox: Inbox, changed: dict[str, object], said: str) -> None:
    inbox.deliver(GOOD, **changed)
    verdict = inbox.receive()
    assert not verdict.in_force
    assert said in verdict.message


def test_all_faults_of_a_manifest_are_told_at_once(inbox: Inbox) -> None:
    inbox.deliver(GOOD, department="x", batch_date="2026-11-19")
    change_tables(inbox, lambda entries: [entries[0], entries[0] | {"rows": -1}])
    message = inbox.receive().message
    assert all(
        said in message for said in ("department:", "batch_date:", "tables.2.table:rentals 出现2次", "tables.2.rows:")
    )


def change_tables(inbox: Inbox, change: Callable[[list[Any]], list[Any]]) -> None:
    path = inbox.folder() / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["tables"] = change(manifest["tables"])
    path.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def verdicts(inbox: Inbox) -> dict[str, Delivery]:
    told = receive(inbox.folder(), "housing", DAY, inbox.desk())
    return {delivery.table: delivery for delivery in told}


OTHER = {"table": "properties", "file": "b.csv", "format": "csv", "encoding": "UTF-8", "rows": 1, "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({key: value for key, value in OTHER.items() if key != "rows"}, "tables.2.rows:缺少此项"),
        (OTHER | {"sha256": "x"}, "tables.2.sha256:应为 64 位"),
        (OTHER | {"file": "../b.csv"}, "tables.2.file:应为批次目录内"),
        (OTHER | {"format": "dbf", "rows": "1"}, "tables.2.format:应为 csv、xlsx 或 parquet;tables.2.rows:应为整数"),
    ],
)
def test_a_faulty_entry_refuses_its_own_table_only(inbox: Inbox, entry: dict[str, Any], said: str) -> None:
    inbox.deliver(GOOD, rows=3)
    change_tables(inbox, lambda entries: [*entries, entry])
    told = verdicts(inbox)
    assert told["rentals"].status == "accepted"
    assert (told["properties"].status, told["properties"].reason) == ("rejected", "entry")
    assert f"清单中该表的条目有误({said}" in told["properties"].message
    assert told["sale_contracts"].status == "missing"


def test_a_faulty_entry_may_be_mended_under_the_same_revision(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows="3")
    assert inbox.receive().reason == "entry"
    inbox.deliver(GOOD, rows=3)
    assert inbox.receive().status == "accepted"
    inbox.deliver(GOOD, rows="3")
    assert inbox.receive().status == "accepted"


def test_a_table_listed_twice_is_refused_and_no_other(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    change_tables(inbox, lambda entries: [*entries, OTHER, OTHER | {"file": "c.csv"}])
    told = verdicts(inbox)
    assert told["rentals"].status == "accepted"
    assert told["properties"].status == "rejected"
    assert "tables.2.table:properties 出现2次;tables.3.table:properties 出现2次" in told["properties"].message


def test_a_file_of_two_tables_is_refused_for_both(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    change_tables(inbox, lambda entries: [*entries, OTHER | {"file": "a.csv"}])
    told = verdicts(inbox)
    assert {told["rentals"].reason, told["properties"].reason} == {"entry"}
    assert told["sale_contracts"].reason == "not_listed"


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        (OTHER | {"table": "loans", "rows": "many"}, "清单第2项“loans”不是约定的表,未读取。"),
        (OTHER | {"table": "999901196304031157"}, "清单第2项不是约定的表,未读取。"),
        ({"file": "b.csv"}, "清单第2项没有写明是哪张表(table),未读取。"),
        ("loans", "清单第2项没有写明是哪张表(table),未读取。"),
    ],
)
def test_a_table_that_the_contract_does_not_name_is_a_note(inbox: Inbox, entry: object, note: str) -> None:
    inbox.deliver(GOOD, rows=3)
    change_tables(inbox, lambda entries: [*entries, entry])
    for _ in range(2):
        told = verdicts(inbox)
        assert told["rentals"].status == "accepted"
        assert [delivery.notes for delivery in told.values() if delivery.notes] == [(note,)]
