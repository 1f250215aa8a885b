"""The bare address: the work list, or the first page of a role that has none."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from review.access import may
from review.models import User
from review.pages.account import home_of
from review.pages.worklist import worklist


@wraps(worklist)
def front(request: HttpRequest) -> HttpResponse:
    """Who types the desk's address lands where there is something to do, whatever the role."""
    user = request.user
    if isinstance(user, User) and not user.must_change and not may(user, "look") and not request.GET:
        return redirect(home_of(request))
    return worklist(request)
