"""Files in a real browser: a township's workbook out and back with a conflict, a request to its reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from review.models import Act, Alert, User
from review.requests import starting
from review.requests.answering import answer
from tests.conftest import SmallCity
from tests.flows.verify.asked_again import HEADERS, requested
from tests.review.browser.walking import act
from tests.review.sheets.sheet_files import answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
Opened = Callable[..., Page]


@pytest.fixture
def own_folder(settings: Any, small_city: SmallCity, tmp_path: Path) -> Iterator[None]:
    """Files of requests lie in the test's own folder. What the process masks is put back."""
    settings.DESK = replace(settings.DESK, home=small_city.whole.home, folder=tmp_path / "review")
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_sheet_goes_out_and_comes_back_with_a_conflict(
    night: None, account: Callable[..., User], opened: Opened, sound: Callable[[Page], None], tmp_path: Path
) -> None:
    open_ = Alert.objects.filter(shown=True, stage="new").exclude(township="").order_by("township", "alert_id")
    towns = list(open_.values_list("township", flat=True))
    town = next(one for one in towns if towns.count(one) >= 2)
    clerk = opened(account("clerk", "chen", division=town, name="陈某"))
    clerk.goto("/")
    clerk.get_by_role("link", name="核查表").click()
    with clerk.expect_download() as file:
        clerk.get_by_role("button", name="下载核查表").click()
    filled = tmp_path / "填好.xlsx"
    filled.write_bytes(answered(Path(file.value.path()).read_bytes()))
    taken = open_.filter(township=town).first()
    assert taken is not None

    reviewer = opened(account("reviewer", "wang", name="王某"))
    reviewer.goto(f"/alerts/{taken.pk}/")
    act(reviewer, "decide", code="不属实-数据滞后", reason="来源已经更正,系统未同步")

    clerk.goto("/sheets/")
    clerk.locator("#file").set_input_files(filled)
    clerk.get_by_role("button", name="上传并预览").click()
    clerk.wait_for_url("**/sheets/back/**")
    conflict = clerk.locator("table.conflict tbody tr")
    assert conflict.count() == 1
    assert taken.pk in conflict.inner_text()
    sound(clerk)
    assert not Act.objects.filter(kind="feedback").exists()
    with clerk.expect_navigation():
        clerk.get_by_role("button", name="写入", exact=False).first.click()
    assert "已写入" in clerk.locator("h1").inner_text()
    sound(clerk)
    written = set(Act.objects.filter(kind="feedback").values_list("alert_id", flat=True))
    assert written
    assert taken.pk not in written


def test_request_is_answered_with_reports(
    night: None, own_folder: None, small_city: SmallCity, account: Callable[..., User], opened: Opened,
    sound: Callable[[Page], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(starting, "start", answer)  # in the server's thread, to its end
    every = requested(small_city.whole)
    one = every.filter(every["request_no"] == every["request_no"][0])
    asked = tmp_path / "请求.csv"
    asked.write_text(one.rename({name: HEADERS[name] for name in every.columns}).write_csv(), "utf-8")
    page = opened(account("reviewer", "wang", name="王某"))
    page.goto("/")
    page.get_by_role("link", name="核对请求").click()
    with page.expect_download() as file:
        page.get_by_role("link", name="空表").click()
    assert Path(file.value.path()).read_bytes().startswith(b"PK")
    page.locator("#file").set_input_files(asked)
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_selector("#homes", timeout=60_000)
    sound(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="的报告，pdf").first.click()
    assert Path(file.value.path()).read_bytes().startswith(b"%PDF")
    with page.expect_download() as file:
        page.get_by_role("link", name="全部下载").click()
    assert Path(file.value.path()).read_bytes().startswith(b"PK")
