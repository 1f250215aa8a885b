"""Sheets for townships: out, filled in, back; what is a conflict, what is refused, who sees what."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from review.models import Act, Alert, Entry, Night, Sheet, SheetReturn, User
from review.pipeline.workbooks import FILLED, FIXED, MARK
from review.sheets import back as sheets_back
from review.sheets import out as sheets_out
from tests.review.acting_like import act_like
from tests.review.payloads import FORMULAS
from tests.review.sheet_files import GOOD, Rows, answered, far_cell, filled, rows_of, with_entry

pytestmark = pytest.mark.django_db
HERE, THERE = "999903005", "999903003"
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_back, "act", act_like)
    monkeypatch.setattr(sheets_back, "names_in", lambda home, ids: dict.fromkeys(ids, ("钱某甲",)))


@pytest.fixture
def night() -> Night:
    return Night.objects.create(
        as_of=date(2026, 11, 21), run_id="r", brought_at=timezone.now(), added=0, changed=0, total=0
    )


def alert(number: int, township: str = HERE, **more: Any) -> Alert:
    told = {
        "alert_id": f"A{number:020x}", "rule_id": "LB-05", "rule_class": "漏保", "rule_title": "医疗自付冲击",
        "rule_version": 1, "level": 1 + number % 3, "confidence": "certain", "state": "new", "life": "new",
        "shown": True, "need": True, "who": "张*", "household_no": f"JT{number}", "division_code": f"{township}001",
        "township": township, "place": "示例市沙渡县南河镇新桥村", "title": "t", "explanation": "近期住院自付很多",
        "township_text": "请上门了解困难", "evidence_fingerprint": f"{number + 1:02x}" * 16,
        "first_seen": date(2026, 11, 20), "opened_on": date(2026, 11, 20),
        "dispatched_on": date(2026, 11, 20), "sheet_id": f"D{number:016x}",
        "close_by": date(2026, 11, 27), "digest": "d", "brought_at": timezone.now(),
    }  # fmt: skip
    return Alert.objects.create(**told | more)


@pytest.fixture
def three(night: Night) -> list[Alert]:
    return [alert(number) for number in (1, 2, 3)]


@pytest.fixture
def clerk(account: Callable[..., User], signed_in: Browser) -> Client:
    return signed_in(account("clerk", "c1", division=HERE))


def download(client: Client, township: str = HERE, **more: Any) -> bytes:
    answer = client.post("/sheets/out/", {"township": township, "wanted": "tonight", **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content


def upload(client: Client, data: bytes, name: str = "表.xlsx") -> Any:
    return client.post("/sheets/back/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def outcomes() -> dict[str, tuple[str, str]]:
    """Alert -> outcome and why, of the newest file read back."""
    newest = SheetReturn.objects.latest("id")
    return {row["alert"] or row["line"]: (row["outcome"], row["why"]) for row in newest.rows}


def test_round_trip(three: list[Alert], clerk: Client) -> None:
    data = download(clerk)
    rows = rows_of(data)
    assert tuple(rows[0]) == (*FIXED, *FILLED, MARK)
    assert {row["预警编号"] for row in rows} == {one.alert_id for one in three}
    assert {row["说明"] for row in rows} == {"请上门了解困难"}
    assert b"\xe4\xbd\x8f\xe9\x99\xa2" not in data
    answer = upload(clerk, answered(data))
    assert answer.status_code == 200
    assert "写入 3 条反馈" in answer.content.decode()
    assert Act.objects.count() == 0  # nothing is written before somebody says so
    newest = SheetReturn.objects.get()
    clerk.post(f"/sheets/back/{newest.pk}/confirm/")
    assert {act.alert_id for act in Act.objects.filter(kind="feedback")} == {one.alert_id for one in three}
    assert Act.objects.first().said == {  # type: ignore[union-attr]
        "finding": "属实", "words": GOOD["情况"], "checked_by": "李某", "on": "2026-11-22",
    }  # fmt: skip
    assert {row["outcome"] for row in SheetReturn.objects.get().rows} == {"written"}


def test_download_and_its_rows_are_logged(three: list[Alert], clerk: Client) -> None:
    download(clerk, level="1")
    entries = Entry.objects.filter(act="下载核查表", outcome="done")
    assert {(one.subject_kind, one.subject) for one in entries} == {
        ("sheet", Sheet.objects.get().number), ("alert", three[2].alert_id),
    }  # fmt: skip
    assert '"level":1' in entries[0].details
    assert HERE in entries[0].details


def test_the_same_file_twice_does_nothing_the_second_time(three: list[Alert], clerk: Client) -> None:
    data = answered(download(clerk))
    upload(clerk, data)
    back = SheetReturn.objects.get()
    assert clerk.post(f"/sheets/back/{back.pk}/confirm/").status_code == 302
    assert clerk.post(f"/sheets/back/{back.pk}/confirm/").status_code == 409  # a double click
    assert "此前已经读入并写入" in upload(clerk, data).content.decode()
    assert SheetReturn.objects.count() == 1
    saved_anew = filled(data, lambda rows: rows.reverse())
    upload(clerk, saved_anew)
    assert {outcome for outcome, _ in outcomes().values()} == {"same"}
    assert Act.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"evidence_fingerprint": "f" * 32}, "证据已经变化"),
        ({"resolved_on": date(2026, 11, 21)}, "已于 2026-11-21 消除"),
        ({"sheet_id": "D" + "9" * 16}, "重新交办"),
        ({"stage": "fed_back"}, "已有反馈"),
        ({"stage": "decided"}, "已作处置"),
        ({"stage": "returned"}, "已退回"),
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
    other = alert(9)
    data = download(clerk, level="2")
    upload(clerk, filled(data, lambda rows: rows[0].update(GOOD | {"预警编号": other.pk})) if rows_of(data) else data)
    row = SheetReturn.objects.filter().first()
    assert row is None or row.rows[0]["outcome"] == "conflict"
    assert not Act.objects.exists()


def test_both_sides_of_a_conflict_are_shown(three: list[Alert], clerk: Client, account: Callable[..., User]) -> None:
    data = download(clerk)
    other = account("clerk", "other", name="赵某", division=HERE)
    said = {"finding": "不属实", "words": "已迁走", "checked_by": "赵某", "on": "2026-11-21"}
    row = {"alert": three[0].pk, "sheet": said, "version": 0, "evidence": three[0].evidence_fingerprint}
    act_like(other, row, HERE, ())
    page = upload(clerk, answered(data)).content.decode()
    assert "已迁走" in page
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


def test_no_cell_that_goes_out_is_a_formula(night: Night, clerk: Client) -> None:
    for number, payload in enumerate(FORMULAS):
        alert(number, who=payload[:80], place=payload[:120], township_text=payload, household_no=payload[:64])
    data = download(clerk)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert len(FORMULAS) >= 60
    assert {row["说明"] for row in rows_of(data)} == {payload.strip("\x00") for payload in FORMULAS}


def test_formulas_that_come_back_are_shown_as_text(night: Night, clerk: Client) -> None:
    for number, _ in enumerate(FORMULAS):
        alert(number)

    def change(rows: Rows) -> None:
        for row, payload in zip(rows, FORMULAS, strict=True):
            row.update(GOOD | {"情况": payload, "核查人": payload[:20]})

    page = upload(clerk, filled(download(clerk), change)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in page


def test_workbook_helps_to_fill_it_in(three: list[Alert], clerk: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(download(clerk))) as book:
        first = book.read("xl/worksheets/sheet1.xml").decode()
        said = book.read("xl/sharedStrings.xml").decode()
    assert '"属实,不属实,转其他救助,无法核实"' in first
    assert "<sheetProtection" in first
    assert "转其他救助" in said
    assert Sheet.objects.get().mark in said
    assert "账号 c1" in said


def test_more_rows_than_a_sheet_may_hold(three: list[Alert], clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_out, "LIMIT", 2)
    answer = clerk.post("/sheets/out/", {"township": HERE, "wanted": "tonight"})
    assert answer.status_code == 409
    assert "按等级或规则分成几份" in answer.content.decode()
    assert "第二人批准" in answer.content.decode()
    assert not Sheet.objects.exists()
    assert len(rows_of(download(clerk, level="1"))) == 1


def test_other_townships_are_not_there(
    three: list[Alert], clerk: Client, account: Callable[..., User], signed_in: Browser
) -> None:
    alert(7, THERE)
    elsewhere = signed_in(account("clerk", "c9", division=THERE))
    data = answered(download(elsewhere, THERE))
    upload(elsewhere, data)
    back = SheetReturn.objects.get().pk
    for address in (f"/sheets/back/{back}/", "/sheets/back/999/"):
        assert clerk.get(address).status_code == 404
    for address in (f"/sheets/back/{back}/confirm/", f"/sheets/back/{back}/drop/"):
        assert clerk.post(address).status_code == 404
    assert clerk.post("/sheets/out/", {"township": THERE, "wanted": "tonight"}).status_code == 404
    assert THERE not in clerk.get("/sheets/").content.decode()
    assert Entry.objects.filter(outcome="refused", account="c1").count() == 5
    assert SheetReturn.objects.get().state == "waiting"


@pytest.mark.parametrize("role", ["author", "auditor", "administrator"])
def test_roles_without_households_are_refused(
    three: list[Alert], account: Callable[..., User], signed_in: Browser, role: str
) -> None:
    client = signed_in(account(role))
    assert client.get("/sheets/").status_code == 403
    assert client.post("/sheets/out/", {"township": HERE, "wanted": "tonight"}).status_code == 403
    assert client.post("/sheets/back/").status_code == 403
    assert Entry.objects.filter(outcome="refused").count() == 3


def test_reviewer_reads_back_for_the_township(
    three: list[Alert], account: Callable[..., User], signed_in: Browser
) -> None:
    reviewer = signed_in(account("reviewer", "r1", division="999903"))
    page = upload(reviewer, answered(download(reviewer))).content.decode()
    assert "您代乡镇读回" in page
    reviewer.post(f"/sheets/back/{SheetReturn.objects.get().pk}/confirm/")
    act = Act.objects.first()
    assert act is not None
    assert (act.by.username, act.said["checked_by"]) == ("r1", "李某")


def test_only_who_uploaded_confirms_and_a_preview_can_be_dropped(
    three: list[Alert], clerk: Client, account: Callable[..., User], signed_in: Browser
) -> None:
    upload(clerk, answered(download(clerk)))
    back = SheetReturn.objects.get().pk
    other = signed_in(account("clerk", "c8", division=HERE))
    assert other.get(f"/sheets/back/{back}/").status_code == 200
    assert other.post(f"/sheets/back/{back}/confirm/").status_code == 409
    assert clerk.post(f"/sheets/back/{back}/drop/").status_code == 302
    assert clerk.post(f"/sheets/back/{back}/confirm/").status_code == 409
    assert SheetReturn.objects.get().rows == []
    assert not Act.objects.exists()


def test_old_preview_is_not_written(three: list[Alert], clerk: Client) -> None:
    upload(clerk, answered(download(clerk)))
    SheetReturn.objects.update(at=timezone.now() - timedelta(days=2))
    answer = clerk.post(f"/sheets/back/{SheetReturn.objects.get().pk}/confirm/")
    assert answer.status_code == 409
    assert not Act.objects.exists()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Uploaded workbooks are gone once they are read."""
    import tempfile
    from pathlib import Path

    before = set(Path(tempfile.gettempdir()).glob("desk-*/sheet.xlsx"))
    yield
    assert set(Path(tempfile.gettempdir()).glob("desk-*/sheet.xlsx")) <= before
