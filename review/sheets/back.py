"""A sheet coming back: read and judged, kept as a preview, written when somebody confirms it."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from review.models import Sheet, SheetReturn, User
from review.pipeline.concerned import names_in
from review.pipeline.workbooks import MAX_FILE, UnreadableError, read_sheet
from review.refusals import RefusedError
from review.sheets.judging import CONFLICT, ELSEWHERE, TAKEN, WRITTEN, judge, number_of, ours, sheet_of
from review.sheets.out import LIMIT
from review.work import acting

KEPT_FOR = timedelta(days=1)
"""How long a preview may wait for its confirmation."""
MOST = 2 * LIMIT
"""Rows of a file: those of a sheet, and some that people copied."""


def act(user: User, row: dict[str, Any], township: str, names: tuple[str, ...]) -> None:
    """One feedback, as if given on the alert's own page; `township` is whose answer it is. Raises RefusedError."""
    seen = {"version": row["version"], "evidence": row["evidence"]}
    acting.act(user, "feedback", row["alert"], row["sheet"], **seen, township=township, names=names)


def digest_of(data: bytes) -> str:
    """SHA-256 of a file: all that is kept of it."""
    return hashlib.sha256(data).hexdigest()


def take_in(user: User, data: bytes) -> tuple[SheetReturn, bool]:
    """Read a file and keep what it would do; whether it is new (else the earlier one). Raises UnreadableError.

    The file itself is gone when this returns.
    """
    if len(data) > MAX_FILE:
        raise UnreadableError(f"文件超过 {MAX_FILE >> 20} MB，不是一份核查表。")
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(data)
        filled = read_sheet(path)
    if len(filled.rows) > MOST:
        raise UnreadableError(f"文件有 {len(filled.rows):,} 行，超过 {MOST:,} 行，不是一份核查表。")
    sheet, digest = sheet_of(user, filled), digest_of(data)
    before = SheetReturn.objects.filter(sheet=sheet, digest=digest, state=SheetReturn.DONE).first()
    if before is not None:
        return before, False
    names = names_in(settings.DESK.home, [row["预警编号"] for row in filled.rows])
    rows = judge(user, sheet, filled, timezone.localdate(), names)
    there = {row["预警编号"] for row in filled.rows if number_of(row) == sheet.number and ours(sheet, row)}
    notes = _notes(sheet, filled.strange, len(there))
    SheetReturn.objects.filter(sheet=sheet, by=user, state=SheetReturn.WAITING).delete()
    made = SheetReturn.objects.create(
        sheet=sheet, by=user, at=timezone.now(), digest=digest, rows=rows, notes=notes
    )  # fmt: skip
    return made, True


def confirm(user: User, back: SheetReturn) -> int:
    """Write the rows without conflict; returns how many. What changed since the preview becomes a conflict.

    Raises RefusedError where it was confirmed already, is another account's, or too old.
    """
    with transaction.atomic():
        taken = SheetReturn.objects.filter(
            pk=back.pk, by=user, state=SheetReturn.WAITING, at__gte=timezone.now() - KEPT_FOR
        ).update(state=SheetReturn.DONE, confirmed_at=timezone.now())
        if not taken:
            raise RefusedError("这份核查表已经写入或放弃，或预览已超过一天。请重新上传原文件。")
        others = SheetReturn.objects.filter(sheet=back.sheet, digest=back.digest, state=SheetReturn.DONE)
        if others.exclude(pk=back.pk).exists():
            raise RefusedError("同一份文件已经写入过，没有再写。")
        taken_rows = [row for row in back.rows if row["outcome"] == TAKEN]
        names = names_in(settings.DESK.home, [row["alert"] for row in taken_rows])
        for row in taken_rows:
            try:
                with transaction.atomic():
                    act(user, row, back.sheet.township, names.get(row["alert"], ()))
                row["outcome"] = WRITTEN
            except RefusedError as why:
                row |= {"outcome": CONFLICT, "why": f"预览以后有变化：{why}"}
            except Http404:
                row |= {"outcome": CONFLICT, "why": f"预览以后有变化：{ELSEWHERE}"}
        SheetReturn.objects.filter(pk=back.pk).update(rows=back.rows)
    return sum(row["outcome"] == WRITTEN for row in back.rows)


def _notes(sheet: Sheet, strange: list[int], there: int) -> list[str]:
    notes = []
    if strange:
        notes.append(f"第{'、'.join(map(str, strange[:10]))}列不是原表的栏，没有读取。")
    if there < sheet.rows:
        notes.append(f"原表 {sheet.rows} 行，文件中有 {there} 行；缺的行按没有填写处理。")
    return notes
