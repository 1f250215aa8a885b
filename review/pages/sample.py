"""Random households without an alert, to be looked at independently: what they show is what the rules miss."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from review.models import Act
from review.pages.acts import number_of
from review.pages.guard import Asked, page
from review.pipeline.process import SAMPLE_CODES
from review.pipeline.sample import sample_to_review
from review.work import judging


@page("sample", "看随机抽查")
def sample(request: Asked) -> HttpResponse:
    """The list of the account's division; one with a result that waits for the night is marked."""
    listed = _listed(request)
    request.looked.at("list", "sample", rows=len(listed))
    left = sum(not done for _, done in listed)
    return render(request, "review/sample.html", {"rows": listed, "left": left})


@page("sample", "看抽查家庭")
def one(request: Asked, sample_id: str) -> HttpResponse:
    """One household of the sample, with the form for what was found."""
    for row, done in _listed(request):
        if row["sample_id"] == sample_id:
            request.looked.at("household", row["household_no"], sample=sample_id)
            told = {"row": row, "done": done, "codes": SAMPLE_CODES, "number": uuid4()}
            return render(request, "review/sample_one.html", told)
    raise Http404


@page("sample", "记录抽查结果", methods=("POST",))
def result(request: Asked, sample_id: str) -> HttpResponse:
    """Put the result down; it waits for the night and can be undone until then."""
    given = request.POST
    request.looked.at("record", sample_id)
    judging.sample(request.user, sample_id, given.get("code", ""), given.get("reason", "")[:500], given.get("on", ""),
                   number=number_of(given.get("number")))  # fmt: skip
    messages.success(request, "抽查结果:已记下。今夜收回后生效;在此之前可在“我的办理”撤销。")
    return redirect("sample")


def _listed(request: Asked) -> list[tuple[dict[str, Any], bool]]:
    rows = sample_to_review(settings.DESK.home, request.user.division)
    told = Act.objects.filter(kind="sample", undone_at=None, refused="", subject__in=[row["sample_id"] for row in rows])
    waiting = set(told.values_list("subject", flat=True))
    return [(row, row["sample_id"] in waiting) for row in rows]
