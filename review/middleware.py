"""What holds for every answer and every request, whatever page it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch

from review.menu import comes_first
from review.models import User
from review.pages.guard import told

_NOT_USED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
_POLICY = ", ".join(f"{name}=()" for name in _NOT_USED)
_ALSO_ON_REFUSALS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
"""Django's own middleware sets these, but not where it refuses a request itself."""
_WAY_OUT = {"login", "logout", "password", "codes", "health"}
"""Pages that an account reaches before its password is its own and its device is bound."""

Answering = Callable[[HttpRequest], HttpResponse]


def headers(get_response: Answering) -> Answering:
    """Outermost: nothing with data is kept by a browser or proxy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not request.path.startswith(settings.STATIC_URL) or answer.status_code >= 400:
            answer["Cache-Control"] = "no-store"
        answer["Permissions-Policy"] = _POLICY
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        for name, value in _ALSO_ON_REFUSALS.items():
            answer.setdefault(name, value)
        return answer

    return middleware


def size(get_response: Answering) -> Answering:
    """Nothing too large is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > settings.DESK_LARGEST_BODY:
            return told(
                request,
                f"上传的内容太大（超过 {settings.DESK_LARGEST_BODY >> 20} MB），没有接收。"
                "请分成几份，每份不超过 20 MB。",
                413,
            )
        return get_response(request)

    return middleware


class FirstThings:
    """Before any page: no text that a database cannot hold; the own password; the device where one is required."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only `process_view` does something."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Runs after the request's forgery check, when a form has been read."""
        if any("\0" in text for text in _texts(request, kwargs)):
            return told(request, "内容含有不能用的字符，没有处理。", 400)
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not isinstance(match, ResolverMatch) or match.view_name in _WAY_OUT:
            return None
        first = comes_first(user)
        return redirect(first) if first else None


def _texts(request: HttpRequest, kwargs: dict[str, Any]) -> Iterable[str]:
    yield from (str(value) for value in kwargs.values())
    for given in (request.GET, request.POST):
        for name, values in given.lists():
            yield name
            yield from (str(value) for value in values)
