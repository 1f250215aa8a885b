"""The process that answers a request, what is seen of it, and how long files are kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from review.models import Entry, Request, RequestFile, User
from review.pipeline import verifying
from review.requests import folders, starting

Browser = Callable[[User], Client]

pytestmark = pytest.mark.django_db


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
    signed_in(user).get(f"/verify/{one.number}/")
    for _ in range(3):
        part = signed_in(user).get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert "1 / 4 户" in part.content.decode()
    assert "<html" not in part.content.decode()
    Request.objects.update(state="done")
    ended = signed_in(user).get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert ended["HX-Redirect"] == "?by=page"
    assert Entry.objects.filter(act="看核对请求").count() == 1  # the look; what the open page asks for is none
    other = signed_in(account("reviewer")).get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert other.status_code == 404
    assert Entry.objects.filter(act="看核对请求", outcome="refused").count() == 1
    os.close(held)


def test_open_page_does_not_keep_a_session_alive(account: Callable[..., User], signed_in: Browser) -> None:
    user = account("reviewer")
    one = _waiting(user)
    browser = signed_in(user)
    held = folders.lock(one.number)
    browser.get(f"/verify/{one.number}/")
    ends = Session.objects.get().expire_date
    browser.get(f"/verify/{one.number}/", headers={"HX-Request": "true"})
    assert 'content="15;url=?by=page"' in browser.get(f"/verify/{one.number}/?by=page").content.decode()
    assert Session.objects.get().expire_date == ends
    assert Entry.objects.filter(act="看核对请求").count() == 1
    Request.objects.update(state="failed", told="机器重启。")
    browser.get(f"/verify/{one.number}/?by=page")
    assert Session.objects.get().expire_date == ends
    assert Entry.objects.filter(act="看核对请求").count() == 2  # what came of it is shown, whoever asked
    browser.get(f"/verify/{one.number}/")
    assert Session.objects.get().expire_date > ends
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
