"""What stands in the bar at the top: the pages that the account's role has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from review.access import may
from review.models import User

PAGES = (
    ("worklist", "工作列表", "look"),
    ("my_acts", "我的办理", "undo"),
    ("identity", "身份核实", "judge"),
    ("excel", "核查表", "export"),
    ("verify", "核对请求", "verify"),
    ("sample", "随机抽查", "sample"),
    ("numbers", "统计", "numbers"),
    ("rules", "规则", "rules"),
    ("looked", "查阅记录", "looked"),
    ("log", "日志", "log"),
    ("admin:index", "账号管理", "accounts"),
)
"""Address name, title, act (review/access.py), in the order of the bar."""


def pages_of(user: User) -> list[tuple[str, str]]:
    """Address name and title of the pages that the role has."""
    return [(name, title) for name, title, act in PAGES if may(user, act)]


def comes_first(user: User) -> str:
    """Name of the page that an account must be done with before any other opens to it; "" where there is none."""
    if user.must_change:
        return "password"
    if user.otp_required and not user.is_verified():  # type: ignore[attr-defined]
        return "codes"
    return ""


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: menu, [(name of the url, title)], empty while none of it opens; comes_first."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": [], "comes_first": ""}
    first = comes_first(user)
    return {"menu": [] if first else pages_of(user), "comes_first": first}
