"""Addresses of the desk. Numbers of alerts and households stand in paths; nothing secret does."""

from __future__ import annotations

from django.urls import path

from review.accounts.administration import site
from review.pages import (
    account,
    acts,
    case,
    case_parts,
    codes,
    excel,
    health,
    household,
    sample,
    unmask,
    verify,
    worklist,
)

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("alerts/<str:alert_id>/", case.case, name="case"),
    path("alerts/<str:alert_id>/unmask/", unmask.unmask, name="unmask"),
    path("alerts/<str:alert_id>/family.svg", case_parts.family, name="case_family"),
    path("alerts/<str:alert_id>/income/", case_parts.income, name="case_income"),
    path("alerts/<str:alert_id>/income.svg", case_parts.income_picture, name="case_income_picture"),
    path("alerts/<str:alert_id>/identity/<int:fact>/<int:place>/", case_parts.identity, name="case_identity"),
    path(
        "alerts/<str:alert_id>/identity/<int:fact>/<int:place>.svg",
        case_parts.identity_picture,
        name="case_identity_picture",
    ),
    path("alerts/<str:alert_id>/acts/", acts.acts, name="acts"),
    path("alerts/<str:alert_id>/acts/<str:kind>/", acts.do, name="act"),
    path("bulk/", acts.bulk, name="bulk"),
    path("mine/acts/", acts.my_acts, name="my_acts"),
    path("mine/acts/<int:number>/undo/", acts.undo_act, name="undo_act"),
    path("households/<str:household_no>/", household.household, name="household"),
    path("sample/", sample.sample, name="sample"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", account.logged_out, name="logout"),
    path("password/", account.password, name="password"),
    path("account/", account.account, name="account"),
    path("codes/", codes.codes, name="codes"),
    path("healthz", health.health, name="health"),
    path("admin/", site.urls),
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
]
handler400, handler403 = "review.pages.errors.unreadable", "review.pages.errors.forbidden"
handler404, handler500 = "review.pages.errors.missing", "review.pages.errors.broken"
