"""Opening names: with a reason, counted and logged on the server, shown on this one answer and kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from review.models import Role
from review.pages.case import alert_of, shown
from review.pages.guard import Asked, RefusedError, page
from review.pipeline.masks import mask_text
from review.pipeline.unmask import concerned, opened
from review.unmasking import ACT, reason_of, within_cap


@never_cache
@page("unmask", ACT, methods=("POST",))
@sensitive_variables()
def unmask(request: Asked, alert_id: str) -> HttpResponse:
    """Names, whole numbers, telephones and addresses of the people of the alert's household, on this answer only."""
    alert = alert_of(request.user, alert_id)
    request.looked.at("alert", alert.pk)
    code, words = reason_of(request.POST)
    within = request.user.division
    named = concerned(settings.DESK.home, alert.pk, within)
    if named is None:
        raise RefusedError("最近一夜的数据中已没有这条预警，不能再打开姓名。")
    if not named.keys:
        raise RefusedError("这条预警不涉及可以打开的人员。")
    if request.user.role == Role.CLERK and not (named.household_no or alert.person_key):
        raise RefusedError("这条预警涉及几户人家，请由核对中心打开姓名。", 403)
    within_cap(request.user, named.keys, "这一户")
    told, addresses = opened(settings.DESK.home, named, within)
    # A reason may itself hold a number that somebody typed in.
    request.looked.at("household", named.household_no or "—", code=code, why=mask_text(words)[:300], persons=len(told))
    for key in named.keys:
        request.looked.at("person", key)
    return shown(request, alert, {"opened": told, "addresses": addresses})
