"""Binding a device for one-time codes, its backup codes, and taking it off again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_otp import login as code_shown

from review import ledger
from review.accounts import codes as devices
from review.accounts import sessions
from review.models import User
from review.pages.guard import told


@login_required
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """The square to scan until a code confirms it; then new backup codes, or removal, each with the password."""
    user = request.user
    assert isinstance(user, User)
    if not devices.has_device(user):
        return _enrol(request, user)
    if not user.is_verified():  # type: ignore[attr-defined]
        return told(request, "这个账号已绑定动态码，而这次登录没有用。请退出后重新登录。", 403)
    return _change(request, user) if request.method == "POST" else _bound(request, user)


def _enrol(request: HttpRequest, user: User) -> HttpResponse:
    fault = ""
    if request.method == "POST":
        with transaction.atomic():
            device = devices.confirm(user, request.POST.get("token", "")[:16])
            ledger.write(user, "绑定动态码", [("account", user.username)], "done" if device else "refused")
            if device:
                made = devices.backups(user)
                code_shown(request, device)
                sessions.end(user, but=request.session.session_key)  # those were signed in without a code
                return _bound(request, user, made)
        fault = "动态码不对。请核对手机的时间，等下一个码再试。"
    device = devices.waiting(user)
    given = {
        "picture": devices.picture(device), "secret": devices.secret(device), "fault": fault,
        "forced": user.otp_required,
    }  # fmt: skip
    return render(request, "review/codes_enrol.html", given, status=422 if fault else 200)


def _change(request: HttpRequest, user: User) -> HttpResponse:
    act = "换备用码" if request.POST.get("act") == "backups" else "解除动态码"
    who = [("account", user.username)]
    if not user.check_password(request.POST.get("password", "")[:4096]):
        ledger.write(user, act, who, "refused")
        return _bound(request, user, fault="密码不对。", status=422)
    with transaction.atomic():
        ledger.write(user, act, who)
        if act == "换备用码":
            return _bound(request, user, devices.backups(user))
        devices.remove(user)
    return redirect("account")


def _bound(
    request: HttpRequest, user: User, made: list[str] | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    given = {"made": made, "left": devices.backups_left(user), "fault": fault, "forced": user.otp_required}
    return render(request, "review/codes.html", given, status=status)
