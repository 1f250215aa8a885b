"""A township's sheet as people use it: alerts, download, upload, and what became of each row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from review.models import Alert, SheetReturn, User

HERE, THERE = "999903005", "999903003"
Browser = Callable[[User], Client]


def alert(number: int, township: str = HERE, **more: Any) -> Alert:
    told = {
        "alert_id": f"A{number:020x}", "rule_id": "LB-05", "rule_class": "漏保", "rule_title": "医疗自付冲击",
        "rule_version": 1, "level": 1 + number % 3, "confidence": "certain", "state": "new", "life": "new",
        "shown": True, "need": True, "who": "张*", "household_no": f"JT{number}", "division_code": f"{township}001",
        "township": township, "place": "示例市沙渡县南河镇新桥村", "title": "t", "explanation": "近期住院自付很多",
        "township_text": "请上门了解困难", "evidence_fingerprint": f"{number + 1:02x}" * 16,
        "first_seen": date(2026, 11, 20), "opened_on": date(2026, 11, 20),
        "dispatched_on": date(2026, 11, 20), "sheet_id": f"D{number:016x}",
        "close_by": date(2026, 11, 27), "digest": "d", "brought_at": timezone.now(),
    }  # fmt: skip
    return Alert.objects.create(**told | more)


def download(client: Client, township: str = HERE, **more: Any) -> bytes:
    answer = client.post("/sheets/out/", {"township": township, "wanted": "tonight", **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content


def upload(client: Client, data: bytes, name: str = "表.xlsx") -> Any:
    return client.post("/sheets/back/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def outcomes() -> dict[str, tuple[str, str]]:
    """Alert -> outcome and why, of the newest file read back."""
    newest = SheetReturn.objects.latest("id")
    return {row["alert"] or row["line"]: (row["outcome"], row["why"]) for row in newest.rows}
