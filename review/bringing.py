"""Bringing a night in: alerts of the newest published file into the desk's database, as often as one likes.

Only rows whose content changed are written, only their published columns, in one transaction. What staff did on an
alert stays. An alert that the file no longer has is taken off the work lists; its row and acts remain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from review.models import Alert, Night
from review.pipeline.alerts import alerts_published
from review.work.night import reopen

_OWN = {"owner", "stage", "sent_to", "touched_at", "version", "appeared_at", "alert_id"}
IMPORTED = tuple(
    field.name
    for field in Alert._meta.get_fields()
    if field.concrete and field.name not in _OWN | {"digest", "brought_at"}
)
"""Columns that the import writes."""


def bring_in(home: Path) -> Night:
    """Take the newest published file in. Raises NothingPublishedError, and what the database raises."""
    found = alerts_published(home)
    rows = found.alerts.to_dicts()
    now = timezone.now()
    with transaction.atomic():
        known = {one[0]: one[1:] for one in Alert.objects.values_list("alert_id", "digest", "appeared_at")}
        made = [alert for row in rows if (alert := _changed(row, known, now)) is not None]
        added = sum(alert.alert_id not in known for alert in made)
        Alert.objects.bulk_create(
            made, batch_size=500, update_conflicts=True, unique_fields=["alert_id"],
            update_fields=[*IMPORTED, "digest", "brought_at", "appeared_at"],
        )  # fmt: skip
        gone = known.keys() - {row["alert_id"] for row in rows}
        for some in _portions(sorted(gone), 500):
            Alert.objects.filter(alert_id__in=some, shown=True).update(shown=False, digest="", brought_at=now)
        reopen(found.as_of)
        return Night.objects.create(
            as_of=found.as_of, run_id=found.run_id, brought_at=now, added=added, changed=len(made) - added,
            total=len(rows),
        )  # fmt: skip


def _changed(row: dict[str, Any], known: dict[str, tuple[Any, ...]], now: Any) -> Alert | None:
    """The row to write, or None where the desk has this content already."""
    text = "\x1f".join(str(row[name]) for name in IMPORTED)
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    before = known.get(row["alert_id"])
    if before is not None and before[0] == digest:
        return None
    appeared = (before[1] if before else None) or (now if row["shown"] else None)
    return Alert(**row, digest=digest, brought_at=now, appeared_at=appeared)


def _portions(every: list[str], size: int) -> Iterable[list[str]]:
    return (every[start : start + size] for start in range(0, len(every), size))
