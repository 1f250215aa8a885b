"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from review.pages import account, acts, worklist

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("alerts/<str:alert_id>/acts/", acts.acts, name="acts"),
    path("alerts/<str:alert_id>/acts/<str:kind>/", acts.do, name="act"),
    path("bulk/", acts.bulk, name="bulk"),
    path("mine/acts/", acts.my_acts, name="my_acts"),
    path("mine/acts/<int:number>/undo/", acts.undo_act, name="undo_act"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.logged_out, name="logout"),
    path("password/", account.password, name="password"),
    path("admin/", admin.site.urls),
]
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
