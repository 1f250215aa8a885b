"""Whether the desk can work, for the machine that watches it: two words, no data, no account needed."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from review.pipeline.home import newest_night

_KEPT_SECONDS = 10.0
_last: tuple[float, bool] = (float("-inf"), False)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 and what is missing: `database`, `published`. The file is opened every ten seconds at most."""
    missing = [
        name for name, there in (("database", _database()), ("published", _published())) if not there
    ]  # fmt: skip
    text = " ".join(missing) or "ok"
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=503 if missing else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM review_head WHERE id = 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def _published() -> bool:
    global _last
    now = time.monotonic()
    if now - _last[0] > _KEPT_SECONDS:
        _last = (now, newest_night(settings.DESK.home) is not None)
    return _last[1]
