"""The rules on the desk: for whom, filtered, one in full, and small cells withheld from authors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from review.models import Entry, Role, User
from review.pages.rules import HIDDEN, _measured

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]


def test_list_is_filtered(desk_home: Path, account: Make, signed_in: Sign) -> None:
    browser = signed_in(account("supervisor"))
    assert "CB-01" in browser.get("/rules/").content.decode()
    assert "CB-01<" not in browser.get("/rules/?class=漏保").content.decode()


def test_one_rule_in_full(desk_home: Path, account: Make, signed_in: Sign) -> None:
    page = signed_in(account("reviewer")).get("/rules/CB-01/").content.decode()
    for word in ("社会救助暂行办法", "住建·不动产登记", "同一住房旧房产证", "例子"):
        assert word in page
    assert "规则的 SQL" not in page
    assert "规则的 SQL" in signed_in(account("author")).get("/rules/CB-01/").content.decode()
    assert signed_in(account("author")).get("/rules/XX-99/").status_code == 404


def test_small_cells_are_withheld() -> None:
    row = {"fired": 40, "open": 3, "decided": 4, "confirmed": 2, "share": 0.5, "low": 0.1, "high": 0.9}
    assert _measured(row, hide=True) == {
        "fired": "40", "open": HIDDEN, "decided": HIDDEN, "confirmed": HIDDEN, "share_says": HIDDEN,
    }  # fmt: skip
    assert _measured(row, hide=False)["share_says"] == "50%（10% 至 90%）"


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(role: str, account: Make, signed_in: Sign) -> None:
    more = {"division": "999901001"} if role == Role.CLERK else {}
    assert signed_in(account(role, **more)).get("/rules/").status_code == 403
    assert Entry.objects.get().outcome == "refused"
