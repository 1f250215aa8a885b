"""Requests for verification: upload, the process, what came back, who sees it, how long it is kept."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from review.models import Entry, Request, RequestFile, User
from review.pipeline import verifying
from review.requests import folders, starting
from review.requests.answering import answer
from tests.conftest import SmallCity
from tests.flows.verify.asked_again import HEADERS, requested
from tests.review.payloads import FORMULAS

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, small_city: SmallCity, tmp_path: Path) -> Iterator[None]:
    """Files of requests lie in the test's own folder; the home is read only. What the process masks is put back."""
    settings.DESK = replace(settings.DESK, home=small_city.whole.home, folder=tmp_path / "review")
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def text(small_city: SmallCity) -> pl.DataFrame:
    """Two households, with the headers of the form."""
    every = requested(small_city.whole)
    two = every["request_no"].unique(maintain_order=True)[:2]
    return every.filter(pl.col("request_no").is_in(two.implode())).rename({n: HEADERS[n] for n in every.columns})


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Upload, with the process run to its end at once."""
    monkeypatch.setattr(starting, "start", answer)

    def post(client: Client, data: bytes | str, name: str = "请求.csv") -> Any:
        file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/verify/upload/", {"file": file})

    return post


@pytest.fixture
def reviewer(account: Callable[..., User], signed_in: Browser) -> Client:
    return signed_in(account("reviewer", "r1"))


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
    assert told == {1: "家庭编号查不到,或不在您的办理范围内;新申请的家庭请不填家庭编号"}


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


@pytest.mark.parametrize(("data", "words"), [("a,b\n1,2\n", "无法作为核对请求读取"), ("申请编号,姓名\n", "只有表头")])
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


def _waiting(user: User, **more: Any) -> Request:
    number = uuid4()
    folders.keep(number, "csv", b"a")
    return Request.objects.create(number=number, by=user, at=timezone.now(), name="请求", kind="csv", **more)


def test_request_whose_process_died_has_failed(
    account: Callable[..., User], signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a process holds the lock the request runs; killed without a word, it has failed."""
    monkeypatch.setattr(folders, "GRACE", 0)
    user = account("reviewer")
    one = _waiting(user, state="running", households=4)
    held = folders.lock(one.number)
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[held])
    os.close(held)
    page = signed_in(user).get(f"/verify/{one.number}/").content.decode()
    assert "正在核对 4 户" in page
    assert Request.objects.get().state == "running"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    page = signed_in(user).get(f"/verify/{one.number}/").content.decode()
    assert "处理进程中断了" in page
    assert Request.objects.get().state == "failed"


def test_process_that_is_started_holds_the_lock_from_its_first_moment(
    account: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real process on another database: it finds no such request, says so into its own log, and ends."""
    monkeypatch.setattr(folders, "GRACE", 0)
    one = _waiting(account("reviewer"))
    starting.start(one)
    assert folders.at_work(one.number)
    with pytest.raises(BlockingIOError):
        folders.lock(one.number)
    until = time.monotonic() + 60
    while folders.at_work(one.number) and time.monotonic() < until:
        time.sleep(0.1)
    assert not folders.at_work(one.number)
    assert starting.settled(one).state == "failed"
    assert (folders.folder_of(one.number) / "process.log").read_text("utf-8") != ""


def test_progress_is_asked_for_without_the_page(account: Callable[..., User], signed_in: Browser) -> None:
    user = account("reviewer")
    one = _waiting(user, state="running", households=4)
    reports = folders.folder_of(one.number) / folders.OUT / verifying.REPORTS
    reports.mkdir(parents=True)
    (reports / "00001-a.xlsx").write_bytes(b"")
    held = folders.lock(one.number)
    part = signed_in(user).get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert "1 / 4 户" in part.content.decode()
    assert "<html" not in part.content.decode()
    Request.objects.update(state="done")
    ended = signed_in(user).get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    os.close(held)


def test_account_has_three_unfinished_requests_at_most(account: Callable[..., User], signed_in: Browser) -> None:
    user = account("reviewer")
    for _ in range(3):
        _waiting(user)
    file = SimpleUploadedFile("a.csv", b"a")
    answered = signed_in(user).post("/verify/upload/", {"file": file})
    assert answered.status_code == 409
    assert Request.objects.count() == 3


def test_a_finished_request_is_not_answered_again(
    reviewer: Client, send: Callable[..., Any], text: pl.DataFrame
) -> None:
    send(reviewer, text.write_csv())
    one = Request.objects.get()
    assert reviewer.post(f"/verify/{one.number}/again/").status_code == 409
    before = list(RequestFile.objects.values_list("pk", flat=True))
    call_command("verify_request", str(one.number))
    assert list(RequestFile.objects.values_list("pk", flat=True)) == before


def test_old_files_go_and_that_there_was_a_request_stays(
    reviewer: Client, send: Callable[..., Any], text: pl.DataFrame, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(folders, "GRACE", 0)
    send(reviewer, text.write_csv())
    send(reviewer, text.write_csv())
    old = Request.objects.latest("id")
    Request.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))
    lost = folders.top() / str(uuid4())
    lost.mkdir()
    (lost / "request.csv").write_text("a")
    os.utime(lost, (0, 0))
    call_command("clean_requests", "--days", "90")
    assert "已清理 1 份" in capsys.readouterr().out
    assert not folders.folder_of(old.number).exists()
    assert not lost.exists()
    old.refresh_from_db()
    assert (old.state, old.rows) == ("cleaned", text.height)
    assert RequestFile.objects.filter(request=old).count() == 0
    assert Request.objects.exclude(pk=old.pk).get().files.count() == 6
    assert "按保存期限清理" in reviewer.get(f"/verify/{old.number}/").content.decode()
    assert Entry.objects.get(act="清理核对请求").subject == str(old.number)
