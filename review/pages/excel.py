"""Sheets for townships without network: download, upload, preview, confirm."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from review.access import division_seen, seen_by
from review.models import Night, Role, Sheet, SheetReturn, User
from review.models.alerts import LEVELS
from review.models.sheets import WANTED
from review.pages.guard import Asked, RefusedError, page
from review.pipeline.workbooks import UnreadableError
from review.sheets.back import confirm as write
from review.sheets.back import take_in
from review.sheets.judging import CONFLICT, EMPTY, SAME, TAKEN, WRITTEN
from review.sheets.out import LIMIT, Wanted, make, township_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OUTCOMES = (
    (CONFLICT, "冲突，不写入"), (TAKEN, "将写入"), (WRITTEN, "已写入"), (SAME, "已有，不重复写"), (EMPTY, "未填写"),
)  # fmt: skip


class OutForm(forms.Form):
    """What to download. Choices are those of the account's own rows."""

    township = forms.ChoiceField(label="乡镇街道")
    wanted = forms.ChoiceField(label="范围", choices=WANTED)
    level = forms.TypedChoiceField(
        label="等级", choices=[("", "全部"), *LEVELS], coerce=int, empty_value=None, required=False
    )
    rule = forms.ChoiceField(label="规则", required=False)

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, auto_id="out_%s")
        every = seen_by(user).filter(shown=True).exclude(rule_id="")
        rules = every.order_by("rule_id").values_list("rule_id", "rule_title").distinct()
        self.fields["rule"].choices = [("", "全部"), *((rule, f"{rule} {title}") for rule, title in rules)]  # type: ignore[attr-defined]
        self.fields["township"].choices = _townships(user)  # type: ignore[attr-defined]


@page("export", "看核查表")
def excel(request: Asked) -> HttpResponse:
    """Download on the left, upload on the right, what went out and came back below."""
    sheets = [(sheet, township_name(sheet.township)) for sheet in _sheets(request.user)[:20]]
    request.looked.at("list", "sheets", rows=len(sheets))
    told = {
        "form": OutForm(request.user),
        "sheets": sheets,
        "limit": LIMIT,
        "night": Night.objects.order_by("id").last(),
    }
    return render(request, "review/excel.html", told)


@page("export", "下载核查表", ("POST",))
def out(request: Asked) -> HttpResponse:
    """One workbook. Township, range and rows are logged, and each alert that stands in it."""
    form = OutForm(request.user, request.POST)
    if not form.is_valid():
        if "township" in form.errors:
            raise Http404
        raise RefusedError("所选的范围、等级或规则不在可选之列，请重新选择。", 400)
    said = form.cleaned_data
    wanted = Wanted(said["township"], said["wanted"], said["level"], said["rule"])
    sheet, alerts, data = make(request.user, wanted)
    filters = {"township": wanted.township, "wanted": wanted.which, "level": wanted.level, "rule": wanted.rule_id}
    request.looked.at("sheet", sheet.number, rows=len(alerts), sheet=sheet.number, **filters)
    for alert in alerts:
        request.looked.at("alert", alert.alert_id)
    name = f"核查表-{township_name(sheet.township)}-{sheet.as_of:%Y%m%d}-{sheet.number}.xlsx"
    return HttpResponse(
        data, content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )


@page("export", "上传核查表", ("POST",))
def upload(request: Asked) -> HttpResponse:
    """Read a filled-in sheet; nothing is written but its preview."""
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError("请先选择要上传的文件。", 400)
    try:
        back, new = take_in(request.user, file.read())
    except UnreadableError as why:
        raise RefusedError(str(why), 400) from None
    request.looked.at("sheet", back.sheet.number, **_counts(back), digest=back.digest, new=new)
    if not new:
        messages.warning(request, "同一份文件此前已经读入并写入，这次没有再写。下面是当时的结果。")
    return redirect("excel_back", back.pk)


@page("export", "看核查表预览和结果")
def back(request: Asked, pk: int) -> HttpResponse:
    """Every row and what becomes of it, conflicts first."""
    found = _back(request.user, pk)
    request.looked.at("sheet", found.sheet.number, returned=found.pk)
    known = {
        alert.alert_id: alert for alert in seen_by(request.user).filter(alert_id__in=[r["alert"] for r in found.rows])
    }
    rows = [row | {"known": known.get(row["alert"])} for row in found.rows]
    parts = [(key, title, [row for row in rows if row["outcome"] == key]) for key, title in _OUTCOMES]
    told = {
        "back": found,
        "parts": [part for part in parts if part[2]],
        "taken": sum(row["outcome"] == TAKEN for row in rows),
        "older": Night.objects.latest().as_of > found.sheet.as_of,
        "township": township_name(found.sheet.township),
        "mine": found.by_id == request.user.pk and found.state == SheetReturn.WAITING,
        "behalf": request.user.role != Role.CLERK,
    }
    return render(request, "review/excel_back.html", told)


@page("export", "写入核查表", ("POST",))
def confirm(request: Asked, pk: int) -> HttpResponse:
    """Write the rows without conflict, each as a feedback on its alert."""
    found = _back(request.user, pk)
    request.looked.at("sheet", found.sheet.number)
    written = write(request.user, found)
    request.looked.details |= _counts(found)
    for row in found.rows:
        if row["outcome"] == WRITTEN:
            request.looked.at("alert", row["alert"])
    messages.success(request, f"已写入 {written} 条反馈。")
    return redirect("excel_back", pk)


@page("export", "放弃核查表", ("POST",))
def drop(request: Asked, pk: int) -> HttpResponse:
    """Forget a preview."""
    found = _back(request.user, pk)
    request.looked.at("sheet", found.sheet.number)
    if not SheetReturn.objects.filter(pk=pk, by=request.user, state=SheetReturn.WAITING).update(
        state=SheetReturn.DROPPED, rows=[]
    ):
        raise RefusedError("这份核查表已经写入或放弃。")
    messages.success(request, "已放弃，没有写入任何内容。")
    return redirect("excel")


def _sheets(user: User) -> QuerySet[Sheet]:
    """Sheets of townships that the account sees."""
    rows = Sheet.objects.select_related("by").prefetch_related("returns")
    return rows.filter(township__startswith=user.division)


def _back(user: User, pk: int) -> SheetReturn:
    found = SheetReturn.objects.select_related("sheet", "by").filter(pk=pk).first()
    if found is None or not division_seen(user, found.sheet.township):
        raise Http404
    return found


def _counts(found: SheetReturn) -> dict[str, int]:
    return {key: sum(row["outcome"] == key for row in found.rows) for key, _ in _OUTCOMES}


def _townships(user: User) -> list[tuple[str, str]]:
    """Townships with what a sheet of each would hold; a clerk's own only."""
    rows = seen_by(user).filter(resolved_on=None)
    sending = rows.filter(stage__in=("dispatched", "accepted")).exclude(sent_to="")
    fresh = rows.filter(stage="new", sent_to="", shown=True).exclude(township="")
    tonight = Counter(dict(fresh.values_list("township").annotate(n=Count("pk"))))
    tonight.update(
        dict(sending.filter(shown=True, sent_to=F("township")).values_list("township").annotate(n=Count("pk")))
    )
    sent = dict(sending.values_list("sent_to").annotate(n=Count("pk")))
    codes = [user.division] if user.role == Role.CLERK else sorted({*tonight, *sent})
    return [
        (code, f"{township_name(code)} 本夜 {tonight.get(code, 0)} · 已转办 {sent.get(code, 0)}")
        for code in codes
        if division_seen(user, code)
    ]
