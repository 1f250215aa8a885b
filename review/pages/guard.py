"""What stands before every page: account, role, rows, and the log.

A look is logged before its answer leaves; an act and its entry are one transaction. If the log cannot be written,
nothing is shown and nothing is done. What an account may not see is answered as if it were not there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from review import ledger
from review.access import may
from review.models import User
from review.pages.backwards import came_from, page_of_ours
from review.pipeline.home import NothingPublishedError
from review.pipeline.masks import mask_text
from review.refusals import NOT_THERE, NOT_THIS_ROLE, RefusedError

__all__ = ["Asked", "Looked", "RefusedError", "back_to", "page", "told"]
_LOG = logging.getLogger("review")
View = Callable[..., HttpResponse]


class Asked(HttpRequest):
    """A request as views get it: `user` is a real account, `looked` what the log will hold."""

    user: User
    looked: Looked


class Looked:
    """What a view says of what it showed or did; `page` writes it into the log."""

    def __init__(self) -> None:
        self.subjects: list[ledger.Subject] = []
        self.details: dict[str, Any] = {}
        self.again = False
        """Set by a view that an open page asks again and again and that tells of nobody: the first look is logged."""

    def at(self, kind: str, subject: object, **details: Any) -> None:
        """One thing that was shown or changed, by kind and number."""
        self.subjects.append((kind, str(subject)))
        self.details |= details


def page(act: str, name: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """A view for accounts whose role has `act` (review/access.py). name: what the log calls it, in Chinese.

    A view of method POST runs in one transaction with its log entry.
    """

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                return _to_login(request)
            if user.must_change:
                return redirect("password")
            if request.method not in methods:
                return _not_this_way(request, methods)
            request.looked = Looked()
            where = {"path": mask_text(request.path)[:200]}
            if not may(user, act):
                return _refused(request, name, NOT_THIS_ROLE, 403, where)
            try:
                if request.method == "POST":
                    with transaction.atomic():
                        answer = view(request, *args, **kwargs)
                        _put_down(request, name)
                    return answer
                answer = view(request, *args, **kwargs)
                _put_down(request, name)
                return answer
            except (Http404, PermissionDenied):
                return _refused(request, name, NOT_THERE, 404, where)
            except RefusedError as why:
                return _refused(request, name, str(why), why.status, where)
            except NothingPublishedError as why:
                return told(request, why.told, 503)
            except DatabaseError:
                _LOG.error("the desk's database did not take an entry or an act: %s", name)
                return told(request, "数据库或日志未能写入，操作没有进行。请稍后再试；仍不行请找系统管理员。", 503)

        guarded.__dict__.update(act=act, methods=methods)  # tests walk every address by these
        return guarded

    return around


def told(request: HttpRequest, text: str, status: int, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """One sentence to the person, as a page or, to htmx, as a line of it."""
    template = "review/told_line.html" if request.headers.get("HX-Request") else "review/told.html"
    return render(request, template, {"text": text, "back": came_from(request), **(more or {})}, status=status)


def back_to(request: HttpRequest, otherwise: str = "") -> str:
    """The page that the form stood on, if it is one of ours."""
    back = request.POST.get("back", "")
    return back if page_of_ours(back) else otherwise


def _to_login(request: Asked) -> HttpResponse:
    """After the login, on to what was asked for; for what was sent, to the page that it was sent from."""
    asked = request.get_full_path() if request.method == "GET" else came_from(request) or resolve_url("worklist")
    return redirect_to_login(asked)


def _not_this_way(request: Asked, methods: tuple[str, ...]) -> HttpResponse:
    """An address that only takes a form, opened by itself: typed in, or loaded anew."""
    answer = told(request, "这个网址只接收提交的内容，不能直接打开。请从菜单进入要办的一页。", 405)
    answer["Allow"] = ", ".join(methods)
    return answer


def _put_down(request: Asked, name: str) -> None:
    if request.looked.again and request.method == "GET":
        return
    subjects = request.looked.subjects or [("page", request.path[:200])]
    ledger.write(request.user, name, subjects, "done", request.looked.details)


def _refused(request: Asked, name: str, why: str, status: int, where: dict[str, Any]) -> HttpResponse:
    try:
        ledger.write(request.user, name, request.looked.subjects or [("page", where["path"])], "refused", where)
    except DatabaseError:
        _LOG.error("the desk's database did not take an entry: %s refused", name)
    return told(request, why, status)
