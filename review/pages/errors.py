"""Answers to what no page takes: nothing of path, SQL or values in them."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from review.pages.guard import told
from review.refusals import NOT_THERE, NOT_THIS_ROLE

_LOG = logging.getLogger("review")
_BARE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>提示 · 核对</title>'
    "<h1>提示</h1><p>系统内部出错，操作没有进行。请稍后再试；仍不行请找系统管理员。</p></html>"
)


def unreadable(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A request that is none: host, size, parts, fields."""
    return _safely(request, "请求有误，没有处理。请从本系统的页面重新打开。", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Not for this account."""
    return _safely(request, NOT_THIS_ROLE, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an old page, or from elsewhere."""
    return _safely(request, "这一页已经过期，或不是从本系统打开的，操作没有进行。请返回刚才的页面，刷新后重做。", 403)


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No such page."""
    return _safely(request, NOT_THERE, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the machine's log has its kind and place, without values."""
    return _safely(request, "系统内部出错，操作没有进行。请稍后再试；仍不行请找系统管理员。", 500)


def locked(request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Too many wrong passwords for this name, whoever typed them and whether or not it exists."""
    return render(request, "review/locked.html", status=429)


def _safely(request: HttpRequest, text: str, status: int) -> HttpResponse:
    """The page, or bare words where the page needs a database that does not answer."""
    try:
        return told(request, text, status)
    except DatabaseError:
        _LOG.error("the desk's database does not answer")
        return HttpResponse(_BARE, status=max(status, 500))
