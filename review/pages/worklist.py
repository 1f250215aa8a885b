"""The work list: tabs, filters with their counts, search, pages; what is chosen stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from review.access import may, seen_by, text_for
from review.listing.found import FILTERS, Choice, Result, Wanted, tab_counts, tabs_of, wanted
from review.listing.kept import scope_of
from review.listing.order import rows_between
from review.listing.scope import Scope
from review.models import Alert, Night, Role, User
from review.pages.guard import Asked, page

PAGE = 50
LINKED = ("level", "due", "class", "stage")
"""Filters shown as links; the others are lists to choose from."""


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as the list shows it."""

    alert: Alert
    text: str
    change: str
    late: bool
    fresh: bool
    others: int


@page("look", "看工作列表")
def worklist(request: Asked) -> HttpResponse:
    """What there is to do: most urgent first, a share of each page for need signals (review/listing/order.py)."""
    user, today = request.user, timezone.localdate()
    scope = scope_of(user, today)
    asked = wanted(request.GET.dict(), user)
    result = Result(scope, user, asked)
    pages = max(1, -(-len(result.rows) // PAGE))
    number = min(max(1, _number(request.GET.get("page", ""))), pages)
    rows = _rows(user, scope, result, number, today)
    told = {"tab": asked.tab, **asked.chosen, "words": asked.words, "new": asked.new, "page": number}
    request.looked.at(
        "list", "worklist", rows=len(rows), of=len(result.rows), asked={k: v for k, v in told.items() if v}
    )
    return render(request, "review/worklist.html", _context(user, scope, asked, result, rows, number, pages))


def _rows(user: User, scope: Scope, result: Result, number: int, today: date) -> list[Row]:
    """The rows of a page, read anew through seen_by: what has just left the account's sight is not shown."""
    places = rows_between(scope.need[result.rows], (number - 1) * PAGE, number * PAGE)
    wanted_rows = result.rows[places].tolist()
    read = seen_by(user).select_related("owner").in_bulk([scope.ids[at] for at in wanted_rows])
    found = []
    for at in wanted_rows:
        alert = read.get(scope.ids[at])
        if alert is None:
            continue
        fresh = user.seen_from is not None and alert.appeared_at is not None and alert.appeared_at > user.seen_from
        past = alert.close_by is not None and alert.close_by < today and alert.shown
        others = max(0, scope.of_household[alert.household_no] - int(alert.shown)) if alert.household_no else 0
        found.append(
            Row(alert, text_for(user, alert), change_for(user, alert), past or alert.overdue == 2, fresh, others)
        )
    return found


def _context(
    user: User, scope: Scope, asked: Wanted, result: Result, rows: list[Row], number: int, pages: int
) -> dict[str, Any]:
    kept = {**asked.chosen, **({"q": asked.words} if asked.words else {}), **({"new": "1"} if asked.new else {})}
    tabs = {} if asked.tab == "all" else {"tab": asked.tab}

    def to(**changed: str) -> str:
        """The address of this list with something changed, from its first page; an empty value takes a filter off."""
        return "?" + urlencode({name: value for name, value in {**tabs, **kept, **changed}.items() if value})

    def linked(name: str, choice: Choice) -> dict[str, Any]:
        return {"choice": choice, "to": to(**{name: "" if choice.chosen else choice.value})}

    counts, among = tab_counts(scope, user), result.counts
    one_of = [name for name, _ in FILTERS if name not in LINKED]
    titles = dict(FILTERS)
    return {
        "tabs": [(title, counts[tab], tab == asked.tab, _tab(tab)) for tab, title in tabs_of(user)],
        "links": [(titles[name], [linked(name, choice) for choice in among[name]]) for name in LINKED],
        "lists": [(name, titles[name], asked.chosen.get(name, ""), among[name]) for name in one_of],
        "linked": [(name, asked.chosen[name]) for name in LINKED if name in asked.chosen],
        "asked": asked,
        "filtered": bool(kept),
        "without": to(**dict.fromkeys(kept, "")),
        "new": (result.new, to(new="" if asked.new else "1")) if user.seen_from else None,
        "rows": rows,
        "total": len(result.rows),
        "number": number,
        "pages": pages,
        "before": to(page=str(number - 1)) if number > 1 else "",
        "after": to(page=str(number + 1)) if number < pages else "",
        "night": Night.objects.order_by("id").last(),
        "bulk": may(user, "claim") and bool(rows),
        "towns": [choice for choice in _towns(scope) if choice[0] != "-"],
    }  # fmt: skip


def change_for(user: User, alert: Alert) -> str:
    """What changed, in the words of the explanation: not for clerks, who are told only that something did."""
    return "" if user.role == Role.CLERK else alert.change


def _tab(tab: str) -> str:
    return "/" if tab == "all" else f"?tab={tab}"


def _towns(scope: Scope) -> list[tuple[str, str]]:
    column = scope.columns["township"]
    return list(zip(column.values, column.labels, strict=True))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
