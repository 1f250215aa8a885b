"""How many persons staff may still open by name today, counted from the log over all accounts of one staff number."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from review.models import Entry, Head, User

ACT = "打开姓名"
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
    same = Q(account=user.username) | (Q(staff_no__iexact=user.staff_no) if user.staff_no else Q())
    today = timezone.localdate().isoformat()
    rows = Entry.objects.filter(same, act=ACT, outcome="done", subject_kind="person", at__startswith=today)
    return set(rows.values_list("subject", flat=True))


def left_today(user: User) -> int:
    """How many more."""
    return max(0, settings.DESK.unmask_per_day - len(opened_today(user)))
