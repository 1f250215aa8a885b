"""The log for auditors: filters, the chain, a csv that no spreadsheet runs, and the commands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from review import ledger
from review.models import Entry, Head, Role, User

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]


@pytest.fixture
def auditor(account: Make, signed_in: Sign) -> Client:
    user = account("reviewer", username="kan")
    ledger.write(user, "看预警", [("alert", "A1")], details={"why": "<script>alert(1)</script>"})
    ledger.write(user, "看预警", [("alert", "=1+1")], "refused")
    return signed_in(account("auditor", username="shen"))


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("", {"A1", "=1+1"}),
        ("?outcome=refused", {"=1+1"}),
        ("?subject=A1", {"A1"}),
        ("?account=nobody", set()),
        ("?until=2020-01-01", set()),
        ("?since=2020-01-01&act=看预警", {"A1", "=1+1"}),
        ("?before=2", {"A1"}),
    ],
)
def test_filters(auditor: Client, asked: str, there: set[str]) -> None:
    page = auditor.get(f"/log/{asked}").content.decode()
    assert {one for one in ("A1", "=1+1") if f"预警 {one}<" in page} == there
    assert "<script>alert" not in page


def test_page_tells_of_lists_and_details_in_the_words_of_the_desk(auditor: Client, account: Make) -> None:
    asked = {"asked": {"page": 1, "tab": "mine"}, "rows": 50, "code": False, "role": ["reviewer", "clerk"], "odd": None}
    ledger.write(account("reviewer"), "看工作列表", [("list", "worklist")], details=asked)
    page = auditor.get("/log/?subject=worklist").content.decode()
    assert "列表 工作列表<" in page
    for told in ("筛选 （页 1；栏 我的）", "行数 50", "事由 否", "角色 核对员 → 乡镇经办", "odd None"):
        assert told in page


def test_strange_day_is_told(auditor: Client) -> None:
    assert auditor.get("/log/?since=gestern").status_code == 400


def test_export_runs_nowhere_and_is_logged(auditor: Client) -> None:
    text = b"".join(auditor.get("/log/export.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["对象"] for row in rows] == ["A1", "'=1+1"]
    assert Entry.objects.get(act="导出日志").details.count('"rows":2') == 1


def test_check_tells_what_was_tampered_with(auditor: Client) -> None:
    assert "全链完好" in auditor.get("/log/check/").content.decode()
    Head.objects.update(hash="f" * 64)
    assert "不符" in auditor.get("/log/check/").content.decode()
    assert "处不符" in auditor.get("/log/").content.decode()


def test_end_is_printed_and_checked_against(auditor: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("log_head")
    kept = capsys.readouterr().out.split()[-1]
    assert kept == "{}:{}".format(*ledger.head())
    call_command("check_log", kept=kept)
    assert "全链完好。与另存的 1 个链尾相符" in capsys.readouterr().out
    with pytest.raises(CommandError, match="处不符"):
        call_command("check_log", kept="1:" + "0" * 64)
    with pytest.raises(CommandError, match="应为 序号:哈希"):
        call_command("check_log", kept="x")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CLERK, Role.SUPERVISOR, Role.AUTHOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(role: str, account: Make, signed_in: Sign) -> None:
    more = {"division": "999901001"} if role == Role.CLERK else {}
    browser = signed_in(account(role, **more))
    for path in ("/log/", "/log/check/", "/log/export.csv"):
        assert browser.get(path).status_code == 403
    assert Entry.objects.filter(outcome="refused").count() == 3
