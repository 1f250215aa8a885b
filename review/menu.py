"""What stands in the bar at the top: the pages that the account's role has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from review.access import may

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


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: menu, [(name of the url, title)]."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    return {"menu": [(name, title) for name, title, act in PAGES if may(user, act)]}
