"""Doing an act: role, rows, stale page, guards, the conditional change of the alert, and one row of Act.

Call inside a transaction (review/pages/guard.page gives one to every POST). Every act on an alert moves its version,
so of two people who act on the same sight of it exactly one wins, and the other is told what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from review.access import may, seen_by
from review.models import Act, Alert, User
from review.pipeline.process import asked_of, refused_text
from review.refusals import NOT_THIS_ROLE, RefusedError
from review.work.moving import MOVES
from review.work.saying import SAYS

OWN = ("owner_id", "stage", "sent_to")
"""Columns of an alert that acts set, and that undo puts back."""


def act(
    user: User, kind: str, alert_id: str, said: Mapping[str, str], *,
    version: int | None = None, evidence: str | None = None, subject: str = "", number: UUID | None = None,
    township: str = "", names: tuple[str, ...] | None = None,
) -> Act:  # fmt: skip
    """Do one act on an alert; returns its row. Raises RefusedError with a Chinese sentence, or Http404.

    version, evidence: of the alert as the person saw it; None leaves that out (a table that is read back). number: of
    the form, so that sending it twice is one act. township: whose sheet is read in, by an account of the centre.
    names: whom the alert concerns, from who asked for many alerts at once. Kinds without an alert are in judging.py.
    """
    if kind not in MOVES and kind not in SAYS:
        raise Http404
    if not may(user, "read_in" if kind == "feedback" and township else kind):
        raise RefusedError(NOT_THIS_ROLE, 403)
    alert = seen_by(user).select_for_update(of=("self",)).filter(pk=alert_id).first()
    if (done := repeated(user, kind, number, alert_id)) is not None:
        return done
    if alert is None:
        raise Http404
    _fresh(alert, version, evidence)
    if kind in MOVES:
        moved = MOVES[kind](user, alert, {**said, "township": township})
        _no_names(alert, moved.said, names)
        return _kept(user, kind, alert, moved.said, moved.changes, timezone.localdate(), None, subject, number)
    if evidence is None:
        raise RefusedError("请从案情页办理：没有写明所依据的证据。", 400)
    told = SAYS[kind](user, alert, said)
    about = told.subject or subject
    return _kept(user, kind, alert, told.said, told.changes, told.on, told.signs, about, number)


def repeated(user: User, kind: str, number: UUID | None, alert_id: str | None) -> Act | None:
    """The act that this form made before, if it did. Raises RefusedError if the number is another act's."""
    done = Act.objects.filter(source_no=number).first() if number is not None else None
    if done is not None and (done.by_id, done.kind, done.alert_id) != (user.pk, kind, alert_id or None):
        raise RefusedError("这张表单已经用过，请刷新后重做。")
    return done


def last_act(alert: Alert) -> Act | None:
    """The newest act on an alert that was not undone."""
    return alert.acts.filter(undone_at=None).select_related("by").order_by("-id").first()


def _fresh(alert: Alert, version: int | None, evidence: str | None) -> None:
    """Raises RefusedError, saying what changed, if the person acts on an older sight."""
    if evidence is not None and evidence != alert.evidence_fingerprint:
        raise RefusedError("您打开这一页之后夜间数据有更新，该预警的证据已有变化。请重新查看后再办。")
    if version is not None and version != alert.version:
        _outrun(alert)


def _outrun(alert: Alert) -> None:
    last = last_act(alert)
    what = "有人撤销了办理" if last is None else (
        f"{last.by.name} 于 {timezone.localtime(last.at):%m-%d %H:%M} 进行了“{last.get_kind_display()}”"
    )  # fmt: skip
    raise RefusedError(f"您打开这一页之后，{what}，您的操作没有进行。请看过后重做。")


def _no_names(alert: Alert, said: Mapping[str, Any], names: tuple[str, ...] | None) -> None:
    """Nothing personal is kept in what a township or a colleague writes."""
    if texts := [said[name] for name in ("reason", "words") if said.get(name)]:
        concerned = names if names is not None else asked_of(settings.DESK.home, alert.pk)[1]
        for text in texts:
            if why := refused_text(text, concerned, "文字"):
                raise RefusedError(f"未记录：{why}。", 400)


def _kept(
    user: User, kind: str, alert: Alert, said: dict[str, Any], changes: dict[str, Any], on: date,
    signs: Act | None, subject: str, number: UUID | None,
) -> Act:  # fmt: skip
    """Change the alert if it still is what was looked at, and put the act down."""
    now = timezone.now()
    before = {name: getattr(alert, name) for name in OWN}
    same = Alert.objects.filter(pk=alert.pk, version=alert.version, **before)
    if not same.update(version=F("version") + 1, touched_at=now, **changes):
        _outrun(alert)
    return Act.objects.create(
        source_no=number or uuid4(), kind=kind, alert=alert, subject=subject, by=user, at=now, on_day=on, said=said,
        evidence_fingerprint=alert.evidence_fingerprint, rule_version=alert.rule_version, signs=signs, before=before,
    )  # fmt: skip
