"""Answers to what no page takes: nothing of path, SQL or values in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from review.pages.guard import told


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an old page, or from elsewhere."""
    return told(request, "这一页已经过期,或不是从本系统打开的。请刷新后重做。", 403)


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No such page."""
    return told(request, "没有这一页,或不在您的办理范围内。", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; Django's log has it, without values."""
    return told(request, "系统内部出错,操作没有进行。请稍后再试;仍不行请找系统管理员。", 500)
