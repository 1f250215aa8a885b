"""What an account can do now with an alert, where the due process stands, and what was done: for one part of a page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from review.access import may
from review.listing.kept import scope_of
from review.listing.scope import NOWHERE
from review.models import Act, Alert, User
from review.models.acts import KINDS
from review.pipeline.asking import WORDS, record_told, reference_told
from review.pipeline.home import NothingPublishedError
from review.pipeline.process import NAMED, OUTCOMES, STANDINGS, STATES, Heard
from review.work.forms import fields_of
from review.work.undoing import cannot
from review.work.waiting import heard, people

_ORDER = (
    "accept",
    "feedback",
    "return",
    "claim",
    "decide",
    "sign",
    "step",
    "dispatch",
    "hand_over",
    "release",
    "ticket",
)
_PLAIN = ("found", "checked", "noticed", "heard", "decided", "complete")
_SHORT = {"found": "发现", "checked": "已核查", "noticed": "已告知", "heard": "已听取", "decided": "已决定",
          "complete": "程序完整"}  # fmt: skip
_NAMED = dict(KINDS)
_BUTTONS = _NAMED | {"step": "记录步骤", "decide": "作出决定", "sign": "签字", "ticket": "开更正单"}


def form_of(kind: str, user: User, alert: Alert, told: Heard | None, data: Any = None) -> forms.Form | None:
    """The form of one act, empty or filled with what came; None where the act has no place now."""
    fields = fields_of(kind, user, alert, told, settings.DESK.home)
    if fields is None or not may(user, kind):
        return None
    form = forms.Form(data, auto_id=f"{kind}_%s", label_suffix="")
    form.fields.update(fields)
    return form


def panel(user: User, alert: Alert) -> dict[str, Any]:
    """Context of templates/review/acts_panel.html; put in by `{% include "review/acts_panel.html" with acts=... %}`.

    Clerks get their own acts only: the due process and its texts are for those who decide.
    """
    deciding = may(user, "step")
    told, fault = None, ""
    try:
        told = heard(alert) if deciding else None
    except NothingPublishedError as why:
        fault = why.told
    found = []
    for kind in (one for one in _ORDER if may(user, one)):
        try:
            found.append((kind, form_of(kind, user, alert, told)))
        except NothingPublishedError as why:  # what asks the published file waits for one; the rest goes on
            fault = why.told
    dispatching = any(kind == "dispatch" and form is not None for kind, form in found)
    return {
        "alert": alert, "fault": fault, "number": uuid4, "townships": _townships(user) if dispatching else [],
        "forms": [
            {"kind": kind, "title": _NAMED[kind], "button": _BUTTONS[kind], "form": form}
            for kind, form in found if form is not None
        ],
        "people": people(), "line": _line(told), "process": told, "state": STATES[told.state] if told else "",
        "steps": [_step(row) for row in told.steps] if told else [],
        "decisions": [row | {"standing": STANDINGS[row["standing"]]} for row in told.decisions] if told else [],
        "history": history(user, alert.acts.all() if deciding else alert.acts.filter(Q(by=user) | Q(kind="dispatch"))),
    }  # fmt: skip


def _townships(user: User) -> list[tuple[str, str]]:
    """Code and name of those that occur in the account's list."""
    column = scope_of(user, timezone.localdate()).columns["township"]
    pairs = zip(column.values, column.labels, strict=True)
    return [(code, name) for code, name in pairs if code != NOWHERE]


def history(user: User, acts: Any) -> list[dict[str, Any]]:
    """Acts, newest first, each in words, with where it stands and whether this account can undo it."""
    rows = acts.select_related("by", "alert", "signs").order_by("-id")[:100]
    return [
        {
            "act": one, "words": words(one), "where": _where(one), "bad": bool(one.refused),
            "undo": one.by_id == user.pk and cannot(one) is None,
        }
        for one in rows
    ]  # fmt: skip


def words(act: Act) -> str:
    """What was said, in one line."""
    told = act.said
    if act.kind == "step":
        more = f"，可陈述到 {told['answer_by']}" if told.get("answer_by") else ""
        more += f",{OUTCOMES[told['outcome']]}" if told.get("outcome") else ""
        return f"{NAMED[told['step']]}{more}：{told['how']}"
    if act.kind == "sign":
        return f"签 {act.signs.said['code']}" if act.signs else f"签决定 {told['decision']}"
    if act.kind == "dispatch" and act.alert and act.alert.township_name and told["to"] == act.alert.township:
        return act.alert.township_name
    if act.kind == "ticket":
        return f"{record_told(act.subject)}：{told['found']}"
    if act.kind == "judge":
        pair = "与".join(reference_told(told[name]) for name in ("a", "b"))
        return f"{pair}：{WORDS.get(told['verdict'], told['verdict'])}（{told['reason']}）"
    return "：".join(str(one) for one in (act.subject, *told.values()) if one)


def _where(act: Act) -> str:
    if act.undone_at is not None:
        return "已撤销"
    if act.kind not in Act.BOOKED:
        return ""
    if act.refused:
        return f"未被接受：{act.refused}"
    if act.taken_as:
        return f"已记入 {act.taken_as}"
    return "夜间处理中" if act.handed_at else "待今夜收回"


def _step(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"named": NAMED.get(row["step"], row["step"]), "outcome": OUTCOMES.get(row["outcome"] or "", "")}


def _line(told: Heard | None) -> list[tuple[str, str]]:
    """The states of the plain path, each with done, now or to_come; an objection stands where it stopped the path."""
    if told is None:
        return []
    names = [(one, _SHORT[one]) for one in _PLAIN]
    if told.state in ("disputed", "contested"):
        names.insert(4 if told.state == "disputed" else 6, (told.state, "异议待答复"))
    place = [one for one, _ in names].index(told.state)
    return [(name, "done" if at < place else "now" if at == place else "to_come") for at, (_, name) in enumerate(names)]
