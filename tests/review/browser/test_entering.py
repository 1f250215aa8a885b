"""Coming in and going out in a real browser: the form, a one-time code, a forced change, accounts, log out."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Callable

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page

from review.models import User
from tests.review.browser.walking import enter
from tests.review.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "another staple of 2026"
Opened = Callable[..., Page]


def test_in_and_out(night: None, account: Callable[..., User], opened: Opened) -> None:
    account("reviewer", "wang", name="王某")
    page = opened(None)
    enter(page, "wang", "not this one")
    assert page.get_by_role("alert").inner_text()
    enter(page, "wang")
    assert page.locator("h1").inner_text() == "工作列表"
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/")
    page.go_back()
    page.reload()
    assert "/login/" in page.url


@pytest.mark.long
def test_password_of_somebody_else_is_changed_first(night: None, account: Callable[..., User], opened: Opened) -> None:
    account("clerk", "chen", division="999903005", must_change=True)
    page = opened(None)
    enter(page, "chen")
    assert page.url.endswith("/password/")
    page.goto("/")
    assert page.url.endswith("/password/")
    page.locator('[name="old_password"]').fill(PASSWORD)
    page.locator('[name="new_password1"]').fill(NEW)
    page.locator('[name="new_password2"]').fill(NEW)
    with page.expect_navigation():
        page.get_by_role("button", name="保存").click()
    assert page.locator("h1").inner_text() == "工作列表"


@pytest.mark.long
def test_device_is_bound_and_asked_for(
    night: None, account: Callable[..., User], opened: Opened, sound: Callable[[Page], None]
) -> None:
    account("auditor", "zhao")
    page = opened(None)
    enter(page, "zhao")
    page.goto("/account/")
    page.get_by_role("link", name="绑定设备").click()
    sound(page)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    key = b32decode(secret + "=" * (-len(secret) % 8))
    page.get_by_label("6 位动态码").fill(f"{totp(key):06d}")
    page.get_by_role("button", name="绑定").click()
    page.wait_for_selector("ul.backups li")
    backup = page.locator("ul.backups li").first.inner_text()
    sound(page)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/")
    enter(page, "zhao")
    assert "/login/" in page.url
    enter(page, "zhao", code=backup)
    assert "/login/" not in page.url
    sound(page)


@pytest.mark.long
def test_administrator_makes_an_account_that_can_come_in(
    night: None, account: Callable[..., User], opened: Opened
) -> None:
    page = opened(account("administrator"))
    page.goto("/admin/")
    page.get_by_role("link", name="增加").first.click()
    said = {"username": "sun", "name": "孙某", "staff_no": "0107", "role": "author"}
    for name, value in said.items():
        field = page.locator(f'[name="{name}"]')
        field.select_option(value) if name == "role" else field.fill(value)
    for one in page.locator('input[type="password"]').all():
        one.fill(NEW)
    with page.expect_navigation():
        page.locator('[name="_save"]').click()
    made = User.objects.get(username="sun")
    assert (made.role, made.must_change) == ("author", True)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/")
    enter(page, "sun", NEW)
    assert page.url.endswith("/password/")
