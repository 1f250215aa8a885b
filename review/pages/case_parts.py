"""Parts of a case with addresses of their own: pictures, income by month, and what an identity rests on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from review.models import Role
from review.pages.case import alert_of, household_no
from review.pages.guard import Asked, page
from review.pipeline import income as incomes
from review.pipeline.family import family_svg
from review.pipeline.home import published
from review.pipeline.household import members
from review.pipeline.proof import proof_of
from review.pipeline.waterfall import Rests, rests_on, waterfall_svg
from review.work.waiting import people

_SVG = "image/svg+xml; charset=utf-8"


@never_cache
@page("look", "看家庭图")
def family(request: Asked, alert_id: str) -> HttpResponse:
    """The family picture, masked."""
    alert = alert_of(request.user, alert_id)
    number = household_no(request, alert)
    with published(settings.DESK.home) as file:
        listed = members(file, number, file.night, alert.person_key or None)
    if not listed:
        raise Http404
    request.looked.at("household", number)
    return HttpResponse(family_svg(listed), content_type=_SVG)


@never_cache
@page("look", "看家庭收入")
def income(request: Asked, alert_id: str) -> HttpResponse:
    """Income by month with its table: a part for htmx, else a page. Not for townships."""
    told, number = _income(request, alert_id)
    request.looked.at("household", number)
    template = "review/case_income.html" if request.headers.get("HX-Request") else "review/case_income_page.html"
    return render(request, template, {"income": told, "alert_id": alert_id, "colours": incomes.COLOURS})


@never_cache
@page("look", "看收入图")
def income_picture(request: Asked, alert_id: str) -> HttpResponse:
    """The same as a picture."""
    told, number = _income(request, alert_id)
    request.looked.at("household", number)
    return HttpResponse(incomes.income_svg(told), content_type=_SVG)


@never_cache
@page("look", "看身份依据")
def identity(request: Asked, alert_id: str, fact: int, place: int) -> HttpResponse:
    """What the identity of one cited record rests on. Not for townships."""
    told, record = _rests(request, alert_id, fact, place)
    template = "review/case_identity.html" if request.headers.get("HX-Request") else "review/case_identity_page.html"
    return render(
        request,
        template,
        {"rests": told, "people": people(), **record, "alert_id": alert_id, "fact": fact, "place": place},
    )


@never_cache
@page("look", "看身份权重图")
def identity_picture(request: Asked, alert_id: str, fact: int, place: int) -> HttpResponse:
    """Its waterfall as a picture."""
    told, _ = _rests(request, alert_id, fact, place)
    if not told.rows:
        raise Http404
    return HttpResponse(waterfall_svg(told.rows), content_type=_SVG)


def _not_for_townships(request: Asked) -> None:
    if request.user.role == Role.CLERK:
        raise Http404


def _income(request: Asked, alert_id: str) -> tuple[incomes.Income, str]:
    _not_for_townships(request)
    number = household_no(request, alert_of(request.user, alert_id))
    told = incomes.income(settings.DESK.home, number, request.user.division)
    if told is None:
        raise Http404
    return told, number


def _rests(request: Asked, alert_id: str, fact: int, place: int) -> tuple[Rests, dict[str, Any]]:
    _not_for_townships(request)
    alert = alert_of(request.user, alert_id)
    home = settings.DESK.home
    with published(home) as file:
        proof = proof_of(file, home, alert.pk)
    if proof is None or fact >= len(proof.facts) or place >= len(proof.facts[fact]["identity"]):
        raise Http404
    cited = proof.facts[fact]
    request.looked.at("alert", alert.pk, record=f"{cited['source_table']}#{cited['record_no']}")
    told = rests_on(home, (cited["source_table"], cited["record_no"]), cited["identity"][place])
    return told, {"record": cited["place"], "record_no": cited["record_no"]}
