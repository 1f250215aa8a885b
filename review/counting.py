"""What is counted from the desk's own tables, and small cells that some accounts may not see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from review.access import HANDLING, below, seen_by
from review.models import Act, Alert, User

SMALL = 5
AGES = ("本夜", "一周内", "一月内", "三月内", "三月以上")
_UNTIL = (1, 8, 31, 91)
LEVEL_NAMES = ("红", "黄", "蓝")
Rows = list[dict[str, Any]]


def counted_for(user: User) -> QuerySet[Alert]:
    """The alerts that stand behind an account's numbers: those it sees; for authors and auditors only to be counted."""
    rows = seen_by(user) if user.role in HANDLING else Alert.objects.filter(below(user.division))
    return rows.filter(shown=True)


def guarded(user: User) -> bool:
    """Whether small cells are withheld from the account: it may see numbers, but no household."""
    return user.role not in HANDLING


def ages(rows: QuerySet[Alert], night: date) -> dict[tuple[str, str], int]:
    """(age, level) -> alerts put before staff, by days since this round of the alert began."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows.values("level", "opened_on").annotate(n=Count("pk")):
        days = (night - row["opened_on"]).days
        age = AGES[sum(days >= until for until in _UNTIL)]
        found[age, LEVEL_NAMES[row["level"] - 1]] += row["n"]
    return dict(found)


def overdue(rows: QuerySet[Alert]) -> Rows:
    """By township: alerts put before staff, of them late to respond and late to close; most late first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows.values("township", "overdue").annotate(n=Count("pk")):
        one = found.setdefault(row["township"], {"township": row["township"], "shown": 0, "respond": 0, "close": 0})
        one["shown"] += row["n"]
        if row["overdue"]:
            one["respond" if row["overdue"] == 1 else "close"] += row["n"]
    return sorted(found.values(), key=lambda one: (-one["close"], -one["respond"], -one["shown"], one["township"]))


def people(user: User, night: date) -> Rows:
    """Work of the accounts below the supervisor's division in the thirty days up to a night; undone acts left out."""
    since = night - timedelta(days=29)
    staff = User.objects.filter(role__in=HANDLING).filter(below(user.division, "division"))
    acts: dict[int, Counter[str]] = {}
    found = Act.objects.filter(by__in=staff, undone_at=None, on_day__gte=since)
    for row in found.values("by", "kind").annotate(n=Count("pk")):
        acts.setdefault(row["by"], Counter())[row["kind"]] += row["n"]
    owned = dict(seen_by(user).filter(shown=True, owner__in=staff).values_list("owner").annotate(n=Count("pk")))
    return [
        {"name": one.name, "account": one.username, "role": one.get_role_display(), "owned": owned.get(one.pk, 0),
         "acts": acts.get(one.pk, Counter())}
        for one in staff.order_by("username")
    ]  # fmt: skip


def withheld(values: Sequence[int | None], *, hide: bool) -> list[int | None]:
    """A column of counts in which 1 to 4 are None, and with a single such one also the next larger, so that no
    difference from a sum tells it. Zeros stay.
    """
    if not hide:
        return list(values)
    told = [None if value is None or 0 < value < SMALL else value for value in values]
    if told.count(None) == 1:
        rest = sorted((value, place) for place, value in enumerate(told) if value)
        if rest:
            told[rest[0][1]] = None
    return told


def about(total: int, *, hide: bool) -> str:
    """Of how many: whole, or to the ten for whom small cells are withheld; none is none to them too."""
    if hide and total < SMALL:
        return f"不足 {SMALL} 条" if total else "0 条"
    return f"{total:,} 条" if not hide else f"约 {(total + 5) // 10 * 10:,} 条"
