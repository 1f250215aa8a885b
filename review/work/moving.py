"""Acts that move an alert between people and townships: each says what may not be, and what changes on the alert."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet

from review.access import MAY, seen_by
from review.models import Alert, Role, User
from review.refusals import RefusedError

FINDINGS = ("属实", "不属实", "转其他救助", "无法核实")
"""What a township answers; the reviewer judges it (domain/process.md, section 10)."""
_LEAST_WORDS = 4


class Moved(NamedTuple):
    """said: kept with the act. changes: columns of the alert that the act sets."""

    said: dict[str, Any]
    changes: dict[str, Any]


def colleagues(user: User, alert: Alert) -> QuerySet[User]:
    """To whom an alert may be handed: accounts of the own division or below, that see it and may own it."""
    every = User.objects.filter(is_active=True, role__in=MAY["claim"], division__startswith=user.division)
    others = [one for one in every if one.pk != alert.owner_id]
    fitting = [one.pk for one in others if alert.division_code.startswith(one.division)]
    return every.filter(pk__in=fitting).order_by("username")


def claim(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """认领: nobody has it."""
    if alert.owner_id is not None:
        own = alert.owner_id == user.pk
        raise RefusedError("您已认领这一条。" if own else f"这一条已由 {alert.owner} 认领。")
    if alert.resolved_on is not None:
        raise RefusedError(f"该预警已于 {alert.resolved_on} 因数据变化消除，无须认领。")
    return Moved({}, {"owner_id": user.pk, "stage": "claimed" if alert.stage == "new" else alert.stage})


def release(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """放回: by who has it, or a supervisor."""
    _ours(user, alert)
    return Moved({}, {"owner_id": None, "stage": "new" if alert.stage == "claimed" else alert.stage})


def hand_over(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """移交: to a colleague who sees it."""
    _ours(user, alert)
    to = colleagues(user, alert).filter(username=said.get("to", "")).first()
    if to is None:
        raise RefusedError("不能移交给这个账号：没有这个账号，或其角色、区划不办理这一条。")
    return Moved({"to": to.username}, {"owner_id": to.pk, "stage": "claimed" if alert.stage == "new" else alert.stage})


def dispatch(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """转办: to the township of the household unless another is named; who sends it judges what comes back."""
    if alert.owner_id not in (None, user.pk) and user.role != Role.SUPERVISOR:
        raise RefusedError(f"这一条已由 {alert.owner} 认领，请先请其移交。")
    to = said.get("to", "").strip() or alert.township
    if len(to) != 9 or not to.isdigit() or not to.startswith(user.division[:9]):
        raise RefusedError("不知道转到哪里：没有可用的居住地，或不在您的区划之内。请指定您区划内的一个乡镇街道。")
    if alert.stage in ("dispatched", "accepted") and alert.sent_to == to:
        raise RefusedError(f"已经转办 {to}。")
    if alert.resolved_on is not None:
        raise RefusedError(f"该预警已于 {alert.resolved_on} 因数据变化消除，无须转办。")
    return Moved({"to": to}, {"sent_to": to, "stage": "dispatched", "owner_id": alert.owner_id or user.pk})


def accept(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """签收: of what was sent to the own township, or what the night put before it."""
    if alert.stage in ("accepted", "fed_back"):
        raise RefusedError("这一条已经签收。")
    _with_township(user, alert)
    return Moved({}, {"stage": "accepted", "sent_to": user.division})


def give_back(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """退回: not of this township. Who has it sends it elsewhere."""
    _with_township(user, alert)
    return Moved({"reason": _words(said, "reason", "退回原因")}, {"stage": "returned", "sent_to": ""})


def feedback(user: User, alert: Alert, said: Mapping[str, str]) -> Moved:
    """反馈: what the township found; may be given again until a decision is made.

    A sheet that is read back says who looked and when (checked_by, on), and whose answer it is: `township`, for an
    account of the centre that reads it in.
    """
    township = user.division if user.role == Role.CLERK else said.get("township", "")
    if not (len(township) == 9 and _turn(township, alert)):
        raise _not_yours(alert)
    if said.get("finding") not in FINDINGS:
        raise RefusedError(f"反馈结论应为 {'、'.join(FINDINGS)} 之一。", 400)
    told = {"finding": said["finding"], "words": _words(said, "words", "核实情况")}
    told |= {name: said[name] for name in ("checked_by", "on") if said.get(name)}
    return Moved(told, {"stage": "fed_back", "sent_to": township})


MOVES: dict[str, Callable[[User, Alert, Mapping[str, str]], Moved]] = {
    "claim": claim,
    "release": release,
    "hand_over": hand_over,
    "dispatch": dispatch,
    "accept": accept,
    "return": give_back,
    "feedback": feedback,
}


def with_township(user: User, alert: Alert) -> bool:
    """Whether it is this clerk's turn: sent to the own township, or put there by the night and nobody else's yet."""
    return _turn(user.division, alert)


def _turn(township: str, alert: Alert) -> bool:
    if alert.sent_to:
        return alert.sent_to == township and alert.stage in ("dispatched", "accepted", "fed_back")
    return alert.stage == "new" and alert.shown and alert.division_code.startswith(township)


def mine(user: User) -> QuerySet[Alert]:
    """What an account has to do now, in the order of the work list."""
    rows = seen_by(user).filter(resolved_on=None).exclude(stage="decided")
    own = rows.filter(sent_to=user.division) if user.role == Role.CLERK else rows.filter(owner=user)
    if user.role == Role.CLERK:
        own = own.filter(stage__in=("dispatched", "accepted"))
    return own.order_by("-overdue", "level", "close_by", "alert_id")


def _with_township(user: User, alert: Alert) -> None:
    if not with_township(user, alert):
        raise _not_yours(alert)


def _not_yours(alert: Alert) -> RefusedError:
    return RefusedError(f"现为“{alert.get_stage_display()}”，不由您的乡镇（街道）办理。")


def _ours(user: User, alert: Alert) -> None:
    if alert.owner_id is None:
        raise RefusedError("这一条没有人认领。")
    if alert.owner_id != user.pk and user.role != Role.SUPERVISOR:
        raise RefusedError(f"这一条由 {alert.owner} 认领，只有本人或负责人可以移交、放回。")


def _words(said: Mapping[str, str], name: str, what: str) -> str:
    text = said.get(name, "").strip()
    if len(text) < _LEAST_WORDS:
        raise RefusedError(f"请写明{what}（至少 {_LEAST_WORDS} 个字）。", 400)
    return text
