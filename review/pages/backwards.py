"""Where a person goes back to: a page of ours that can be opened, taken from the form or from where they came."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def page_of_ours(path: str) -> bool:
    """Whether it is the path of a page here, and one that is read and not only sent to."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        view = resolve(urlsplit(path).path).func
    except Resolver404:
        return False
    return "GET" in getattr(view, "methods", ())


def came_from(request: HttpRequest) -> str:
    """The page on which the refused form or link stood; "" where it is not known or is the refused page itself."""
    told = request.POST.get("back", "") if request.method == "POST" else ""
    if not told:
        parts = urlsplit(request.headers.get("Referer", ""))
        told = (
            parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == request.META.get("HTTP_HOST")
            else ""
        )
    own = request.method == "GET" and urlsplit(told).path == request.path
    return told if page_of_ours(told) and not own else ""
