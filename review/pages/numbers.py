"""Numbers: queue, flow, work, precision, recall, sources, fairness; each chart at its own address, its table below."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from review.counting import guarded
from review.figures import figures_of
from review.pages.guard import Asked, page


@page("numbers", "看统计")
def numbers(request: Asked) -> HttpResponse:
    """All figures that the role may see, of the account's division."""
    figures = figures_of(request.user)
    request.looked.at("list", "numbers", figures=len(figures))
    return render(request, "review/numbers.html", {"figures": figures, "hidden": guarded(request.user)})


@page("numbers", "看统计图")
def picture(request: Asked, name: str) -> HttpResponse:
    """One figure as SVG."""
    for one in figures_of(request.user):
        if one.name == name and one.draw is not None:
            request.looked.at("figure", name)
            return HttpResponse(one.draw(), content_type="image/svg+xml; charset=utf-8")
    raise Http404
