"""What stands in the bar at the top: the pages that the account's role has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from review.access import may

PAGES = (
    ("worklist", "工作列表", "look"),
    ("my_acts", "我的办理", "undo"),
    ("identity", "身份判断", "judge"),
    ("numbers", "数字", "numbers"),
    ("looked", "谁看过", "looked"),
    ("log", "日志", "log"),
    ("rules", "规则", "rules"),
    ("admin:index", "账号管理", "accounts"),
)
"""Address name, title, act (review/access.py), in the order of the bar."""


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: menu, [(name of the url, title)]."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    return {"menu": [(name, title) for name, title, act in PAGES if may(user, act)]}
