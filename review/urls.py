"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from review.pages import account, household, sample, worklist

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("households/<str:household_no>/", household.household, name="household"),
    path("sample/", sample.sample, name="sample"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.logged_out, name="logout"),
    path("password/", account.password, name="password"),
    path("admin/", admin.site.urls),
]
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
