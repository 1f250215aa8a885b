"""Logging in (with a one-time code where the account has a device), logging out, a new password, the own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as code_shown

from review import ledger
from review.accounts import codes, sessions
from review.accounts.duties import conflict_told
from review.accounts.forms import RULES, SignInForm
from review.menu import pages_of
from review.models import User


def home_of(request: HttpRequest) -> str:
    """The first page that the role has; the own account where it has none."""
    pages = pages_of(request.user) if request.user.is_authenticated else []
    return resolve_url(pages[0][0] if pages else "account")


class Login(LoginView):
    """Name, password and, where the account has a device, its code. Both ends are logged."""

    template_name = "review/login.html"
    redirect_authenticated_user = True
    authentication_form = SignInForm

    def get_default_redirect_url(self) -> str:
        """By role."""
        return home_of(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        """In: what is new is counted from the login before this one."""
        user: User = form.get_user()
        device = getattr(user, "otp_device", None)
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(seen_from=user.seen_until, seen_until=timezone.now())
            ledger.write(user, "登录", [("account", user.username)], details={"code": device is not None})
            answer = super().form_valid(form)
            if device is not None:
                code_shown(self.request, device)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Refused; the name that was tried is kept, the password never."""
        tried = str(form.data.get("username", ""))
        ledger.write(None, "登录", [("account", tried)], "refused", account=tried)
        return super().form_invalid(form)


@require_POST
def logged_out(request: HttpRequest) -> HttpResponse:
    """Out."""
    if request.user.is_authenticated:
        ledger.write(request.user, "退出", [("account", request.user.username)])
    logout(request)
    return redirect("login")


@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; one that somebody else set must be changed before anything else. Other sessions end."""
    user = request.user
    assert isinstance(user, User)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST":
        who = [("account", user.username)]
        if form.is_valid() and form.cleaned_data["new_password1"] == form.cleaned_data["old_password"]:
            form.add_error("new_password1", "新密码不能与原密码相同。")
        if form.is_valid():
            with transaction.atomic():
                form.save()
                User.objects.filter(pk=user.pk).update(must_change=False)
                ledger.write(user, "改密码", who)
            update_session_auth_hash(request, form.user)
            return redirect(home_of(request))
        ledger.write(user, "改密码", who, "refused")
    return render(request, "review/password.html", {"form": form, "forced": user.must_change, "rules": RULES})


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The own account: role and division, one-time codes, where it is signed in; POST signs out everywhere else."""
    user = request.user
    assert isinstance(user, User)
    who = [("account", user.username)]
    if request.method == "POST":
        with transaction.atomic():
            ended = sessions.end(user, but=request.session.session_key)
            ledger.write(user, "退出其他登录", who, details={"sessions": ended})
        return redirect("account")
    ledger.write(user, "看自己的账号", who)
    told = {
        "places": sessions.places(user), "here": request.session.session_key, "conflict": conflict_told(user),
        "device": codes.has_device(user), "left": codes.backups_left(user),
    }  # fmt: skip
    return render(request, "review/account.html", told)
