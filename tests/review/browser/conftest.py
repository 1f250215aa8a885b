"""A real Chromium on a desk with a published night; what it must never show is checked on every page it opens.

DJANGO_ALLOW_ASYNC_UNSAFE: Playwright's sync interface runs an event loop in this thread, and Django refuses its ORM
there unless told that nothing else runs in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from review.bringing import bring_in
from review.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-lcd-text",
]  # fmt: skip
_CUT = """() => [...document.querySelectorAll('main *')].filter((e) => {
  const s = getComputedStyle(e);
  return e.children.length === 0 && e.textContent.trim() && s.overflowX !== 'visible'
    && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && s.display !== 'inline' && !e.title;
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: .ci/run installs Debian's")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def night(desk_home: Path, transactional_db: None) -> None:
    """The newest night of the small city, on the desk."""
    bring_in(desk_home)


@pytest.fixture
def refusals() -> set[int]:
    """Statuses with which the desk may answer in this test; Chromium writes each into its console as an error."""
    return set()


@pytest.fixture
def opened(chromium: Browser, live_server: Any, refusals: set[int]) -> Iterator[Callable[..., Page]]:
    """A page at 1280 x 720 with this account signed in (None: nobody); scripts, policy and network are watched."""
    wrong: list[str] = []
    contexts = []

    def heard(said: ConsoleMessage) -> None:
        expected = any(f"with a status of {one} " in said.text for one in refusals)
        if said.type in ("error", "warning") and not expected:
            wrong.append(f"{said.text} ({said.location['url']})")

    def make(user: User | None) -> Page:
        context = chromium.new_context(
            viewport={"width": 1280, "height": 720}, locale="zh-CN", base_url=live_server.url
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((live_server.url, "data:")) else wrong.append(asked.url),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def sound() -> Callable[[Page], None]:
    """Asserts that a page fits its screen, cuts nothing off, and that axe finds no fault (contrast and labels too)."""

    def check(page: Page) -> None:
        width = page.evaluate("() => document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url}: {width} pixels wide"
        assert page.evaluate(_CUT) == [], page.url
        # axe is put into the page by the debugger, not by the page: its policy stays as it is.
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"], "preload": False})
        assert found.violations_count == 0, found.generate_report()

    return check
