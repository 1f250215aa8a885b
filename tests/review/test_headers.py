"""What every answer bears, whatever it is; and that no page carries a script, a style or an asset from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from review.models import User

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Browser = Callable[[User], Client]
ROOT = Path(__file__).parents[2] / "review"
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PATHS = (
    "/",
    "/login/",
    "/logout/",
    "/password/",
    "/account/",
    "/codes/",
    "/healthz",
    "/admin/",
    "/admin/review/user/",
    "/admin/review/user/add/",
    "/nothing/here",
    "/admin/nothing",
    "/static/review/none.css",
    "/static/../settings.py",
)
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son(?!e=)[a-z]+=|javascript:|\shx-on",
    re.I,
)
ELSEWHERE = re.compile(r"(?:src|href|action|url)\s*[=(]\s*[\"']?\s*(?:https?:)?//(?!www\.w3\.org/)", re.I)


@pytest.mark.parametrize("role", ["", "reviewer", "administrator"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_bears_the_headers(account: Make, signed_in: Browser, path: str, role: str) -> None:
    client = signed_in(account(role)) if role else Client()
    for answer in (
        client.get(path),
        client.post(path),
        client.delete(path),
        client.get(path, headers={"host": "evil"}),
    ):
        assert set(answer["Content-Security-Policy"].split("; ")) == CSP
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert not INLINE.search(answer.content.decode())
        assert not ELSEWHERE.search(answer.content.decode())


def test_assets_are_kept_by_the_browser_and_are_nothing_but_what_they_say() -> None:
    answer = Client().get("/static/review/desk.css")
    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_cookies_cannot_be_read_or_sent_from_elsewhere(account: Make) -> None:
    client = Client()
    client.get("/login/")
    client.post("/login/", {"username": account().username, "password": "correct horse battery"})
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Strict"


SHIPPED = sorted(
    one for one in (*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("static/**/*.css"), *ROOT.rglob("static/**/*.js"))
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda one: one.name)
def test_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not ELSEWHERE.search(text)
    if path.suffix == ".html":
        assert not INLINE.search(text)
        assert "|safe" not in text
        assert "autoescape off" not in text
    if path.suffix == ".css":
        assert "@import" not in text


@pytest.mark.parametrize(
    "text",
    [
        '<a onclick="x">',
        "<p style='x'>",
        "<script>x</script>",
        "<style>",
        '<a href="javascript:x">',
        "<div hx-on:click=x>",
    ],
)
def test_what_the_check_would_find(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize(
    "text", ['<img src="https://x/y">', "<a href='//x'>", "url(http://x)", '<script src="https://x">']
)
def test_what_the_other_check_would_find(text: str) -> None:
    assert ELSEWHERE.search(text)
