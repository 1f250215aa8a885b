"""Acts that the pipeline does not know yet, as plain rows, and which accounts are one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from review.models import Act, Alert, User
from review.pipeline.process import Heard, heard_of

_ALERT = ("alert_id", "rule_id", "rule_version", "confidence", "evidence_fingerprint", "resolved_on")


def waiting() -> QuerySet[Act]:
    """Acts for the pipeline that were neither undone nor answered, oldest first."""
    return Act.objects.filter(kind__in=Act.BOOKED, undone_at=None, taken_as="", refused="").order_by("id")


def folded(account: str) -> str:
    """An account name as the books are compared by."""
    return "".join(account.split()).casefold()


def people() -> dict[str, str]:
    """Account name, folded -> name of the person and the account."""
    return {folded(account): f"{name}（{account}）" for account, name in User.objects.values_list("username", "name")}


def called(known: Mapping[str, str], account: str | None) -> str:
    """Who an account of the books is. One that the desk does not have, of the command line, stays as it is."""
    return known.get(folded(account), account) if account else ""


def alias() -> dict[str, str]:
    """Account name, folded -> the first account of the same staff number: a person with two accounts is one person."""
    first: dict[str, str] = {}
    told = User.objects.order_by("pk").values_list("username", "staff_no")
    return {folded(name): first.setdefault(number.strip().casefold(), name) for name, number in told}


def as_row(act: Act) -> dict[str, Any]:
    """One act of an alert as review/pipeline/process.py takes it."""
    return {
        "source_no": str(act.source_no), "kind": act.kind, "by": act.by.username, "on": act.on_day,
        "evidence_fingerprint": act.evidence_fingerprint, "rule_version": act.rule_version,
        "rule_id": act.alert.rule_id if act.alert else "", "said": act.said,
        "signs": str(act.signs.source_no) if act.signs else None,
    }  # fmt: skip


def heard(alert: Alert, names: tuple[str, ...] = (), aliases: dict[str, str] | None = None) -> Heard:
    """Where an alert stands with the acts that wait. Raises NothingPublishedError."""
    acts = waiting().filter(alert=alert, kind__in=("step", "decide", "sign")).select_related("by", "alert", "signs")
    told = {name: getattr(alert, name) for name in _ALERT}
    rows = [as_row(act) for act in acts]
    return heard_of(settings.DESK.home, told, rows, aliases or alias(), timezone.localdate(), names)
