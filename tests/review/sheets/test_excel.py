"""Sheets for townships: out and back, who may, what is logged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from review.models import Act, Alert, Entry, Night, Sheet, SheetReturn, User
from review.pipeline.workbooks import FILLED, FIXED, MARK
from review.sheets import out as sheets_out
from tests.review.formulas import FORMULAS
from tests.review.sheets.desk import HERE, THERE, Browser, alert, download, outcomes, upload
from tests.review.sheets.sheet_files import GOOD, Rows, answered, filled, rows_of

pytestmark = pytest.mark.django_db


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
    assert "您代乡镇上传" in page
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
