"""The rules: what each says, on what law, how often it was right. No household is in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from review.counting import SMALL, guarded
from review.models import Role
from review.pages.guard import Asked, page
from review.pipeline.rules import LEVELS, STATUSES, rule_told, rules_told

HIDDEN = "不足 5"
_FILTERS = ("status", "level", "class")


@page("rules", "看规则")
def rules(request: Asked) -> HttpResponse:
    """All of them, as far as the filters choose."""
    told = rules_told(settings.DESK.home)
    given = {name: request.GET.get(name, "")[:40] for name in _FILTERS}
    rows = [
        row | _measured(row, hide=guarded(request.user))
        for row in told.rows
        if all(not given[name] or row[name] == given[name] for name in _FILTERS)
    ]
    request.looked.at("list", "rules", rows=len(rows))
    choices = {"statuses": STATUSES, "levels": LEVELS, "classes": sorted({row["class"] for row in told.rows})}
    return render(request, "review/rules.html", {"rows": rows, "night": told.night, "given": given, **choices})


@page("rules", "看一条规则")
def rule(request: Asked, rule_id: str) -> HttpResponse:
    """One rule in full; its text as SQL and its trial nights are for the authors."""
    told = rule_told(settings.DESK.home, rule_id)
    if told is None:
        raise Http404
    hide, author = guarded(request.user), request.user.role == Role.AUTHOR
    trials = [
        {name: HIDDEN if hide and name != "night" and 0 < value < SMALL else value for name, value in row.items()}
        for row in told["trials"]
    ]
    request.looked.at("rule", rule_id)
    more = {"author": author, "trials": trials if author else []}
    return render(request, "review/rule.html", {"rule": told | _measured(told, hide=hide), **more})


def _measured(row: dict[str, Any], *, hide: bool) -> dict[str, str]:
    """Counts and share in words: 未知 where nobody knows, 不足 5 where the account may not see them."""
    told = {name: _count(row.get(name), hide=hide) for name in ("fired", "open", "decided", "confirmed")}
    if row.get("share") is None:
        return told | {"share_says": "未知"}
    if hide and row["decided"] < SMALL:
        return told | {"confirmed": HIDDEN, "share_says": HIDDEN}
    return told | {"share_says": f"{row['share']:.0%}（{row['low']:.0%} 至 {row['high']:.0%}）"}


def _count(value: int | None, *, hide: bool) -> str:
    if value is None:
        return "未知"
    return HIDDEN if hide and 0 < value < SMALL else f"{value:,}"
