"""The log, for auditors: filtered, checked as a chain, exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from review import ledger
from review.models import Entry, Role
from review.pages import log_words
from review.pages.guard import Asked, RefusedError, page
from review.pipeline.masks import mask_text, safe_text

_PAGE = 100
CHECKED = "检查日志"
"""The act under which a check of the chain stands in the log."""
_KINDS = {
    "account": "账号", "alert": "预警", "figure": "图", "file": "文件", "household": "家庭", "list": "列表",
    "log": "日志", "page": "页面", "pair": "一对记录", "person": "人员", "record": "记录", "request": "核对请求",
    "rule": "规则", "sample": "抽查", "sheet": "核查表",
}  # fmt: skip
OUTCOMES = (("done", "已进行"), ("refused", "被拒绝"))
_COLUMNS = (
    ("seq", "序号"), ("at", "时间"), ("account", "账号"), ("staff_no", "工号"), ("role", "角色"), ("act", "行为"),
    ("outcome", "结果"), ("subject_kind", "对象类别"), ("subject", "对象"), ("details", "详情"), ("before", "前一条"),
    ("hash", "本条"),
)  # fmt: skip


@page("log", "看日志")
def log(request: Asked) -> HttpResponse:
    """A hundred entries at a time, newest first."""
    given, rows = _filtered(request)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 16:
        rows = rows.filter(seq__lt=int(before))
    shown = list(rows.order_by("-seq")[: _PAGE + 1])
    more = shown[_PAGE - 1].seq if len(shown) > _PAGE else None
    seq, end = ledger.head()
    newest = Entry.objects.order_by("-seq").values_list("act", flat=True)[:5000]
    told: dict[str, Any] = {
        "rows": [_said(one) for one in shown[:_PAGE]], "more": more, "given": given, "seq": seq, "hash": end,
        "outcomes": OUTCOMES,
        "acts": sorted(set(newest)), "last": _last_check(), "query": _query(request),
    }  # fmt: skip
    request.looked.at("list", "log", rows=len(told["rows"]), asked=_asked(given))
    return render(request, "review/log.html", told)


@page("log", CHECKED)
def check(request: Asked) -> HttpResponse:
    """Read the whole chain through; what came of it stands in the log itself. Holds no lock."""
    found = ledger.faults()
    seq, end = ledger.head()
    request.looked.at("log", seq, faults=len(found), entries=seq)
    return render(request, "review/log_check.html", {"faults": found[:200], "n": len(found), "seq": seq, "hash": end})


@page("log", "导出日志")
def export(request: Asked) -> Any:
    """What the filters let through, as csv for a spreadsheet; logged before the first line leaves."""
    given, rows = _filtered(request)
    until = ledger.head()[0]
    chosen = rows.filter(seq__lte=until).order_by("seq")
    request.looked.at("file", "log.csv", rows=chosen.count(), until=until, asked=_asked(given))
    answer = StreamingHttpResponse(_csv(chosen), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="desk-log.csv"'
    return answer


def _said(one: Entry) -> Entry:
    """The same entry with what the page says of it in words; the export keeps every column as it is hashed."""
    one.when = one.at[:19].replace("T", " ")  # type: ignore[attr-defined]
    one.role_says = dict(Role.choices).get(one.role, one.role)  # type: ignore[attr-defined]
    one.kind_says = _KINDS.get(one.subject_kind, one.subject_kind)  # type: ignore[attr-defined]
    one.named = log_words.named(one.subject_kind, one.subject)  # type: ignore[attr-defined]
    one.told = log_words.told(one.details)  # type: ignore[attr-defined]
    return one


def _csv(rows: QuerySet[Entry]) -> Iterator[str]:
    names = [name for name, _ in _COLUMNS]
    yield "\ufeff" + _line([title for _, title in _COLUMNS])
    for row in rows.values_list(*names).iterator(chunk_size=2000):
        yield _line([safe_text(str(value)) for value in row])


def _line(values: list[str]) -> str:
    """RFC 4180, every cell quoted."""
    return ",".join('"' + value.replace('"', '""') + '"' for value in values) + "\r\n"


def _filtered(request: Asked) -> tuple[dict[str, str], QuerySet[Entry]]:
    """What was asked for, and the entries that answer it. Days are those of Shanghai, both included."""
    names = ("account", "since", "until", "act", "outcome", "subject")
    given = {name: text for name in names if (text := request.GET.get(name, "").strip()[:150])}
    rows = Entry.objects.all()
    for name in ("account", "act", "outcome", "subject"):
        if name in given:
            rows = rows.filter(**{name: given[name]})
    if "since" in given:
        rows = rows.filter(at__gte=_day(given["since"]).isoformat())
    if "until" in given:
        rows = rows.filter(at__lt=(_day(given["until"]) + timedelta(days=1)).isoformat())
    return given, rows


def _asked(given: dict[str, str]) -> dict[str, str]:
    """The filters as the log keeps them: whoever typed a number into one does not put it there."""
    return {name: mask_text(text) for name, text in given.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError("日期应写作 2026-11-22。", 400) from None


def _query(request: Asked) -> str:
    given = request.GET.copy()
    given.pop("before", None)
    return given.urlencode()


def _last_check() -> dict[str, Any] | None:
    last = Entry.objects.filter(subject_kind="log", act=CHECKED, outcome="done").order_by("-seq").first()
    return None if last is None else {"at": last.at[:16].replace("T", " "), **json.loads(last.details)}
