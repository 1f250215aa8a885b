"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from review.pages import account, acts, excel, verify, worklist

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
    path("sheets/", excel.excel, name="excel"),
    path("sheets/out/", excel.out, name="excel_out"),
    path("sheets/back/", excel.upload, name="excel_upload"),
    path("sheets/back/<int:pk>/", excel.back, name="excel_back"),
    path("sheets/back/<int:pk>/confirm/", excel.confirm, name="excel_confirm"),
    path("sheets/back/<int:pk>/drop/", excel.drop, name="excel_drop"),
    path("verify/", verify.verify, name="verify"),
    path("verify/upload/", verify.upload, name="verify_upload"),
    path("verify/template/", verify.template, name="verify_template"),
    path("verify/<uuid:number>/", verify.request_page, name="verify_request"),
    path("verify/<uuid:number>/again/", verify.again, name="verify_again"),
    path("verify/<uuid:number>/all/", verify.everything, name="verify_all"),
    path("verify/<uuid:number>/<int:pk>/", verify.download, name="verify_file"),
    path("admin/", admin.site.urls),
]
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
