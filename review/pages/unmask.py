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
from review.pipeline.unmask import Named, concerned, opened
from review.unmasking import ACT, LEAST, REASONS, opened_today, take_turn


@never_cache
@page("unmask", ACT, methods=("POST",))
@sensitive_variables()
def unmask(request: Asked, alert_id: str) -> HttpResponse:
    """Names, whole numbers, telephones and addresses of the people of the alert's household, on this answer only."""
    alert = alert_of(request.user, alert_id)
    request.looked.at("alert", alert.pk)
    code, words = request.POST.get("code", ""), " ".join(request.POST.get("words", "").split())
    if code not in dict(REASONS):
        raise RefusedError("请从列表中选择打开姓名的事由。", 422)
    if len(words) < LEAST:
        raise RefusedError(f"请用不少于 {LEAST} 个字写明为什么要看姓名和证号。", 422)
    within = request.user.division
    named = concerned(settings.DESK.home, alert.pk, within)
    if named is None:
        raise RefusedError("最近一夜的数据中已没有这条预警,不能再打开姓名。")
    if not named.keys:
        raise RefusedError("这条预警不涉及可以打开的人员。")
    if request.user.role == Role.CLERK and not (named.household_no or alert.person_key):
        raise RefusedError("这条预警涉及几户人家,请由核对中心打开姓名。", 403)
    _within_cap(request, named)
    told, addresses = opened(settings.DESK.home, named, within)
    # A reason may itself hold a number that somebody typed in.
    request.looked.at("household", named.household_no or "—", code=code, why=mask_text(words)[:300], persons=len(told))
    for key in named.keys:
        request.looked.at("person", key)
    return shown(request, alert, {"opened": told, "addresses": addresses})


def _within_cap(request: Asked, named: Named) -> None:
    take_turn()
    before, cap = opened_today(request.user), settings.DESK.unmask_per_day
    after = len(before | set(named.keys))
    if after > cap and not set(named.keys) <= before:
        raise RefusedError(
            f"今天已打开 {len(before)} 人的姓名,这一户还有 {after - len(before)} 人,超过每日 {cap} 人的上限。"
            "请明天再办;急需的请由另一位同事办理,或由负责人报系统管理员调整上限。",
            429,
        )
