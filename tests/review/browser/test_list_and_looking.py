"""The list by mouse and by keyboard, and the pages that are only read: numbers, rules, who looked, the log."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from review.models import Act, Alert, User
from tests.review.browser.walking import act, done
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
    # A township that is chosen is where they go.
    page.goto("/")
    free = page.locator('tbody tr:not(:has(td.stage span)) input[name="alert_id"]').first
    number = free.get_attribute("value")
    free.check()
    town = page.locator("#town option").last.get_attribute("value")
    page.locator("#town").select_option(town)
    page.get_by_role("button", name="转办", exact=True).click()
    page.wait_for_url("**/bulk/")
    assert Alert.objects.get(pk=number).sent_to == town
    with_a_township = sum(bool(one) for one in own.values())  # the desk cannot know where to send the others
    assert Act.objects.filter(kind="dispatch").count() == with_a_township + 1


def test_filter_acts_at_once_and_undo_is_in_my_acts(
    night: None, desk_home: Path, account: Account, opened: Opened
) -> None:
    alert = open_alert(desk_home)
    page = opened(account("supervisor"))
    page.goto(f"/alerts/{alert.pk}/")
    act(page, "claim")
    page.get_by_role("link", name="我的办理").click()
    with page.expect_navigation():
        page.get_by_role("button", name="撤销").click()
    assert "已撤销" in done(page)
    assert Alert.objects.get(pk=alert.pk).owner_id is None
    page.goto("/")
    page.locator("#f-stage, #f-level, #filter select").first.select_option(index=1)
    page.wait_for_url("**/?*")
    with page.expect_navigation():
        page.get_by_role("link", name="清除筛选").first.click()
    assert page.locator("#filter select").first.input_value() == ""


def test_who_looked_and_its_letter(
    night: None, desk_home: Path, account: Account, opened: Opened, sound: Callable[[Page], None]
) -> None:
    alert = open_alert(desk_home)
    reader = opened(account("reviewer", "wang", name="王某"))
    reader.goto(f"/alerts/{alert.pk}/")
    page = opened(account("auditor", "zhao"))
    page.goto("/looked/")
    page.locator("#who").fill(alert.household_no)
    page.get_by_role("button", name="查").click()
    page.wait_for_url("**/looked/household/**")
    assert "wang" in page.locator("main").inner_text()
    sound(page)
    page.get_by_role("link", name="给当事人的打印页").click()
    page.wait_for_url("**/letter/")
    told = page.locator("main").inner_text()
    assert "核对员" in told
    sound(page)


def test_log_is_filtered_checked_and_exported(night: None, account: Account, opened: Opened) -> None:
    opened(account("reviewer", "wang")).goto("/")
    page = opened(account("auditor", "zhao"))
    page.goto("/log/")
    page.locator("#account").fill("wang")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**/log/?*")
    accounts = page.locator("tbody tr td:nth-child(3)").all_inner_texts()
    assert accounts
    assert set(accounts) == {"wang"}
    with page.expect_download() as file:
        page.get_by_role("link", name="导出 csv").click()
    assert "wang" in Path(file.value.path()).read_text("utf-8-sig")
    page.get_by_role("link", name="现在检查全链").click()
    page.wait_for_url("**/log/check/")
    assert "完好" in page.locator("main").inner_text()


def test_numbers_and_rules_are_pictures_with_tables(night: None, account: Account, opened: Opened) -> None:
    page = opened(account("supervisor"))
    page.goto("/numbers/", wait_until="networkidle")
    pictures = page.locator(".figures img")
    assert pictures.count() >= 2
    assert pictures.evaluate_all("(every) => every.every((one) => one.complete && one.naturalWidth > 100)")
    page.locator(".figures summary").first.click()
    assert page.locator(".figures table").first.is_visible()
    page.get_by_role("link", name="规则", exact=True).click()
    page.locator("td a").first.click()
    page.wait_for_url("**/rules/*/")
    assert page.locator("h1").inner_text()


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
