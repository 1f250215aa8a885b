"""The work list in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from review.models import User


@pytest.mark.django_db(transaction=True)
def test_work_list_fits_and_breaks_no_policy(
    night: None, account: Callable[..., User], opened: Callable[[User], Page], sound: Callable[[Page], None]
) -> None:
    page = opened(account("reviewer"))
    page.goto("/")
    assert page.get_by_role("row").count() > 1
    sound(page)
