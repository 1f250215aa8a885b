"""The work list."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from review.access import seen_by
from review.pages.guard import Asked, page


@page("look", "看工作列表")
def worklist(request: Asked) -> HttpResponse:
    """What is put before staff tonight, overdue first, then by level and day."""
    rows = seen_by(request.user).filter(shown=True).order_by("-overdue", "level", "close_by", "alert_id")
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    request.looked.at("list", "worklist", rows=len(shown.object_list))
    return render(request, "review/worklist.html", {"shown": shown})
