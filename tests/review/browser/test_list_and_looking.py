"""The list by mouse and by keyboard, and the pictures of the README."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from review.models import Act, Alert, User
from tests.review.browser.walking import follow
from tests.review.working import open_alert

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
Opened = Callable[..., Page]
Account = Callable[..., User]


def test_keys_of_the_list(night: None, account: Account, opened: Opened) -> None:
    page = opened(account("reviewer"))
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    here = page.locator("tr.here")
    assert here.get_attribute("data-id") == page.locator("tbody tr[data-id]").first.get_attribute("data-id")
    page.keyboard.press("x")
    assert page.locator("#ticked").inner_text() == "1"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("jjx")
    assert page.locator("#q").input_value() == "jjx"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    chosen = page.locator("tr.here").get_attribute("data-id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/alerts/{chosen}/")
    page.keyboard.press("u")
    page.wait_for_url("**/")
    assert page.locator("h1").inner_text() == "工作列表"


def test_several_are_claimed_and_sent_from_the_list(night: None, account: Account, opened: Opened) -> None:
    user = account("reviewer", name="王某")
    page = opened(user)
    page.goto("/")
    assert page.get_by_role("button", name="转办", exact=True).is_disabled()
    boxes = page.locator('tbody input[name="alert_id"]')
    chosen = [boxes.nth(at).get_attribute("value") for at in range(3)]
    for at in range(3):
        boxes.nth(at).check()
    page.get_by_role("button", name="认领", exact=True).click()
    page.wait_for_url("**/bulk/")
    assert "已认领 3 条" in page.locator("main").inner_text()
    assert Alert.objects.filter(pk__in=chosen, owner=user).count() == 3
    page.goto("/?tab=mine")
    page.get_by_label("选中本页全部").check()
    page.get_by_role("button", name="转办", exact=True).click()
    page.wait_for_url("**/bulk/")
    sent = {one.pk: one.sent_to for one in Alert.objects.filter(pk__in=chosen)}
    own = {one.pk: one.township for one in Alert.objects.filter(pk__in=chosen)}
    assert sent == own
    with_a_township = sum(bool(one) for one in own.values())  # the desk cannot know where to send the others
    assert Act.objects.filter(kind="dispatch").count() == with_a_township


def test_filter_acts_at_once(night: None, account: Account, opened: Opened) -> None:
    page = opened(account("supervisor"))
    page.goto("/")
    with page.expect_navigation():
        page.locator("#filter select").first.select_option(index=1)
    assert "?" in page.url
    follow(page, "清除筛选")
    assert page.locator("#filter select").first.input_value() == ""


@pytest.mark.skipif(
    "PICTURES_OF_DESK" not in os.environ, reason="pictures are made when asked for: PICTURES_OF_DESK=docs/pictures"
)
def test_pictures_of_the_desk(night: None, desk_home: Path, account: Account, opened: Opened) -> None:
    folder = Path(os.environ["PICTURES_OF_DESK"])
    page = opened(account("supervisor", name="李某"))
    alert = open_alert(desk_home)
    for name, address in (("worklist", "/"), ("case", f"/alerts/{alert.pk}/"), ("numbers", "/numbers/")):
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=folder / f"desk-{name}.png")
    assert max(one.stat().st_size for one in folder.glob("desk-*.png")) < 300_000
