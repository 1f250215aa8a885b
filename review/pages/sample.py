"""Random households without an alert, to be looked at independently: what they show is what the rules miss."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from review.models import Act
from review.pages.guard import Asked, page
from review.pipeline.sample import sample_to_review


@page("sample", "看随机抽查")
def sample(request: Asked) -> HttpResponse:
    """The list of the account's division; one with a result that waits for the night is marked."""
    rows = sample_to_review(settings.DESK.home, request.user.division)
    told = Act.objects.filter(kind="sample", undone_at=None, refused="", subject__in=[row["sample_id"] for row in rows])
    waiting = set(told.values_list("subject", flat=True))
    request.looked.at("list", "sample", rows=len(rows))
    listed = [(row, row["sample_id"] in waiting) for row in rows]
    return render(request, "review/sample.html", {"rows": listed, "left": len(rows) - len(waiting)})
