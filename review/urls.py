"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from review.pages import account, acts, identity, log, looked, numbers, rules, worklist

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("alerts/<str:alert_id>/acts/", acts.acts, name="acts"),
    path("alerts/<str:alert_id>/acts/<str:kind>/", acts.do, name="act"),
    path("bulk/", acts.bulk, name="bulk"),
    path("mine/acts/", acts.my_acts, name="my_acts"),
    path("mine/acts/<int:number>/undo/", acts.undo_act, name="undo_act"),
    path("identity/", identity.queue, name="identity"),
    path("identity/<str:number>/", identity.pair, name="pair"),
    path("identity/<str:number>/weights.svg", identity.weights, name="pair_weights"),
    path("identity/<str:number>/judge/", identity.judged, name="pair_judge"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<str:name>.svg", numbers.picture, name="numbers_picture"),
    path("looked/", looked.looked, name="looked"),
    path("looked/<str:kind>/<str:number>/", looked.who, name="looked_who"),
    path("looked/<str:kind>/<str:number>/letter/", looked.letter, name="looked_letter"),
    path("log/", log.log, name="log"),
    path("log/check/", log.check, name="log_check"),
    path("log/export.csv", log.export, name="log_export"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:rule_id>/", rules.rule, name="rule"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.logged_out, name="logout"),
    path("password/", account.password, name="password"),
    path("admin/", admin.site.urls),
]
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
