"""Which accounts wrong passwords have locked, as django-axes counts them: all browsers of one name together."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from review.models import User

_LASTS = timedelta(hours=settings.AXES_COOLOFF_TIME)


def with_locks(users: QuerySet[User]) -> QuerySet[User]:
    """The accounts with `failed_at`: the last wrong password of one that is locked now, else None."""
    tries = AccessAttempt.objects.filter(username=OuterRef("username"), attempt_time__gte=timezone.now() - _LASTS)
    counted = (
        tries.order_by().values("username").annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    locked = counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    return users.annotate(failed_at=Subquery(locked.values("last")))


def until(failed_at: datetime | None) -> str:
    """Until when a lock lasts, in Chinese; nothing where there is none."""
    return f"锁定至 {timezone.localtime(failed_at + _LASTS):%H:%M}" if failed_at else ""
