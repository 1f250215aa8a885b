"""How many persons staff may still open by name today, counted from the log over all accounts of one staff number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact
from django.utils import timezone

from review.models import Entry, Head, User
from review.models.entries import OPENED
from review.refusals import RefusedError

ACT = OPENED["act"]
REASONS = (
    ("verify", "核实预警事实"),
    ("contact", "联系当事人"),
    ("visit", "入户走访"),
    ("identity", "判断是否同一人"),
    ("letter", "制作文书"),
    ("complaint", "答复当事人或信访"),
)
"""Code and words of why names are opened."""
LEAST = 10
"""Characters that the words of a reason must have."""


def take_turn() -> None:
    """Let nobody else count or log until the caller's transaction ends: two at once would both pass the cap."""
    Head.objects.select_for_update().get(pk=1)


def opened_today(user: User) -> set[str]:
    """Keys of the persons opened today from any account of this member of staff."""
    return set(opened_of(user))


def opened_of(user: User) -> QuerySet[Entry, str]:
    """The same as a query, each half of it answered by an index of its own however long the log is."""
    today = timezone.localdate()
    opened = Entry.objects.filter(at__gte=today.isoformat(), at__lt=(today + timedelta(days=1)).isoformat(), **OPENED)
    rows = opened.filter(account=user.username).values_list("subject", flat=True)
    if user.staff_no:
        # As an equation and not as iexact, which SQLite writes with LIKE and answers without the index.
        number = Exact(Upper("staff_no"), Upper(Value(user.staff_no)))
        rows = rows.union(opened.filter(number).values_list("subject", flat=True))
    return rows


def left_today(user: User) -> int:
    """How many more."""
    return max(0, settings.DESK.unmask_per_day - len(opened_today(user)))


def reason_of(given: Mapping[str, str]) -> tuple[str, str]:
    """Code and words of the form. Raises RefusedError."""
    code, words = given.get("code", ""), " ".join(given.get("words", "").split())
    if code not in dict(REASONS):
        raise RefusedError("请从列表中选择打开姓名的事由。", 422)
    if len(words) < LEAST:
        raise RefusedError(f"请用不少于 {LEAST} 个字写明为什么要看姓名和证号。", 422)
    return code, words


def within_cap(user: User, keys: Collection[str], whose: str) -> None:
    """Refuse what would pass the day's cap; until the transaction ends nobody else counts. Raises RefusedError."""
    take_turn()
    before, cap = opened_today(user), settings.DESK.unmask_per_day
    after = len(before | set(keys))
    if after > cap and not set(keys) <= before:
        raise RefusedError(
            f"今天已打开 {len(before)} 人的姓名，{whose}还有 {after - len(before)} 人，超过每日 {cap} 人的上限。"
            "请明天再办；急需的请由另一位同事办理，或由负责人报系统管理员调整上限。",
            429,
        )
