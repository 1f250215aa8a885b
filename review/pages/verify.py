"""Requests for verification: upload, how far, what came back."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from review.models import Request, RequestFile
from review.pages.excel import XLSX
from review.pages.guard import Asked, RefusedError, page
from review.pipeline import verifying
from review.pipeline.workbooks import UnreadableError
from review.requests import folders, starting

_TYPES = {".pdf": "application/pdf", ".xlsx": XLSX, ".zip": "application/zip"}


@page("verify", "看核对请求列表")
def verify(request: Asked) -> HttpResponse:
    """Upload on top, the requests of the account below."""
    shown = Paginator(starting.seen_by(request.user), 20).get_page(request.GET.get("page"))
    for one in shown.object_list:
        starting.settled(one)
    request.looked.at("list", "requests", rows=len(shown.object_list))
    return render(request, "review/verify.html", {"shown": shown, "most": verifying.MAX_FILE >> 20})


@page("verify", "上传核对请求", ("POST",))
def upload(request: Asked) -> HttpResponse:
    """Keep the file and have it answered."""
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError("请先选择要上传的文件。", 400)
    kind = (file.name or "").rpartition(".")[2].lower()
    if kind not in verifying.KINDS:
        raise RefusedError("只收 .xlsx 或 .csv 文件。空表可从“核对请求”页下载。", 400)
    if (file.size or 0) > verifying.MAX_FILE:
        raise RefusedError(f"文件超过 {verifying.MAX_FILE >> 20} MB。请分成几份上传。", 413)
    try:
        made = starting.take_in(request.user, kind, file.read())
    except UnreadableError as why:
        raise RefusedError(str(why), 400) from None
    request.looked.at("request", made.number, size=file.size, form=kind)
    return redirect("verify_request", made.number)


@page("verify", "下载核对请求空表")
def template(request: Asked) -> HttpResponse:
    """The form to fill in."""
    return _attached(HttpResponse(verifying.template(), content_type=XLSX), "核对请求.xlsx")


@page("verify", "看核对请求")
def request_page(request: Asked, number: UUID) -> HttpResponse:
    """How far it is, or what came of it. htmx asks for the part that moves only; without scripts the page asks anew."""
    found = starting.settled(_one(request, number))
    request.looked.at("request", number, state=found.state)
    made = folders.reports_made(number) if found.state == "running" else 0
    moving = found.state in starting.UNFINISHED
    told: dict[str, Any] = {"one": found, "made": made, "moving": moving}
    polled = bool(request.headers.get("HX-Request"))
    if polled or request.GET.get("by") == "page":  # the open page asks: nobody works; results shown are a look
        request.session.unattended = True  # type: ignore[attr-defined]
        request.looked.again = polled or moving
    if polled:
        if moving:
            return render(request, "review/verify_progress.html", told)
        return HttpResponse(headers={"HX-Redirect": "?by=page"})
    if found.state == "done":
        told |= _results(request, found)
    return render(request, "review/verify_request.html", told)


@page("verify", "重新开始核对请求", ("POST",))
def again(request: Asked, number: UUID) -> HttpResponse:
    """Start anew what failed."""
    found = starting.settled(_one(request, number))
    request.looked.at("request", number)
    starting.again(found)
    messages.success(request, "已重新开始。")
    return redirect("verify_request", number)


@page("verify", "下载核对报告")
def download(request: Asked, number: UUID, pk: int) -> HttpResponse:
    """One file of a request."""
    found = _one(request, number)
    file = RequestFile.objects.filter(request=found, pk=pk).first()
    if file is None:
        raise Http404
    request.looked.at("request", number, file=file.name)
    return _file(found, file)


@page("verify", "下载全部核对报告")
def everything(request: Asked, number: UUID) -> HttpResponse:
    """All files of a request in one archive."""
    found = _one(request, number)
    file = RequestFile.objects.filter(request=found, name=folders.ALL).first()
    if file is None:
        raise Http404
    request.looked.at("request", number, file=file.name, households=found.households)
    return _file(found, file)


def _one(request: Asked, number: UUID) -> Request:
    found = starting.seen_by(request.user).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _file(found: Request, file: RequestFile) -> HttpResponse:
    path = folders.folder_of(found.number) / folders.OUT / file.name
    if not path.is_file():
        raise RefusedError("文件已按保存期限清理。", 410)
    return _attached(FileResponse(path.open("rb"), content_type=_TYPES[path.suffix]), path.name)


def _attached(answer: HttpResponseBase, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return cast("HttpResponse", answer)


def _results(request: Asked, found: Request) -> dict[str, Any]:
    """Households a page at a time with their files, and the rows that were refused or all of them."""
    files = Paginator(found.files.exclude(household="", code=""), 100).get_page(request.GET.get("page"))
    homes = [
        (household, code, {one.name.rpartition(".")[2]: one for one in parts})
        for (_, household, code), parts in groupby(files.object_list, key=_home)
    ]
    every = request.GET.get("rows") == "all"
    rows = [row for row in _rows(found) if every or not row[2]]
    return {
        "files": files,
        "homes": homes,
        "every": every,
        "rows": Paginator(rows, 100).get_page(request.GET.get("line")),
        "answer": found.files.filter(name=verifying.ANSWER).first(),
        "all": found.files.filter(name=folders.ALL).first(),
    }


def _home(file: RequestFile) -> tuple[str, str, str]:
    return file.name.rpartition(".")[0], file.household, file.code


def _rows(found: Request) -> list[list[Any]]:
    try:
        rows: list[list[Any]] = json.loads((folders.folder_of(found.number) / folders.ROWS).read_text("utf-8"))
    except OSError:
        return []
    return rows
