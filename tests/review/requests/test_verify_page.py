"""Requests for verification: upload, what came back, who sees it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from django.test import Client

from review.models import Entry, Request, RequestFile, User
from review.pipeline import verifying
from review.requests import folders
from tests.conftest import SmallCity
from tests.review.formulas import FORMULAS

Browser = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def test_request_gets_its_reports(reviewer: Client, send: Callable[..., Any], text: pl.DataFrame) -> None:
    answered = send(reviewer, text.write_csv())
    one = Request.objects.get()
    assert answered["Location"] == f"/verify/{one.number}/"
    assert (one.state, one.rows, one.refused, one.households) == ("done", text.height, 0, 2)
    assert sum(one.counts.values()) == 2
    page = reviewer.get(answered["Location"]).content.decode()
    for code in one.counts:
        assert code in page
    kinds = [Path(file.name).suffix for file in RequestFile.objects.all()]
    assert sorted(kinds) == [".pdf", ".pdf", ".xlsx", ".xlsx", ".xlsx", ".zip"]
    for file in RequestFile.objects.exclude(name=folders.ALL):
        got = reviewer.get(f"/verify/{one.number}/{file.pk}/")
        content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(b"%PDF" if file.name.endswith(".pdf") else b"PK")
        assert len(content) == file.size
        assert got["Content-Disposition"].startswith("attachment")
    got = reviewer.get(f"/verify/{one.number}/all/")
    with zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content))) as packed:  # type: ignore[attr-defined]
        assert len(packed.namelist()) == 5
    acts = set(Entry.objects.filter(subject=str(one.number)).values_list("act", flat=True))
    assert acts == {"上传核对请求", "核对请求完成", "看核对请求", "下载核对报告", "下载全部核对报告"}


def test_files_are_for_the_desk_alone(reviewer: Client, send: Callable[..., Any], text: pl.DataFrame) -> None:
    send(reviewer, text.write_csv())
    folder = folders.folder_of(Request.objects.get().number)
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert folder.parent.stat().st_mode & 0o077 == 0


def test_database_and_log_hold_nobodys_name(reviewer: Client, send: Callable[..., Any], text: pl.DataFrame) -> None:
    person, number = text["姓名"][0], text["公民身份号码"].drop_nulls()[0]
    named = text.with_columns(申请编号=pl.lit(number))
    send(reviewer, named.write_csv(), f"{person}.csv")
    kept = [*Request.objects.values_list(), *RequestFile.objects.values_list(), *Entry.objects.values_list()]
    assert person not in str(kept)
    assert number not in str(kept)
    assert number not in (folders.folder_of(Request.objects.get().number) / folders.ROWS).read_text("utf-8")


def test_households_elsewhere_are_refused_row_by_row(
    account: Callable[..., User], signed_in: Browser, send: Callable[..., Any], text: pl.DataFrame
) -> None:
    own = text["村居代码"][0][:9]
    number = text["申请编号"][0]
    moved = text.with_columns(
        村居代码=pl.when(pl.col("申请编号") == number).then("村居代码").otherwise(pl.lit("110101001001"))
    )
    send(signed_in(account("reviewer", division=own)), moved.write_csv())
    one = Request.objects.get()
    rows = json.loads((folders.folder_of(one.number) / folders.ROWS).read_text("utf-8"))
    assert {(row[1] == number, row[2]) for row in rows} == {(True, True), (False, False)}
    assert {row[3] for row in rows if not row[2] and "村居代码不在您的办理范围内" in row[3]}
    assert one.households == 1


@pytest.mark.parametrize("number", ["registered elsewhere", "unknown"])
def test_registered_household_of_another_place_is_not_opened_by_a_wrong_place(
    small_city: SmallCity, text: pl.DataFrame, number: str
) -> None:
    """The words are the same whether there is such a household or not."""
    asked = pl.DataFrame(
        {
            "row_number": [1],
            "division_code": ["110101001001"],
            "household_no": [text["家庭编号"][0] if number == "registered elsewhere" else "JT000"],
        }
    )
    told = verifying.outside(small_city.whole.home, asked, "110101001")
    assert told == {1: "家庭编号查不到，或不在您的办理范围内；新申请的家庭请不填家庭编号"}


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x", "a.pdf", "只收"),
        (b"x", "a.xlsm", "只收"),
        (b"x", "noending", "只收"),
        (b"not a workbook", "a.xlsx", "不是完整的"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "a.xlsx", "加了密码"),
    ],
)
def test_file_that_is_none_is_refused_at_once(
    reviewer: Client, send: Callable[..., Any], data: bytes, name: str, words: str
) -> None:
    answered = send(reviewer, data, name)
    assert answered.status_code == 400
    assert words in answered.content.decode()
    assert not Request.objects.exists()
    assert [path for path in folders.top().iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(
    ("data", "words"), [("a,b\n1,2\n", "上传的文件无法作为核对请求读取"), ("申请编号,姓名\n", "上传的文件只有表头")]
)
def test_request_that_cannot_be_read_fails_with_its_reason(
    reviewer: Client, send: Callable[..., Any], data: str, words: str
) -> None:
    answered = send(reviewer, data)
    one = Request.objects.get()
    assert one.state == "failed"
    assert words in one.told
    assert str(folders.top()) not in one.told
    page = reviewer.get(answered["Location"]).content.decode()
    assert words in page
    assert "重新开始" in page
    send_again = reviewer.post(f"/verify/{one.number}/again/")
    assert send_again.status_code == 302
    assert Request.objects.get().state == "waiting"


def test_hostile_cells_are_shown_as_text(reviewer: Client, send: Callable[..., Any]) -> None:
    rows = {"申请编号": FORMULAS, "姓名": FORMULAS, "与申请人关系": FORMULAS, "成员类别": FORMULAS}
    send(reviewer, pl.DataFrame(rows).write_csv())
    one = Request.objects.get()
    page = reviewer.get(f"/verify/{one.number}/?rows=all").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert one.refused == one.rows


def test_only_the_maker_and_supervisors_of_the_division_see_a_request(
    account: Callable[..., User], signed_in: Browser, send: Callable[..., Any], text: pl.DataFrame
) -> None:
    division = text["村居代码"][0][:6]
    send(signed_in(account("reviewer", "maker", division=division)), text.write_csv())
    one = Request.objects.get()
    file = RequestFile.objects.first()
    assert file is not None
    addresses = [f"/verify/{one.number}/", f"/verify/{one.number}/all/", f"/verify/{one.number}/{file.pk}/"]
    see = [account("supervisor", division=division), account("supervisor")]
    blind = [account("reviewer", division=division), account("reviewer"), account("supervisor", division="110101")]
    for user in see:
        assert [signed_in(user).get(address).status_code for address in addresses] == [200] * 3
        assert one.name in signed_in(user).get("/verify/").content.decode()
    for user in blind:
        assert [signed_in(user).get(address).status_code for address in addresses] == [404] * 3
        assert signed_in(user).post(f"{addresses[0]}again/").status_code == 404
        assert one.name not in signed_in(user).get("/verify/").content.decode()
    assert signed_in(see[0]).get(f"/verify/{uuid4()}/").status_code == 404
    assert signed_in(see[0]).get(f"/verify/{one.number}/999999/").status_code == 404


@pytest.mark.parametrize("role", ["clerk", "author", "auditor", "administrator"])
def test_other_roles_are_refused(account: Callable[..., User], signed_in: Browser, role: str) -> None:
    client = signed_in(account(role, division="999903005" if role == "clerk" else ""))
    assert client.get("/verify/").status_code == 403
    assert client.get("/verify/template/").status_code == 403
    assert client.post("/verify/upload/").status_code == 403
    assert Entry.objects.filter(outcome="refused").count() == 3


def test_form_to_fill_in_is_the_pipelines(reviewer: Client) -> None:
    got = reviewer.get("/verify/template/")
    assert got.content == verifying.template()
    assert Entry.objects.get().act == "下载核对请求空表"


def test_file_of_another_request_is_not_there(reviewer: Client, send: Callable[..., Any], text: pl.DataFrame) -> None:
    send(reviewer, text.write_csv())
    send(reviewer, text.write_csv())
    newest, oldest = Request.objects.all()
    assert reviewer.get(f"/verify/{newest.number}/{oldest.files.all()[0].pk}/").status_code == 404
