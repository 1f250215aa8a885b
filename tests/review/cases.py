"""Finding alerts and asking the file, for the tests of cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from review.models import Alert
from review.pipeline.home import published


def asked(home: Path, sql: str) -> list[dict[str, Any]]:
    with published(home) as file:
        return file.rows(sql)


def one_of(**where: Any) -> Alert:
    found = Alert.objects.filter(shown=True, **where).exclude(township="").order_by("alert_id").first()
    assert found is not None, where
    return found
