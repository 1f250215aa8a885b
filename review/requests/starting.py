"""A request taken in, and the process that answers it: started beside the web server, which never waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from review.access import may
from review.models import Request, Role, User
from review.pipeline.verifying import check
from review.refusals import RefusedError
from review.requests import folders

UNFINISHED = ("waiting", "running")
AT_ONCE = 3
"""Unfinished requests of one account."""
DIED = "处理进程中断了（机器重启、内存不足或被终止），没有结果。可以重新开始。"


def seen_by(user: User) -> QuerySet[Request]:
    """Requests that an account may know of: its own, and to a supervisor those of the division."""
    if not may(user, "verify"):
        return Request.objects.none()
    rows = Request.objects.select_related("by").filter(division__startswith=user.division)
    return rows if user.role == Role.SUPERVISOR else rows.filter(by=user)


def take_in(user: User, kind: str, data: bytes) -> Request:
    """Keep a request and start answering it once the transaction stands. Raises UnreadableError, RefusedError."""
    if Request.objects.filter(by=user, state__in=UNFINISHED).count() >= AT_ONCE:
        raise RefusedError(f"您有 {AT_ONCE} 份请求正在排队或处理，请等其中一份结束后再上传。")
    number = uuid.uuid4()
    try:
        check(folders.keep(number, kind, data))
        made = Request.objects.create(
            number=number, by=user, at=timezone.now(), division=user.division, kind=kind, name=f"请求 {number.hex[:8]}"
        )
    except BaseException:
        folders.clear(number)
        raise
    transaction.on_commit(lambda: start(made), robust=True)
    return made


def again(request: Request) -> None:
    """Start anew what failed. Raises RefusedError."""
    if not (folders.folder_of(request.number) / f"request.{request.kind}").is_file():
        raise RefusedError("请求文件已经清理，请重新上传。")
    changed = Request.objects.filter(pk=request.pk, state="failed").update(
        state="waiting", told="", counts={}, finished_at=None
    )
    if not changed:
        raise RefusedError("这份请求没有失败，不需要重新开始。")
    transaction.on_commit(lambda: start(request), robust=True)


def start(request: Request) -> None:
    """Start the process, which inherits the lock: there is no moment in which nobody has it."""
    try:
        descriptor = folders.lock(request.number)
    except BlockingIOError:
        return
    try:
        with (folders.folder_of(request.number) / "process.log").open("ab") as log:
            subprocess.Popen(
                [sys.executable, "-m", "review", "verify_request", str(request.number), "--lock", str(descriptor)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[descriptor], start_new_session=True,
            )  # fmt: skip
    finally:
        os.close(descriptor)


def settled(request: Request) -> Request:
    """The request as it stands; one whose process is gone without an end has failed."""
    if request.state in UNFINISHED and not folders.at_work(request.number):
        now = timezone.now()
        Request.objects.filter(pk=request.pk, state__in=UNFINISHED).update(state="failed", told=DIED, finished_at=now)
        request.refresh_from_db()
    return request
