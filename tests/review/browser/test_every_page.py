"""Every page of every role in a real browser: it fits, nothing is cut off, axe finds no fault, the policy holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from review.models import Role, User
from tests.review.browser.walking import addresses
from tests.review.working import open_alert

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.mark.parametrize("role", Role.values)
def test_every_page_of_the_role_is_sound(
    night: None, desk_home: Path, account: Callable[..., User], opened: Callable[..., Page],
    sound: Callable[[Page], None], refusals: set[int], role: str,
) -> None:  # fmt: skip
    user = account(role, division=open_alert(desk_home).township if role == Role.CLERK else "")
    page = opened(user)
    refusals.add(404)
    wrong = []
    for address in addresses(user, desk_home):
        answer = page.goto(address)
        assert answer is not None
        expected = 404 if address == "/nowhere/" else 200
        if answer.status != expected:
            wrong.append(f"{address}: {answer.status}")
            continue
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        # What a page fetches by itself, and pictures that opening brought: nothing else comes after the page.
        expect(page.locator('[hx-trigger="load"], .htmx-request')).to_have_count(0)
        page.evaluate("() => Promise.allSettled([...document.images].map((one) => one.decode()))")
        try:
            sound(page)
        except AssertionError as fault:
            wrong.append(f"{address}: {fault}")
    assert not wrong, "\n".join(wrong)


def test_pages_before_signing_in_are_sound(
    night: None, opened: Callable[..., Page], sound: Callable[[Page], None]
) -> None:
    page = opened(None)
    page.goto("/numbers/")
    assert page.url.endswith("/login/?next=/numbers/")
    sound(page)
