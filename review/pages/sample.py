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
from review.pages.guard import Asked, RefusedError, page
from review.pipeline.process import SAMPLE_CODES
from review.pipeline.sample import sample_to_review
from review.work.judging import sample as judge_sample


@page("sample", "看随机抽查")
def sample(request: Asked) -> HttpResponse:
    """The list of the account's division; one with a result that waits for the night is marked."""
    rows = sample_to_review(settings.DESK.home, request.user.division)
    waiting = _waiting(rows)
    request.looked.at("list", "sample", rows=len(rows))
    listed = [(row, row["sample_id"] in waiting) for row in rows]
    return render(request, "review/sample.html", {"rows": listed, "left": len(rows) - len(waiting)})


@page("sample", "抽查结果", ("GET", "POST"))
def result(request: Asked, sample_id: str) -> HttpResponse:
    """One drawn household and what the visit found."""
    user, given = request.user, request.POST
    row = next(
        (one for one in sample_to_review(settings.DESK.home, user.division) if one["sample_id"] == sample_id), None
    )
    if row is None:
        raise Http404
    request.looked.at("sample", sample_id)
    number = number_of(given.get("number"))
    if number is None and request.method == "POST":
        raise RefusedError("表单不完整，请刷新后重做。", 400)
    again = number is not None and Act.objects.filter(source_no=number).exists()
    if _waiting([row]) and not again:
        raise RefusedError("这一户已有结果，待夜间处理。要改的，请由记录人先在“我的办理”中撤销。")
    told: dict[str, Any] = {"row": row, "codes": list(SAMPLE_CODES), "number": number or uuid4()}
    if request.method == "GET":
        return render(request, "review/sample_result.html", told)
    reason = given.get("reason", "")[:500]
    judge_sample(user, sample_id, given.get("code", ""), reason, given.get("on", ""), number=number)
    messages.success(request, f"已记录 {sample_id} 的结果。今夜收回后生效；在此之前可在“我的办理”中撤销。")
    return redirect("sample")


def _waiting(rows: list[dict[str, Any]]) -> set[str]:
    told = Act.objects.filter(kind="sample", undone_at=None, refused="", subject__in=[row["sample_id"] for row in rows])
    return set(told.values_list("subject", flat=True))
