"""What a colleague elsewhere has on the desk: an act, a sheet that came back, a request, a pair to judge."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from review.models import Act, Alert, Request, RequestFile, Sheet, SheetReturn, User
from review.pipeline.identity import pairs_waiting


def made_by(colleague: User, alert: Alert, home: Path, division: str) -> dict[str, Any]:
    """Their numbers, as Objects takes them. The pair has a place outside of `division`, or is any without one."""
    now, day = timezone.now(), date(2026, 11, 20)
    act = Act.objects.create(
        source_no=uuid4(), kind="claim", alert=alert, by=colleague, at=now, on_day=day,
        before={"owner_id": None, "stage": "new", "sent_to": ""},
    )  # fmt: skip
    sheet = Sheet.objects.create(
        number="BELSEWHERE",
        by=colleague,
        at=now,
        as_of=day,
        township=alert.township,
        wanted="tonight",
        rows=1,
        mark="m",
    )
    row = {"line": "6", "alert": alert.alert_id, "outcome": "taken", "why": "标记县", "sheet": {"words": "说明标记"}}
    returned = SheetReturn.objects.create(
        sheet=sheet, by=colleague, at=now, digest="d", rows=[row | {"desk": "", "version": 0, "evidence": ""}]
    )
    request = Request.objects.create(
        number=UUID(int=7), by=colleague, at=now, name="标记镇", state="done", division=alert.division_code
    )
    file = RequestFile.objects.create(request=request, name="all.zip", household=alert.household_no, size=1)
    pairs = [one for one in pairs_waiting(home) if not division or not _within(one.places, division)]
    return {
        "act": act.pk, "returned": returned.pk, "number": str(request.number), "file": file.pk, "pair": pairs[0].number
    }  # fmt: skip


def _within(places: tuple[str, ...], division: str) -> bool:
    return bool(places) and all(place.startswith(division) for place in places)
