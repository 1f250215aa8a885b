"""Logging in (with a one-time code where the account has a device), logging out, and a new password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_otp.forms import OTPAuthenticationForm

from review import ledger
from review.models import User


class Login(LoginView):
    """Name, password and, where the account has a device, its code. Both ends are logged."""

    template_name = "review/login.html"
    redirect_authenticated_user = True
    authentication_form = OTPAuthenticationForm

    def form_valid(self, form: Any) -> HttpResponse:
        """In: what is new is counted from the login before this one."""
        user: User = form.get_user()
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(seen_from=user.seen_until, seen_until=timezone.now())
            ledger.write(user, "登录", [("account", user.username)])
        return super().form_valid(form)

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
def password(request: HttpRequest) -> HttpResponse:
    """A new password; one that somebody else set must be changed before anything else."""
    user = request.user
    assert isinstance(user, User)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            User.objects.filter(pk=user.pk).update(must_change=False)
            ledger.write(user, "改密码", [("account", user.username)])
        update_session_auth_hash(request, form.user)
        return redirect("worklist")
    return render(request, "review/password.html", {"form": form, "forced": user.must_change})
