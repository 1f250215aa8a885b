"""What the tests of acts share: an open alert of the small city, a look at it, and forms as the pages send them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.utils import timezone

from review import ledger
from review.bringing import bring_in
from review.models import Act, Alert, User
from review.work.acting import act


def open_alert(home: Path, place: int = 0, **more: Any) -> Alert:
    """A certain alert that staff have before them, brought in."""
    if not Alert.objects.exists():
        bring_in(home)
    rows = Alert.objects.filter(shown=True, confidence="certain", resolved_on=None, **more)
    return rows.exclude(rule_id__startswith="RQ-").exclude(township="").order_by("alert_id")[place]


def look(user: User, alert: Alert) -> None:
    """As the case page logs it."""
    ledger.write(user, "看案情", [("alert", alert.pk)])


def doing(user: User, kind: str, alert: Alert, number: UUID | None = None, **said: Any) -> Act:
    """An act on the alert as it is now, by somebody who has just looked at it."""
    if kind in ("decide", "sign"):
        look(user, alert)
    now = Alert.objects.get(pk=alert.pk)
    with transaction.atomic():
        return act(user, kind, now.pk, said, version=now.version, evidence=now.evidence_fingerprint, number=number)


def ago(days: int) -> str:
    """A day before today, as forms write it."""
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def send(browser: Client, alert: Alert, kind: str, seen: Alert | None = None, **said: Any) -> Any:
    """Send the form of an act as its page would."""
    seen = seen or Alert.objects.get(pk=alert.pk)
    hidden = {"number": str(uuid4()), "version": seen.version, "evidence": seen.evidence_fingerprint}
    return browser.post(f"/alerts/{alert.pk}/acts/{kind}/", hidden | said)


SAID: dict[str, dict[str, str]] = {
    "claim": {},
    "release": {},
    "hand_over": {"to": "other"},
    "dispatch": {},
    "accept": {},
    "return": {"reason": "该户不住本乡镇"},
    "feedback": {"finding": "属实", "words": "入户看过,情况属实"},
    "step": {"step": "check", "how": "入户核查"},
    "decide": {"code": "不属实-数据滞后", "reason": "房产局已更正,系统未同步"},
    "sign": {"decision": "x"},
    "ticket": {"which": "x/y", "found": "面积有误"},
}
"""A form of every act on an alert."""

CHECK = ("wang", "step", {"step": "check", "how": "入户核查", "on": ago(61)})
NOTICE = ("wang", "step", {"step": "notice", "how": "书面告知", "on": ago(60), "answer_by": ago(30)})
OVER = ("wang", "step", {"step": "window_ended", "how": "期满未陈述", "on": ago(1)})
ADVERSE = ("zhang", "decide", {"code": "属实-停发", "reason": "核查属实,期满未陈述,见卷"})
REVIEW = ("zhang", "step", {"step": "review", "how": "决定书载明复核途径"})
DISPUTE = ("wang", "step", {"step": "dispute", "how": "书面异议"})
CLOSE = ("zhang", "decide", {"code": "不属实-数据滞后", "reason": "来源已经更正,系统未同步"})
TO: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "found": [],
    "checked": [CHECK],
    "noticed": [CHECK, NOTICE],
    "heard": [CHECK, NOTICE, OVER],
    "decided": [CHECK, NOTICE, OVER, ADVERSE],
    "complete": [CHECK, NOTICE, OVER, ADVERSE, REVIEW],
    "disputed": [CHECK, DISPUTE],
    "contested": [CHECK, NOTICE, OVER, ADVERSE, DISPUTE],
}
"""How each state is come to; wang checks, zhang decides, li is neither."""
