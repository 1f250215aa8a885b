"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.urls import path

from review.accounts.administration import site
from review.pages import account, codes, health, worklist

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.logged_out, name="logout"),
    path("password/", account.password, name="password"),
    path("account/", account.account, name="account"),
    path("codes/", codes.codes, name="codes"),
    path("healthz", health.health, name="health"),
    path("admin/", site.urls),
]
handler400, handler403 = "review.pages.errors.unreadable", "review.pages.errors.forbidden"
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
