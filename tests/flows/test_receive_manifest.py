"""Manifests that cannot be used: the whole batch is refused, and every fault is told at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.delivered import Inbox, csv_bytes, rows

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
        ({"table": "pensions"}, "tables.1.table:约定中没有这张表"),
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
    path = inbox.folder() / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["tables"] *= 2
    path.write_text(json.dumps(manifest), "utf-8")
    message = inbox.receive().message
    assert all(
        said in message for said in ("department:", "batch_date:", "tables.2.table:rentals 出现两次", "tables.2.file:")
    )
