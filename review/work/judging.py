"""Acts that are about no alert: whether two references are one person, and what a sampled household came to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from review.access import division_seen, may
from review.models import Act, User
from review.pipeline.asking import division_of_sample, judged
from review.pipeline.process import SAMPLE_CODES, refused_text
from review.refusals import NOT_THIS_ROLE, RefusedError
from review.unmasking import take_turn
from review.work.acting import repeated
from review.work.saying import day


def judge(user: User, a: str, b: str, verdict: str, reason: str, *, number: UUID | None = None) -> Act:
    """Same, different or unsure of two references (部门.表/业务流水号#角色/第几位), to be taken by the night.

    Which pairs an account sees, its page decides. Raises RefusedError.
    """
    _may(user, "judge")
    if (done := repeated(user, "judge", number, None)) is not None:
        return done
    why, told = judged(settings.DESK.home, a.strip(), b.strip(), verdict.strip(), reason.strip())
    if why is not None or not reason.strip():
        raise RefusedError(f"未记录：{why or '没有写明理由'}。")
    subject = f"{told['a']} {told['b']}"
    take_turn()  # two at once would both find that nobody has judged it
    if Act.objects.filter(kind="judge", subject=subject, undone_at=None, handed_at=None, refused="").exists():
        raise RefusedError("这一对刚有人判断过，您的判断没有记录。")
    return _kept(user, "judge", subject, told | {"reason": reason.strip()}, None, number)


def sample(user: User, sample_id: str, code: str, reason: str, on: str = "", *, number: UUID | None = None) -> Act:
    """The result of a household of the recall sample (抽查-…). Raises RefusedError, or Http404 outside the division."""
    _may(user, "sample")
    if (done := repeated(user, "sample", number, None)) is not None:
        return done
    place = division_of_sample(settings.DESK.home, sample_id)
    if place is None or not division_seen(user, place):
        raise Http404
    if code not in SAMPLE_CODES:
        raise RefusedError(f"抽查结果应为 {'、'.join(SAMPLE_CODES)} 之一。", 400)
    when = day({"on": on}, "on", "日期") or timezone.localdate()
    why = None if reason.strip() else "没有写明理由"
    why = why or refused_text(reason, (), "理由") or (None if when <= timezone.localdate() else f"日期 {when} 还没有到")
    if why is not None:
        raise RefusedError(f"未记录：{why}。")
    return _kept(user, "sample", sample_id, {"code": code, "reason": reason.strip()}, when, number)


def _may(user: User, kind: str) -> None:
    if not may(user, kind):
        raise RefusedError(NOT_THIS_ROLE, 403)


def _kept(user: User, kind: str, subject: str, said: dict[str, Any], on: date | None, number: UUID | None) -> Act:
    return Act.objects.create(
        source_no=number or uuid4(), kind=kind, subject=subject, by=user, at=timezone.now(), said=said,
        on_day=on or timezone.localdate(),
    )  # fmt: skip
