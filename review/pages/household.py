"""A household's alerts as one sheet, to be read or printed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from review.access import seen_by, text_for
from review.models import Alert, User
from review.models.alerts import LEVELS
from review.pages.guard import Asked, page
from review.pages.worklist import change_for


@page("look", "看家庭单")
def household(request: Asked, household_no: str) -> HttpResponse:
    """Open alerts by urgency, held back ones folded with the reason, and the sheets on which they were handed out."""
    request.looked.at("household", household_no)
    found = seen_by(request.user).select_related("owner").filter(household_no=household_no)
    rows = list(found.order_by("-overdue", "level", "close_by", "alert_id"))
    if not rows:
        raise Http404
    opened = [row for row in rows if _open(row)]
    held = [row for row in rows if not row.shown and row.held_back and row not in opened]
    past = [row for row in rows if row not in opened and row not in held]
    sheets = sorted({(row.dispatched_on, row.sheet_id) for row in opened if row.sheet_id and row.dispatched_on})
    first = rows[0]
    told = {
        "household_no": household_no, "who": first.who, "place": first.place, "sheets": sheets,
        "program": next((row.program for row in rows if row.program), ""), "now": timezone.localtime(),
        "opened": _told(request.user, opened), "held": _told(request.user, held), "past": _told(request.user, past),
        "levels": [(name, count) for level, name in LEVELS if (count := sum(row.level == level for row in opened))],
    }  # fmt: skip
    request.looked.details["rows"] = len(rows)
    return render(request, "review/household.html", told)


def _open(alert: Alert) -> bool:
    """Put before staff, or taken up by them and not resolved."""
    return alert.shown or (alert.stage not in {"new", "decided"} and alert.resolved_on is None and alert.digest != "")


def _told(user: User, alerts: list[Alert]) -> list[tuple[Alert, str, str]]:
    return [(alert, text_for(user, alert), change_for(user, alert)) for alert in alerts]
