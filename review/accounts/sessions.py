"""Where an account is signed in. Several places at once are allowed: an office computer and the hall's counter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from review.models import User


class Place(NamedTuple):
    """One signed-in browser: its session's key and when it was last used."""

    key: str
    used_at: datetime


def places(user: User) -> list[Place]:
    """Sessions of the account that have not ended, latest first. Reads all open sessions: hundreds, not millions."""
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return [
        Place(one.session_key, one.expire_date - idle)
        for one in Session.objects.filter(expire_date__gt=timezone.now()).order_by("-expire_date")
        if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]


def end(user: User, but: str | None = None) -> int:
    """Sign the account out everywhere, or everywhere else; how many sessions ended."""
    keys = [one.key for one in places(user) if one.key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
