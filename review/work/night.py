"""What the night takes from the desk and what it brings back (flows/desk.py asks, by two commands)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from review import ledger
from review.models import Act, Alert, Night
from review.work.waiting import waiting


def newest_run() -> str:
    """The run that was brought in last; "" before the first."""
    night = Night.objects.order_by("-id").first()
    return night.run_id if night else ""


def handed() -> list[dict[str, Any]]:
    """Every act without an answer, oldest first; from now on none of them can be undone. Safe to repeat."""
    now = timezone.now()
    with transaction.atomic():
        waiting().filter(handed_at=None).update(handed_at=now)
        acts = waiting().filter(handed_at__isnull=False).select_related("by", "signs")
        return [
            {
                "source_no": str(one.source_no), "kind": one.kind, "alert_id": one.alert_id or "",
                "subject": one.subject, "by": one.by.username, "on_day": one.on_day.isoformat(),
                "at": timezone.localtime(one.at).isoformat(), "evidence_fingerprint": one.evidence_fingerprint,
                "rule_version": one.rule_version, "said": one.said,
                "signs": str(one.signs.source_no) if one.signs else None,
            }
            for one in acts
        ]  # fmt: skip


def taken(became: Iterable[Mapping[str, str]]) -> tuple[int, int]:
    """Put down what became of each: how many were taken, and how many refused. Safe to repeat."""
    counted = [0, 0]
    subjects: list[ledger.Subject] = []
    with transaction.atomic():
        for one in became:
            act = waiting().filter(source_no=one["source_no"]).first()
            if act is None:
                continue
            refused = one.get("refused", "")
            Act.objects.filter(pk=act.pk).update(taken_as=one.get("id", ""), refused=refused)
            counted[bool(refused)] += 1
            subjects.append(("alert", act.alert_id) if act.alert_id else ("record", act.subject))
            if refused and act.kind == "decide":
                _open_again(Q(pk=act.alert_id))
        if subjects:
            ledger.write(None, "夜间收回办理", subjects, details={"taken": counted[0], "refused": counted[1]})
    return counted[0], counted[1]


def reopen(night: date) -> int:
    """Alerts decided here that the night puts before staff again, because the decision's finding is no longer the one
    found or its last day is over: open on the desk as well. Returns how many.
    """
    gone = set()
    shown = Alert.objects.filter(stage="decided", shown=True).values_list("pk", "evidence_fingerprint", "rule_version")
    now = {pk: (evidence, version) for pk, evidence, version in shown}
    last: dict[str, Act] = {}
    for act in Act.objects.filter(kind="decide", undone_at=None, alert__stage="decided", alert__shown=True):
        last[str(act.alert_id)] = act
    for pk, act in last.items():
        until = act.said.get("expires_on")
        if (act.evidence_fingerprint, act.rule_version) != now[pk] or (until and until < night.isoformat()):
            gone.add(pk)
    return _open_again(Q(pk__in=sorted(gone))) if gone else 0


def _open_again(which: Q) -> int:
    rows = Alert.objects.filter(which, stage="decided")
    kept = rows.filter(owner__isnull=False).update(stage="claimed", version=F("version") + 1)
    return kept + rows.filter(owner__isnull=True).update(stage="new", version=F("version") + 1)
