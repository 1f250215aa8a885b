"""Two hundred provoked errors: no answer says anything of paths, SQL, values or the machinery."""

from __future__ import annotations

import itertools
import logging.config
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as desk
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from review import ledger
from review.models import User
from review.pages import worklist

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Browser = Callable[[User], Client]
TOLD = re.compile(
    r"Traceback|/tmp/|/usr/|site-packages|\.py\b|SELECT |INSERT |UPDATE |psycopg|"
    r"sqlite|django|review_|Exception|Error\b"
    r"|MARKER|secret.key|sessionid=",
    re.I,
)
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "BREW", "get")
PATHS = ("/", "/login/", "/logout/", "/password/", "/account/", "/codes/", "/healthz", "/admin/review/user/")
MISSING = (
    "/MARKER",
    "/admin/MARKER",
    "/admin/review/user/MARKER/change/",
    "/admin/review/user/999999999999999999999/change/",
    "/admin/review/user/-1/change/",
    "/admin/auth/user/",
    "/admin/review/alert/",
    "/admin/review/entry/",
    "/%00",
    "/%ff%fe",
    "/..%2f..%2fetc/passwd",
    "/admin/r/1/1/",
    "/admin/review/user/1_27/change/",
    "/?page=MARKER",
    "/admin/review/user/?MARKER=1",
    "/admin/review/user/?password__startswith=MARKER",
    "/admin/review/user/?role__exact=%00MARKER",
    "/static/MARKER",
    "/static/%00",
    "/admin/review/user/?_to_field=MARKER",
    "/admin/review/user/?p=MARKER",
    "/admin/review/user/?o=MARKER",
    "/admin/review/user/?q=%00MARKER",
    "/admin/review/user/?is_active__exact=MARKER",
    "/admin/jsi18n/?language=MARKER",
)
BODIES: tuple[tuple[str, str | bytes], ...] = (
    ("multipart/form-data", b"MARKER"),
    ("multipart/form-data; boundary=", b"--\r\nMARKER"),
    ("multipart/form-data; boundary=\xff", b"MARKER"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="../MARKER"\r\n\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--',
    ),
    ("application/x-www-form-urlencoded; charset=MARKER", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=MARKER" % n for n in range(1500))),
    ("application/x-www-form-urlencoded", b"%"),
    ("application/json", b"{MARKER"),
    ("", b"\x00MARKER"),
)
HEADERS = (
    {"host": "MARKER.example"},
    {"host": "a b"},
    {"host": ""},
    {"cookie": "sessionid=MARKER"},
    {"cookie": "sessionid=" + "x" * 9000},
    {"cookie": "csrftoken=MARKER"},
    {"cookie": ";;=;\x01"},
    {"referer": "https://MARKER"},
    {"x-forwarded-host": "MARKER"},
    {"x-forwarded-proto": "MARKER"},
    {"accept-language": "MARKER" * 500},
    {"content-length": "99999999999"},
    {"content-length": "MARKER"},
    {"hx-request": "true"},
    {"user-agent": "MARKER\x00"},
    {"range": "bytes=MARKER"},
)


def provoked(client: Client) -> Iterator[tuple[str, Any]]:
    """What was asked, and its answer."""
    for method, path in itertools.product(METHODS, PATHS):
        yield f"{method} {path}", client.generic(method, path)
    for path in MISSING:
        yield path, client.get(path)
    for (kind, body), path in itertools.product(
        BODIES, ("/login/", "/password/", "/admin/review/user/add/", "/codes/")
    ):
        yield f"{kind} {path}", client.generic("POST", path, body, content_type=kind)
    for given, path in itertools.product(HEADERS, ("/login/", "/", "/healthz", "/MARKER", "/static/review/desk.css")):
        yield f"{given} {path}", client.get(path, headers=given)


@pytest.mark.parametrize("role", ["", "reviewer", "administrator"])
def test_two_hundred_errors_tell_nothing(account: Make, signed_in: Browser, role: str, desk_home: object) -> None:
    client = signed_in(account(role)) if role else Client()
    client.raise_request_exception = False
    count = 0
    for asked, answer in provoked(client):
        count += 1
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code != 500, asked
        if answer.status_code >= 400:
            assert not TOLD.search(said.decode()), (asked, said.decode()[:500])
        assert "Content-Security-Policy" in answer, asked
    assert count >= 200


@pytest.mark.parametrize("wrong", [ValueError, KeyError, DatabaseError, RecursionError, UnicodeDecodeError])
def test_fault_in_a_page_tells_nothing(
    account: Make, signed_in: Browser, monkeypatch: pytest.MonkeyPatch, wrong: type[Exception]
) -> None:
    def broken(*_: object) -> None:
        raise wrong("utf-8", b"", 0, 1, "MARKER") if wrong is UnicodeDecodeError else wrong("SELECT MARKER FROM /tmp/x")

    monkeypatch.setattr(worklist, "seen_by", broken)
    client = signed_in(account())
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code in {500, 503}
    assert "操作没有进行" in answer.content.decode()
    assert not TOLD.search(answer.content.decode())


def test_database_that_is_gone_still_gets_an_answer(
    monkeypatch: pytest.MonkeyPatch, account: Make, signed_in: Browser
) -> None:
    client = signed_in(account())
    client.raise_request_exception = False

    def gone(*_: object, **__: object) -> None:
        raise DatabaseError("connection to 10.0.0.9:5432 MARKER")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", gone)
    answer = client.get("/")
    assert answer.status_code in {500, 503}
    assert not TOLD.search(answer.content.decode())
    assert "10.0.0.9" not in answer.content.decode()


def test_login_that_cannot_be_logged_does_not_happen(account: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError("disk full MARKER")

    user = account()
    monkeypatch.setattr(ledger, "write", full)
    client = Client(raise_request_exception=False)
    answer = client.post("/login/", {"username": user.username, "password": "correct horse battery"})
    assert answer.status_code == 500
    assert not TOLD.search(answer.content.decode())
    assert client.get("/")["Location"].startswith("/login/")


@pytest.mark.parametrize("size", [26 * 1024 * 1024])
def test_upload_that_is_too_large_is_not_read(account: Make, signed_in: Browser, size: int) -> None:
    answer = signed_in(account()).post("/password/", {"file": SimpleUploadedFile("MARKER.xlsx", b"x" * size)})
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


def test_machine_log_has_kind_and_place_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(desk.LOGGING)
    try:
        int("no number 320102199001011234 MARKER")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /x/")
    said = capsys.readouterr().err
    assert "ValueError at tests/review/test_errors.py:" in said
    assert "MARKER" not in said
    assert "3201" not in said
