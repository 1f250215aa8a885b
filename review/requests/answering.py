"""What the process does: verify, write the files, put down what there is."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from review import ledger
from review.models import Request, RequestFile
from review.pipeline import verifying
from review.pipeline.workbooks import UnreadableError
from review.requests import folders


def answer(request: Request, held: int | None = None) -> Request:
    """Answer one request, in its turn. held: the descriptor of its lock, where it was inherited.

    Ends with the request done or failed; what failed says in Chinese why.
    """
    os.umask(0o077)
    held = folders.lock(request.number) if held is None else held
    turn = folders.one_at_a_time()
    try:
        if not Request.objects.filter(pk=request.pk, state="waiting").update(state="running"):
            return request
        _answer(request)
    except UnreadableError as why:
        _failed(request, str(why))
    except Exception as error:
        # Its text may quote a cell; the kind of the error is all that is told.
        _failed(request, f"内部错误（{type(error).__name__}），没有结果。可以重新开始；仍不行请找系统管理员。")
        raise
    finally:
        os.close(turn)
        os.close(held)
        request.refresh_from_db()
    return request


def _answer(request: Request) -> None:
    folder, home = folders.folder_of(request.number), settings.DESK.home
    out = folder / folders.OUT
    shutil.rmtree(out, ignore_errors=True)
    file, households, purposes = verifying.read(home, folder / f"request.{request.kind}", request.division)
    Request.objects.filter(pk=request.pk).update(households=households, purpose="、".join(purposes)[:40])
    done = verifying.answer(home, file, out)
    (folder / folders.ROWS).write_text(json.dumps(done.rows, ensure_ascii=False), "utf-8")
    files = list(_files(request, out, done))
    files.append(_everything(request, out))
    with transaction.atomic():
        RequestFile.objects.filter(request=request).delete()
        RequestFile.objects.bulk_create(files, batch_size=500)
        refused = sum(not taken for _, _, taken, _ in done.rows)
        Request.objects.filter(pk=request.pk).update(
            state="done", told="", rows=len(done.rows), refused=refused, as_of=date.fromisoformat(done.as_of),
            households=len(done.households), finished_at=timezone.now(),
            counts={code: count for code, count in done.codes.items() if count},
        )  # fmt: skip
        details = {"rows": len(done.rows), "refused": refused, "households": len(done.households)}
        ledger.write(request.by, "核对请求完成", [("request", str(request.number))], "done", details)


def _files(request: Request, out: Path, done: verifying.Answered) -> Iterator[RequestFile]:
    """The answer first, then each household's report as PDF and workbook."""
    yield _file(request, out, verifying.ANSWER)
    for number, code, name in done.households:
        for kind in ("pdf", "xlsx"):
            yield _file(request, out, f"{verifying.REPORTS}/{name}.{kind}", number[:64], code)


def _everything(request: Request, out: Path) -> RequestFile:
    path = out / folders.ALL
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for one in sorted(out.rglob("*")):
            if one.is_file() and one != path:
                archive.write(one, one.relative_to(out))
    return _file(request, out, folders.ALL)


def _file(request: Request, out: Path, name: str, household: str = "", code: str = "") -> RequestFile:
    return RequestFile(request=request, name=name, household=household, code=code, size=(out / name).stat().st_size)


def _failed(request: Request, why: str) -> None:
    with transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state="failed", told=why, finished_at=timezone.now())
        ledger.write(request.by, "核对请求完成", [("request", str(request.number))], "refused")
