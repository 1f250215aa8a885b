"""One alert: why it is asked, what proves it, what to check. Its pictures and slow parts: case_parts.py."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from review.access import seen_by, text_for
from review.models import Alert, Role, User
from review.pages.guard import Asked, page
from review.pipeline.case import case_of
from review.pipeline.home import NothingPublishedError, published
from review.pipeline.household import household_no_of
from review.pipeline.words import HELD, LIVES, SURE
from review.unmasking import REASONS, left_today
from review.work.panel import panel


def alert_of(user: User, alert_id: str) -> Alert:
    """The alert, or as if there were none: Http404."""
    found = seen_by(user).select_related("owner").filter(pk=alert_id).first()
    if found is None:
        raise Http404
    return found


@never_cache
@page("look", "看预警")
def case(request: Asked, alert_id: str) -> HttpResponse:
    """The whole page; where no file can be read, what the desk kept of the alert."""
    alert = alert_of(request.user, alert_id)
    request.looked.at("alert", alert.pk)
    if alert.household_no:
        request.looked.at("household", alert.household_no)
    return shown(request, alert)


def shown(request: Asked, alert: Alert, more: dict[str, Any] | None = None) -> HttpResponse:
    """The page of an alert; `more`: what else stands on this one answer."""
    user = request.user
    missing, told = "", None
    try:
        told = case_of(settings.DESK.home, alert.pk, user.division, user.role == Role.CLERK)
    except NothingPublishedError as why:
        missing = why.told
    context = {
        "alert": alert,
        "case": told,
        "missing": missing,
        "text": text_for(user, alert),
        "township": user.role == Role.CLERK,
        "life": LIVES.get(alert.life, alert.life),
        "sure": SURE.get(alert.confidence, alert.confidence),
        "held_back": HELD.get(alert.held_back, alert.held_back),
        "change": "" if user.role == Role.CLERK else alert.change,
        "days": _days(alert),
        "siblings": _siblings(user, alert),
        "reasons": REASONS,
        "left": left_today(user),
        "acts": panel(user, alert),
    }
    return render(request, "review/case.html", context | (more or {}))


def household_no(request: Asked, alert: Alert) -> str:
    """The number of the alert's household within what the account sees. Http404 where there is none."""
    within = request.user.division
    with published(settings.DESK.home) as file:
        known = {"household_no": alert.household_no or None, "person_key": alert.person_key or None}
        found = household_no_of(file, known, within)
    if not found:
        raise Http404
    return found


def _days(alert: Alert) -> list[dict[str, Any]]:
    """Deadlines of what is still open, counted from today, as the work list does."""
    if alert.resolved_on is not None:
        return []
    today, days = timezone.localdate(), []
    kept = (
        ("首次响应", alert.respond_by, 1, alert.stage != "new"),
        ("办结", alert.close_by, 2, alert.stage == "decided"),
    )
    for label, day, late, done in kept:
        if day is not None:
            left = None if done else (day - today).days
            past = left is not None and left < 0
            days.append({"label": label, "day": day, "left": left, "late": alert.overdue >= late or past})
    return days


def _siblings(user: User, alert: Alert) -> list[Alert]:
    """Other alerts of the household (or of the person) that stand and that the account sees, the urgent first."""
    rows = seen_by(user).exclude(pk=alert.pk).exclude(life__in=("resolved", "merged"))
    if alert.household_no:
        rows = rows.filter(household_no=alert.household_no)
    elif alert.person_key:
        rows = rows.filter(person_key=alert.person_key)
    else:
        return []
    return list(rows.order_by("-shown", "level", "close_by", "alert_id")[:30])
