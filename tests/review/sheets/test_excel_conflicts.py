"""Sheets that come back: what each row becomes, and files that are no sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from review.models import Act, Alert, Entry, Night, SheetReturn, User
from review.sheets import back as sheets_back
from tests.review.sheets.desk import HERE, THERE, Browser, alert, download, outcomes, upload
from tests.review.sheets.sheet_files import GOOD, Rows, answered, far_cell, filled, with_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"evidence_fingerprint": "f" * 32}, "证据已经变化"),
        ({"resolved_on": date(2026, 11, 21)}, "已于 2026-11-21 消除"),
        ({"sheet_id": "D" + "9" * 16}, "重新交办"),
        ({"stage": "fed_back"}, "已有反馈"),
        ({"stage": "decided"}, "已作处置"),
        ({"stage": "returned"}, "已退回"),
        ({"stage": "claimed"}, "不由您的乡镇"),
        ({"township": THERE, "division_code": f"{THERE}001"}, "不在这个乡镇"),
        ({"sent_to": THERE}, "不在这个乡镇"),
        ({"shown": False}, "不在这个乡镇"),
    ],
)
def test_what_changed_since_is_a_conflict(three: list[Alert], clerk: Client, change: dict[str, Any], why: str) -> None:
    data = download(clerk)
    Alert.objects.filter(pk=three[0].pk).update(**change)
    page = upload(clerk, answered(data)).content.decode()
    assert outcomes()[three[0].pk][0] == "conflict"
    assert why in outcomes()[three[0].pk][1]
    assert why in page
    assert outcomes()[three[1].pk] == ("taken", "")
    clerk.post(f"/sheets/back/{SheetReturn.objects.get().pk}/confirm/")
    assert {act.alert_id for act in Act.objects.all()} == {three[1].pk, three[2].pk}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"核查结果": "是"}, "核查结果只能是"),
        ({"核查结果": ""}, "没有选核查结果"),
        ({"核查日期": (timezone.localdate() + timedelta(days=1)).isoformat()}, "晚于今天"),
        ({"核查日期": "昨天"}, "读不出"),
        ({"核查日期": ""}, "没有填核查日期"),
        ({"核查日期": "2026-11-19"}, "早于"),
        ({"核查人": ""}, "没有填核查人"),
        ({"情况": "本人身份证 999901199001010019 已核"}, "身份证号"),
        ({"情况": "电话13800138000"}, "手机号"),
        ({"情况": "字" * 501}, "超过 500 字"),
        ({"情况": "问过钱某甲本人"}, "当事人的姓名"),
        ({"情况": "看过"}, "至少 4 个字"),
        ({"情况": "看过\u202e了"}, "控制字符"),
        ({"版本": "7"}, "被改动"),
        ({"证据指纹": "0" * 12}, "被改动"),
        ({"派办单号": "D1"}, "被改动"),
        ({"校验码": "B0000000000-0"}, "来自另一份表"),
    ],
)
def test_row_that_cannot_be_taken_is_told_why(
    three: list[Alert], clerk: Client, cells: dict[str, str], why: str
) -> None:
    def change(rows: Rows) -> None:
        for row in rows:
            row.update(GOOD)
        rows[0].update(cells)

    upload(clerk, filled(download(clerk), change))
    first = SheetReturn.objects.get().rows[0]
    assert first["outcome"] == "conflict"
    assert why in first["why"]
    assert [row["outcome"] for row in SheetReturn.objects.get().rows[1:]] == ["taken", "taken"]
    assert "999901199001010019" not in str(SheetReturn.objects.get().rows)
    assert "13800138000" not in str(SheetReturn.objects.get().rows)
    assert "钱某甲" not in str(SheetReturn.objects.get().rows)


def test_edited_number_is_not_another_alerts_answer(three: list[Alert], clerk: Client) -> None:
    """An alert that the sheet does not hold cannot be put into it."""
    other = alert(9)

    def change(rows: Rows) -> None:
        rows[0].update(GOOD | {"预警编号": other.pk})

    data = filled(download(clerk, level="2"), change)
    assert upload(clerk, data).status_code == 400
    assert not Act.objects.exists()


def test_both_sides_of_a_conflict_are_shown(three: list[Alert], clerk: Client, account: Callable[..., User]) -> None:
    data = download(clerk)
    other = account("clerk", "other", name="赵某", division=HERE)
    said = {"finding": "不属实", "words": "该户已迁走", "checked_by": "赵某", "on": "2026-11-21"}
    row = {"alert": three[0].pk, "sheet": said, "version": 0, "evidence": three[0].evidence_fingerprint}
    sheets_back.act(other, row, HERE, ())
    page = upload(clerk, answered(data)).content.decode()
    assert "该户已迁走" in page
    assert "不属实" in page
    assert GOOD["情况"] in page


def test_two_answers_to_one_alert_and_one_answer_twice(three: list[Alert], clerk: Client) -> None:
    def change(rows: Rows) -> Rows:
        first, second, third = (row | GOOD for row in rows)
        return [first, first | {"核查结果": "不属实"}, second, second, third]

    upload(clerk, filled(download(clerk), change))
    assert [row["outcome"] for row in SheetReturn.objects.get().rows] == [
        "conflict",
        "conflict",
        "taken",
        "same",
        "taken",
    ]


def test_empty_rows_wait_and_missing_rows_are_told(three: list[Alert], clerk: Client) -> None:
    page = upload(clerk, filled(download(clerk), lambda rows: rows[:2])).content.decode()
    assert [row["outcome"] for row in SheetReturn.objects.get().rows] == ["empty", "empty"]
    assert "文件中有 2 行" in page


def test_sheet_of_an_earlier_night(three: list[Alert], clerk: Client, night: Night) -> None:
    """Paper takes days: what did not change since is taken, and that a night has passed is told."""
    data = answered(download(clerk))
    Night.objects.create(as_of=date(2026, 11, 22), run_id="s", brought_at=timezone.now(), added=0, changed=0, total=0)
    Alert.objects.filter(pk=three[0].pk).update(evidence_fingerprint="e" * 32)
    page = upload(clerk, data).content.decode()
    assert "此后又有新的一夜" in page
    assert [outcomes()[one.pk][0] for one in three] == ["conflict", "taken", "taken"]


def test_change_between_preview_and_confirmation_is_a_conflict(three: list[Alert], clerk: Client) -> None:
    upload(clerk, answered(download(clerk)))
    Alert.objects.filter(pk=three[0].pk).update(version=1)
    clerk.post(f"/sheets/back/{SheetReturn.objects.get().pk}/confirm/")
    assert outcomes()[three[0].pk][0] == "conflict"
    assert "预览以后有变化" in outcomes()[three[0].pk][1]
    assert Act.objects.count() == 2


def test_sheet_from_elsewhere_is_not_known(
    three: list[Alert], clerk: Client, account: Callable[..., User], signed_in: Browser, settings: Any
) -> None:
    elsewhere = signed_in(account("clerk", "c9", division=THERE))
    alert(30, THERE)
    data = answered(download(clerk))
    foreign = upload(elsewhere, data)
    settings.SECRET_KEY = "k" * 60
    forged = upload(clerk, data)
    for answer in (foreign, forged):
        assert answer.status_code in (400, 302, 200)
        assert not SheetReturn.objects.exists()
    assert "不是本系统为您的办理范围下载的核查表" in foreign.content.decode()


@pytest.mark.parametrize("column", ["预警编号", "校验码", "核查结果", "版本"])
def test_missing_column_is_named(three: list[Alert], clerk: Client, column: str) -> None:
    def change(rows: Rows) -> None:
        for row in rows:
            row.pop(column)

    answer = upload(clerk, filled(download(clerk), change))
    assert answer.status_code == 400
    assert f"“{column}”" in answer.content.decode()


def _bomb(data: bytes) -> bytes:
    return with_entry(data, "xl/worksheets/sheet9.xml", b"0" * (40 << 20))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: b"", "不是完整的"),
        (lambda data: b"not a workbook", "不是完整的"),
        (lambda data: data[: len(data) // 2], "不是完整的"),
        (lambda data: bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "加了密码"),
        (lambda data: with_entry(data, "xl/vbaProject.bin", b"x"), "宏"),
        (lambda data: with_entry(data, "in.zip", b"x"), "压缩包"),
        (_bomb, "解压后过大"),
        (lambda data: far_cell(), "行列范围过大"),
        (lambda data: data + b"0" * (6 << 20), "超过 5 MB"),
        (lambda data: "预警编号,核查结果\n1,属实\n".encode(), "不是完整的"),
    ],
)
def test_file_that_is_none_is_refused_in_words(
    three: list[Alert], clerk: Client, spoil: Callable[[bytes], bytes], words: str
) -> None:
    answer = upload(clerk, spoil(download(clerk)))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Entry.objects.filter(act="上传核查表", outcome="refused").exists()
    assert not SheetReturn.objects.exists()
