"""Acts: the narrow page of one alert, doing one, several at once where nothing can harm, undo, and what I did."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from review import ledger
from review.access import may, seen_by, text_for
from review.models import Act, User
from review.models.acts import KINDS
from review.pages.guard import Asked, RefusedError, back_to, page
from review.pipeline.process import is_adverse
from review.refusals import NOT_THIS_ROLE
from review.work.acting import act, repeated
from review.work.moving import mine
from review.work.panel import form_of, history, panel
from review.work.saying import SAYS
from review.work.undoing import undo
from review.work.waiting import heard

BULK = ("claim", "dispatch")
"""What several alerts can be given at once: nothing of it can harm anybody, so no second person is needed."""
_MOST = 500
_NAMED = dict(KINDS)
_NEXT = {
    "claim": "由您承办，在工作列表“我的”里。", "release": "别人可以认领了。", "hand_over": "由对方承办。",
    "dispatch": "待乡镇经办签收、核查、反馈。", "accept": "请核查后反馈。", "return": "由核对中心另行处理。",
    "feedback": "由核对中心据此处置。",
}  # fmt: skip
"""What follows an act that takes effect at once."""


@page("look", "看办理页")
def acts(request: Asked, alert_id: str) -> HttpResponse:
    """One alert with what can be done."""
    alert = get_object_or_404(seen_by(request.user).select_related("owner"), pk=alert_id)
    request.looked.at("alert", alert.pk)
    told = {"alert": alert, "text": text_for(request.user, alert), "acts": panel(request.user, alert)}
    return render(request, "review/acts.html", told)


@page("undo", "办理", ("POST",))
def do(request: Asked, alert_id: str, kind: str) -> HttpResponse:
    """Do one act; back to where the form stood, or on to the next of mine."""
    user, given = request.user, request.POST
    request.looked.at("alert", alert_id, what=kind[:12])
    if kind not in _NAMED:
        raise Http404
    if not may(user, kind):
        raise RefusedError(NOT_THIS_ROLE, 403)
    alert = seen_by(user).select_related("owner").filter(pk=alert_id).first()
    number = number_of(given.get("number"))
    if (done := repeated(user, kind, number, alert_id)) is None:
        if alert is None:
            raise Http404
        form = form_of(kind, user, alert, heard(alert) if kind in SAYS else None, given)
        names = form.fields if form else given
        said = {name: str(given.get(name, ""))[:1000] for name in names}
        if kind == "ticket" and "which" in said:
            said["table"], _, said["record"] = said.pop("which").partition("/")
        version = given.get("version", "")
        if not version.isdigit():
            raise RefusedError("请从案情页办理：表单不完整。", 400)
        evidence = given.get("evidence", "")
        done = act(user, kind, alert_id, said, version=int(version), evidence=evidence, number=number)
    messages.success(request, f"{_NAMED[kind]}：已记下。" + _after(done))
    return _onward(request, alert_id)


@page("undo", "批量办理", ("POST",))
def bulk(request: Asked) -> HttpResponse:
    """Claim or dispatch each alert by itself; what was refused is told with why. There is no bulk decision."""
    user, given = request.user, request.POST
    kind, chosen = given.get("kind", ""), list(dict.fromkeys(given.getlist("alert_id")))
    if kind not in BULK:
        raise RefusedError("只有认领和转办可以批量进行；处置须逐条办理。", 400)
    if not may(user, kind):
        raise RefusedError(NOT_THIS_ROLE, 403)
    if not chosen or len(chosen) > _MOST:
        raise RefusedError(f"请选择 1 至 {_MOST} 条。", 400)
    # Dispatched to the township that was chosen; to that of each household where none was.
    said = {"to": given.get("to", "")[:9]} if kind == "dispatch" else {}
    number, done, refused = number_of(given.get("number")), [], []
    for alert_id in chosen:
        try:
            with transaction.atomic():
                own = uuid5(number, alert_id) if number else None
                act(user, kind, alert_id[:40], said, number=own)
            done.append(alert_id)
        except (RefusedError, Http404) as why:
            text = str(why) if isinstance(why, RefusedError) else "没有这一条，或不在您的办理范围内。"
            refused.append((alert_id[:40], text))
    for alert_id in done:
        request.looked.at("alert", alert_id, what=kind)
    if refused:
        ledger.write(user, "批量办理", [("alert", alert_id) for alert_id, _ in refused], "refused", {"what": kind})
    told = {
        "title": _NAMED[kind],
        "done": done,
        "refused": refused,
        "back": back_to(request, reverse("worklist")),
        "kind": kind,
        "next": _NEXT[kind],
    }
    if not done:
        request.looked.at("list", "bulk", what=kind, done=0)
    return render(request, "review/bulk.html", told)


@page("undo", "撤销办理", ("POST",))
def undo_act(request: Asked, number: int) -> HttpResponse:
    """Take back an act of one's own."""
    found = get_object_or_404(Act, pk=number)
    undone = undo(request.user, found)
    kind, subject = ("alert", undone.alert_id) if undone.alert_id else ("record", undone.subject)
    request.looked.at(kind, subject, act=undone.pk, what=undone.kind)
    messages.success(request, f"已撤销“{undone.get_kind_display()}”。")
    return redirect(back_to(request, reverse("my_acts")))


@page("undo", "看我的办理")
def my_acts(request: Asked) -> HttpResponse:
    """What I did lately, what the night made of it, and what I can still take back."""
    rows = history(request.user, Act.objects.filter(by=request.user))
    request.looked.at("list", "my_acts", rows=len(rows))
    return render(request, "review/my_acts.html", {"history": rows})


def case_address(alert_id: str) -> str:
    """Where an alert is worked on: its case page."""
    return reverse("case", args=[alert_id])


def _after(done: Act) -> str:
    if done.kind == "decide" and is_adverse(done.said["code"]):
        return "不利决定须另一人签字并告知复核途径后才有效。"
    return "今夜收回后生效；在此之前可以撤销。" if done.kind in Act.BOOKED else _NEXT.get(done.kind, "")


def _onward(request: Asked, alert_id: str) -> HttpResponse:
    if not request.POST.get("next"):
        return redirect(back_to(request, case_address(alert_id)))
    following = _next(request.user, alert_id)
    if following is None:
        messages.info(request, "您的列表中没有下一条了。")
        return redirect("worklist")
    return redirect(case_address(following))


def _next(user: User, alert_id: str) -> str | None:
    return mine(user).exclude(pk=alert_id).values_list("pk", flat=True).first()


def number_of(text: str | None) -> UUID | None:
    """The number of its own that a form bears. Raises RefusedError."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise RefusedError("表单不完整，请刷新后重做。", 400) from None
