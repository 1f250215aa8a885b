"""Undo: by who did it, as long as no night took it and nobody has built on it."""

from __future__ import annotations

from django.db.models import F
from django.http import Http404
from django.utils import timezone

from review.access import may, seen_by
from review.models import Act, Alert, User
from review.refusals import NOT_THIS_ROLE, RefusedError
from review.work.acting import OWN


def undo(user: User, act: Act) -> Act:
    """Take an act back; its row stays and says so. Inside a transaction. Raises RefusedError or Http404."""
    if not may(user, "undo"):
        raise RefusedError(NOT_THIS_ROLE, 403)
    act = Act.objects.select_for_update(of=("self",)).select_related("by", "alert").get(pk=act.pk)
    if act.by_id != user.pk:
        if act.alert_id is None or not seen_by(user).filter(pk=act.alert_id).exists():
            raise Http404
        raise RefusedError("只有本人可以撤销自己的办理。", 403)
    if why := cannot(act):
        raise RefusedError(why)
    now = timezone.now()
    if act.alert is not None:
        alert = Alert.objects.select_for_update(of=("self",)).get(pk=act.alert_id)
        if why := cannot(act):  # somebody may have acted while the alert was waited for
            raise RefusedError(why)
        same = Alert.objects.filter(pk=alert.pk, version=alert.version)
        back = {name: act.before[name] for name in OWN}
        if not same.update(version=F("version") + 1, touched_at=now, **back):
            raise RefusedError("同一时刻有人办理了这一条，没有撤销。请看过后重做。")
    if not Act.objects.filter(pk=act.pk, undone_at=None, handed_at=None).update(undone_at=now):
        raise RefusedError("没有撤销：这一办理已撤销或已交给夜间处理。")
    act.refresh_from_db()
    return act


def cannot(act: Act) -> str | None:
    """Why an act can no longer be undone by its maker, in Chinese; None if it can."""
    if act.undone_at is not None:
        return "这一办理已经撤销。"
    if act.handed_at is not None:
        return "夜间处理已收走这一办理，不能撤销；需要更正的，请另作处置或记录异议。"
    if act.alert_id is None:
        return None
    later = Act.objects.filter(alert_id=act.alert_id, id__gt=act.pk, undone_at=None).select_related("by").first()
    if later is None:
        return None
    whose = "您" if later.by_id == act.by_id else f" {later.by.name} "
    return f"其后{whose}又进行了“{later.get_kind_display()}”，须先撤销那一步。"
