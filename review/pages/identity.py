"""The queue of pairs to judge: one pair a page, then the next.

A pair belongs to an account if all its places lie in the account's division; one that has no place, or places in two
divisions, belongs to whoever sees both.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from review.access import may
from review.models import Act, User
from review.pages.guard import Asked, RefusedError, page
from review.pipeline import identity
from review.pipeline.masks import mask_text
from review.pipeline.pictures import waterfall
from review.unmasking import ACT, LEAST, REASONS, left_today, reason_of, within_cap
from review.work.judging import judge
from review.work.waiting import people

GROUNDS = ("看逐项比对", "查阅原始档案", "电话核实", "入户核实", "部门答复", "其他")
_SHOWN = 20


def pairs_of(user: User) -> list[identity.Pair]:
    """The pairs that an account may judge and nobody has judged on the desk yet, most useful first."""
    if not may(user, "judge"):
        return []
    waiting = Act.objects.filter(kind="judge", undone_at=None, handed_at=None, refused="")
    said = {frozenset((told.get("a"), told.get("b"))) for told in waiting.values_list("said", flat=True)}
    return [
        one
        for one in identity.pairs_waiting(settings.DESK.home)
        if _within(user, one) and frozenset((one.a, one.b)) not in said
    ]


def _within(user: User, one: identity.Pair) -> bool:
    if not user.division:
        return True
    return bool(one.places) and all(place.startswith(user.division) for place in one.places)


@page("judge", "看身份核实")
def queue(request: Asked) -> HttpResponse:
    """What waits, and the next few."""
    every = pairs_of(request.user)
    kinds: dict[str, int] = {}
    for one in every:
        kinds[one.why] = kinds.get(one.why, 0) + 1
    request.looked.at("list", "identity", rows=min(len(every), _SHOWN), waiting=len(every))
    told = {"shown": every[:_SHOWN], "left": len(every), "kinds": kinds, "aid": sum(one.on_aid for one in every)}
    return render(request, "review/identity.html", told)


@page("judge", "看一对记录")
def pair(request: Asked, number: str) -> HttpResponse:
    """Both records field by field, masked."""
    request.looked.at("pair", number)
    return _shown(request, number, {})


@never_cache
@page("judge", ACT, methods=("POST",))
@sensitive_variables()
def unmasked(request: Asked, number: str) -> HttpResponse:
    """The same with names and whole numbers of both records, on this answer only; counted and logged as on a case."""
    _, one = _one(request.user, number)
    code, words = reason_of(request.POST)
    request.looked.at("pair", number, code=code, why=mask_text(words)[:300])
    found = identity.shown(settings.DESK.home, one)
    within_cap(request.user, {side.person_key for side in found.sides} if found else set(), "这一对")
    return _shown(request, number, {"opened": identity.opened(settings.DESK.home, one)})


def _shown(request: Asked, number: str, more: dict[str, Any]) -> HttpResponse:
    every, one = _one(request.user, number)
    found = identity.shown(settings.DESK.home, one)
    if found is None:
        raise RefusedError("这一对中有一条记录的流水号重复，无法判断是哪一行。请先请交付部门更正。")
    for key in sorted({side.person_key for side in found.sides}):
        request.looked.at("person", key)
    place = every.index(one)
    following = every[place + 1] if place + 1 < len(every) else None
    told = {"pair": one, "shown": found, "place": place + 1, "left": len(every), "following": following}
    told |= {"reasons": REASONS, "least": LEAST, "today": left_today(request.user), **more}
    return render(
        request, "review/pair.html", told | {"people": people(), "verdicts": identity.VERDICTS, "grounds": GROUNDS}
    )


@page("judge", "看一对记录的权重图")
def weights(request: Asked, number: str) -> HttpResponse:
    """The waterfall as a picture; it tells no name and no number."""
    _, one = _one(request.user, number)
    request.looked.at("pair", number)
    rows = identity.weights(settings.DESK.home, one)
    if not rows:
        raise Http404
    return HttpResponse(waterfall(rows), content_type="image/svg+xml; charset=utf-8")


@page("judge", "判断是否同一人", methods=("POST",))
def judged(request: Asked, number: str) -> HttpResponse:
    """Put it down and go on with the next pair."""
    every, one = _one(request.user, number)
    request.looked.at("pair", number)
    verdict, reason = request.POST.get("verdict", ""), _reason(request.POST)
    if verdict not in dict(identity.VERDICTS):
        raise RefusedError("请选择：同一人、非同一人或无法判断。", 400)
    judge(request.user, one.a, one.b, verdict, reason)
    request.looked.at("pair", number, verdict=verdict)
    request.looked.subjects.pop()
    messages.success(request, f"已记录：{dict(identity.VERDICTS)[verdict]}。夜间处理之前可在“我的办理”撤销。")
    place = every.index(one)
    following = every[place + 1] if place + 1 < len(every) else None
    return redirect("pair", following.number) if following else redirect("identity")


def _reason(given: Any) -> str:
    ground, words = given.get("ground", ""), " ".join(given.get("words", "").split())
    if ground not in GROUNDS:
        raise RefusedError("请选择判断的依据。", 400)
    if ground == GROUNDS[-1] and len(words) < 4:
        raise RefusedError("依据为“其他”的，请用不少于 4 个字写明。", 400)
    if len(words) > 200:
        raise RefusedError("备注不超过 200 个字。", 400)
    return f"{ground}:{words}" if words else ground


def _one(user: User, number: str) -> tuple[list[identity.Pair], identity.Pair]:
    every = pairs_of(user)
    for one in every:
        if one.number == number:
            return every, one
    raise Http404
