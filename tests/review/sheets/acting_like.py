"""Feedback as the desk's acts take it, for tests of sheets alone: on one version and evidence, one row an act."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F
from django.utils import timezone

from review.models import Act, Alert, User
from review.pages.guard import RefusedError


def act_like(user: User, row: dict[str, Any], township: str, names: tuple[str, ...]) -> None:
    """Refuses what changed; else the alert is fed back."""
    now, alert_id, evidence = timezone.now(), row["alert"], row["evidence"]
    rows = Alert.objects.filter(alert_id=alert_id, version=row["version"], evidence_fingerprint=evidence)
    if not rows.update(stage="fed_back", version=F("version") + 1, touched_at=now):
        raise RefusedError("预警已有变化,请刷新。")
    Act.objects.create(
        source_no=uuid.uuid4(), kind="feedback", alert_id=alert_id, by=user, at=now, on_day=timezone.localdate(),
        evidence_fingerprint=evidence, said=row["sheet"],
    )  # fmt: skip
