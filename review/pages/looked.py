"""Who looked at a person or a household: when, why, and what left the desk. For supervisors and auditors.

What concerns an alert counts for its household. Lists that showed a line of it cannot be told apart and are not in it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from review.access import below
from review.models import Alert, Entry, Role, User
from review.pages.guard import Asked, RefusedError, page
from review.pipeline.looking import household_meant, person_meant, person_of_number

_ID = re.compile(r"^\d{15}$|^\d{17}[\dXx]$")
_MOST = 2000
PRINTED = "打印查阅记录"
_OF_THE_LOG = ("查询查阅记录", "看查阅记录", PRINTED, "查谁看过", "看谁看过", "打印谁看过")
"""Looks at who looked: to answer the one who asks, who is not told of them."""
_PICTURES = ("看家庭图", "看收入图", "看身份权重图", "看一对记录的权重图")
"""Parts of a page whose own look is counted."""
_PLAIN = {
    "看预警": "打开预警，看了依据和家庭情况", "看办理页": "打开预警的办理页", "看家庭单": "打开家庭的预警清单",
    "看家庭收入": "看了收入明细", "看身份依据": "看了身份核实的依据", "看一对记录": "核实是否同一人",
    "打开姓名": "打开姓名、证号、电话", "办理": "办理预警", "批量办理": "办理预警（认领、转办）",
}  # fmt: skip
KINDS = {"household": "家庭", "person": "人员"}


@page("looked", "查询查阅记录", methods=("GET", "POST"))
@sensitive_variables()
def looked(request: Asked) -> HttpResponse:
    """A form; a whole ID number is turned into the person's key at once and kept nowhere."""
    if request.method == "GET":
        return render(request, "review/looked.html", {})
    text = "".join(request.POST.get("who", "").split())
    kind, number = "household", text
    if _ID.match(text):
        kind, number = "person", person_of_number(settings.DESK.home, text) or ""
    elif alert := Alert.objects.filter(pk=text).filter(below(request.user.division)).first():
        kind, number = ("household", alert.household_no) if alert.household_no else ("person", alert.person_key)
    elif not household_meant(settings.DESK.home, text).households:
        kind = "person"
    if not number or not _subjects(request.user, kind, number):
        raise RefusedError("没有找到，或不在您的范围内。请填家庭编号、预警编号、人员键或完整的证号。", 404)
    request.looked.at(kind, number)
    return redirect("looked_who", kind, number)


@page("looked", "看查阅记录")
def who(request: Asked, kind: str, number: str) -> HttpResponse:
    """Every entry about it, newest first."""
    return render(request, "review/looked_who.html", _told(request, kind, number))


@page("looked", PRINTED)
def letter(request: Asked, kind: str, number: str) -> HttpResponse:
    """The same in plain words, to be printed for whom it concerns: role and staff number, no account."""
    told = _told(request, kind, number, _OF_THE_LOG)
    for row in told["rows"]:
        row["act"] = _PLAIN.get(row["act"], row["act"])
    return render(request, "review/looked_letter.html", told)


def _told(request: Asked, kind: str, number: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    subjects = _subjects(request.user, kind, number)
    if not subjects:
        raise Http404
    request.looked.at(kind, number)
    asked = Q()
    for name, numbers in subjects.items():
        asked |= Q(subject_kind=name, subject__in=numbers)
    entries = list(
        Entry.objects.filter(asked, outcome="done").exclude(act__in=_PICTURES + without).order_by("-seq")[: _MOST + 1]
    )
    roles = dict(Role.choices)
    # One look at several things (an alert and its household) is several entries of one moment, and counts once.
    looks = {(one.at, one.account, one.act): one for one in reversed(entries[:_MOST])}
    rows = [
        {"at": one.at[:16].replace("T", " "), "account": one.account, "staff_no": one.staff_no,
         "role": roles.get(one.role, one.role), "act": one.act, "why": _why(one.details), "subject": one.subject,
         "export": "导出" in one.act or "打印" in one.act}
        for one in reversed(looks.values())
    ]  # fmt: skip
    return {"rows": rows, "kind": kind, "kind_says": KINDS[kind], "number": number, "cut": len(entries) > _MOST,
            "people": len({row["staff_no"] or row["account"] for row in rows}),
            "exports": sum(row["export"] for row in rows)}  # fmt: skip


def _why(details: str) -> str:
    """The reason as it was given when names were opened or a judgement was made; empty for a plain look."""
    told = json.loads(details)
    return str(told.get("why") or told.get("reason") or "") if isinstance(told, dict) else ""


def _subjects(user: User, kind: str, number: str) -> dict[str, list[str]]:
    """Subjects of the log that count for it, by kind, as far as they lie in the account's division; {} for nothing."""
    if kind not in KINDS:
        return {}
    home = settings.DESK.home
    meant = household_meant(home, number) if kind == "household" else person_meant(home, number)
    own = [one for one, places in meant.households.items() if all(place.startswith(user.division) for place in places)]
    alerts = Alert.objects.filter(below(user.division))
    mine = Q(household_no__in=own) if kind == "household" else Q(household_no__in=own) | Q(person_key=number)
    if kind == "household" and not own:
        # A household that the newest file no longer has is still known by its alerts.
        mine = Q(household_no=number)
        if meant.households or not alerts.filter(mine).exists():
            return {}
        own = [number]
    found = list(alerts.filter(mine).values_list("pk", flat=True))
    people = list(meant.people) if own or not user.division else []
    if not (own or found or people):
        return {}
    if kind == "person" and (own or found or not user.division):
        people = [number]
    named = {"household": own, "alert": found, "person": people}
    return {name: numbers for name, numbers in named.items() if numbers}
