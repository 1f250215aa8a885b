"""Acts that the pipeline's books will hold: a step of the due process, a decision, a second signature, a correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from review.models import Act, Alert, Entry, User
from review.pipeline.asking import UnknownColumnError, column_meant, refused_ticket, tables_of_alert
from review.pipeline.process import CODES, NAMED, OUTCOMES, asked_of, refused_act, refused_text
from review.refusals import RefusedError
from review.work.waiting import alias, heard, waiting

LEAST_REASON = 10
"""Characters of the reason of a decision (operations.md, S19)."""
LOOK = "看"
"""What the log calls a look begins with this; one at `alert` is a look at the case."""


class Spoken(NamedTuple):
    """As Moved (moving.py); on: the day of the act; signs: the act that is signed; subject: what it is about."""

    said: dict[str, Any]
    changes: dict[str, Any]
    on: date
    signs: Act | None = None
    subject: str = ""


def looked(user: User, alert: Alert) -> bool:
    """Whether this account opened the case since its content last changed: the log says so, nobody else can."""
    since = timezone.localtime(alert.brought_at).isoformat(timespec="milliseconds")
    looks = Entry.objects.filter(subject_kind="alert", subject=alert.pk, account=user.username, outcome="done")
    return looks.filter(act__startswith=LOOK, at__gte=since).exists()


def step(user: User, alert: Alert, said: Mapping[str, str]) -> Spoken:
    """程序步骤."""
    if said.get("step") not in NAMED:
        raise RefusedError("没有这一步骤。", 400)
    outcome = said.get("outcome") or None
    if outcome is not None and outcome not in OUTCOMES:
        raise RefusedError(f"异议答复的结果应为 {'、'.join(OUTCOMES.values())}。", 400)
    until = day(said, "answer_by", "陈述申辩截止日")
    told = {"step": said["step"], "how": said.get("how", "").strip(), "outcome": outcome}
    told["answer_by"] = until.isoformat() if until and told["step"] == "notice" else None
    if told["step"] != "reply":
        told["outcome"] = None
    on = day(said, "on", "办理日期") or timezone.localdate()
    _checked(user, alert, {"kind": "step", "said": told, "on": on, "signs": None})
    return Spoken(told, {}, on)


def decide(user: User, alert: Alert, said: Mapping[str, str]) -> Spoken:
    """处置决定: nobody else has the alert, the case was opened on this content, and the reason says something."""
    if alert.owner_id not in (None, user.pk):
        raise RefusedError(f"这一条由 {alert.owner} 认领，由其作决定；需要换人的，请先移交。")
    if said.get("code") not in CODES:
        raise RefusedError("没有这一处置代码。", 400)
    reason, until = said.get("reason", "").strip(), day(said, "expires_on", "有效期")
    if len(reason) < LEAST_REASON:
        raise RefusedError(f"请写明理由（至少 {LEAST_REASON} 个字）。", 400)
    if not looked(user, alert):
        raise RefusedError("您还没有打开过这一条现在的案情。请先查看案情，再作决定。")
    told = {"code": said["code"], "reason": reason, "expires_on": until.isoformat() if until else None}
    on = timezone.localdate()
    _checked(user, alert, {"kind": "decide", "said": told, "on": on, "signs": None})
    return Spoken(told, {"stage": "decided", "owner_id": user.pk}, on)


def sign(user: User, alert: Alert, said: Mapping[str, str]) -> Spoken:
    """第二签字: on a decision of the desk that waits, or of the books; by another person."""
    number = said.get("decision", "")
    if not looked(user, alert):
        raise RefusedError("您还没有打开过这一条现在的案情。请先查看案情，再签字。")
    made = next((one for one in waiting().filter(alert=alert, kind="decide") if str(one.source_no) == number), None)
    told = {"decision": "" if made else number}
    _checked(user, alert, {"kind": "sign", "said": told, "on": timezone.localdate(), "signs": number})
    return Spoken(told, {}, timezone.localdate(), made)


def ticket(user: User, alert: Alert, said: Mapping[str, str]) -> Spoken:
    """请部门更正: one value of a record that the alert rests on."""
    told = {name: said.get(name, "").strip() for name in ("table", "record", "column", "found")}
    if (told["table"], told["record"]) not in tables_of_alert(settings.DESK.home, alert.pk):
        raise RefusedError("只能请部门更正这条预警所依据的记录。")
    try:
        told["column"] = column_meant(told["table"], told["column"]) if told["column"] else ""
    except UnknownColumnError as unknown:
        raise RefusedError(f"未记录：{unknown}。", 400) from None
    subject = f"{told['table']}/{told['record']}#{told['column']}"
    if waiting().filter(kind="ticket", subject=subject).exists():
        raise RefusedError("同一记录同一项已有一张更正单待送出。")
    _, names = asked_of(settings.DESK.home, alert.pk)
    subject_of = (told["table"], told["record"], told["column"], told["found"])
    why = refused_text(told["found"], names, "问题")
    why = why or refused_ticket(settings.DESK.home, *subject_of, user.username)
    if why is not None:
        raise RefusedError(f"未记录：{why}。")
    return Spoken(told, {}, timezone.localdate(), subject=subject)


SAYS: dict[str, Callable[[User, Alert, Mapping[str, str]], Spoken]] = {
    "step": step,
    "decide": decide,
    "sign": sign,
    "ticket": ticket,
}


def day(said: Mapping[str, str], name: str, what: str) -> date | None:
    """A day as the form gives it, or none. Raises RefusedError."""
    text = (said.get(name) or "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusedError(f"{what}应写作 2026-12-25。", 400) from None


def _checked(user: User, alert: Alert, given: dict[str, Any]) -> None:
    """Ask the pipeline's guards, on the alert as it is published this minute. Raises RefusedError."""
    published, names = asked_of(settings.DESK.home, alert.pk)
    if published is None:
        raise RefusedError("最近一夜已没有这条预警。")
    basis = {name: published[name] for name in ("evidence_fingerprint", "rule_version", "rule_id")}
    aliases = alias()
    told = heard(alert, names, aliases)
    row = {**given, **basis, "source_no": "new", "by": user.username}
    if alert.evidence_fingerprint != published["evidence_fingerprint"]:
        raise RefusedError("夜间数据已更新而工作台还没有带入，请稍候再办。")
    why = refused_act(told, row, aliases, timezone.localdate(), alert.evidence_fingerprint)
    if why is not None:
        raise RefusedError(f"未记录：{why}。")
