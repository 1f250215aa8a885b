"""Requests for verification as the desk takes them: read, held to the account's division, answered into a folder."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from flows.errors import HeduiError
from flows.reading import FileRefusedError
from flows.reading.excel_guard import check_workbook
from flows.resources import sql_texts
from flows.unexpected import told_plainly
from flows.verify.batch import ANSWER, REPORTS, Written, verify_rows
from flows.verify.reading import RequestFile, read_request_file, template
from review.pipeline.home import NothingPublishedError, published, settings_of
from review.pipeline.workbooks import UnreadableError
from transforms.masking import mask_text
from transforms.stage import fields

__all__ = ["ANSWER", "KINDS", "MAX_FILE", "REPORTS", "Answered", "answer", "check", "read", "template"]

KINDS = ("xlsx", "csv")
MAX_FILE = 20 << 20
_MAX_INFLATED = 200 << 20
_MAX_CELLS = 5_000_000
_OUTSIDE = "村居代码不在您的办理范围内"
_UNKNOWN = "家庭编号查不到，或不在您的办理范围内；新申请的家庭请不填家庭编号"


@dataclass(frozen=True, slots=True)
class Answered:
    """rows: line, request number (masked), taken, what there is to say. households: request number (masked), code of
    the conclusion, name of its files below REPORTS without ending. as_of: day of the data, ISO.
    """

    rows: list[tuple[int, str, bool, str]]
    households: list[tuple[str, str, str]]
    codes: dict[str, int]
    as_of: str


def check(path: Path) -> None:
    """Whether a file may be opened at all. Raises UnreadableError."""
    kind = path.suffix.removeprefix(".")
    if kind not in KINDS:
        raise UnreadableError("只收 .xlsx 或 .csv 文件。空表可从“核对请求”页下载。")
    if path.stat().st_size > MAX_FILE:
        raise UnreadableError(f"文件超过 {MAX_FILE >> 20} MB。请分成几份上传。")
    if kind == "csv":
        return
    try:
        check_workbook(path, _MAX_INFLATED, _MAX_CELLS)
    except FileRefusedError as fault:
        raise UnreadableError(f"{fault.found}请用从“核对请求”页下载的空表填写，保存为 .xlsx。") from None
    with zipfile.ZipFile(path) as archive:
        if any("vbaproject" in name.lower() for name in archive.namelist()):
            raise UnreadableError("文件带有宏，为安全起见没有打开。请另存为普通的 .xlsx。")


def read(home: Path, path: Path, division: str) -> tuple[RequestFile, int, list[str]]:
    """A request as text, its households and its purposes. Rows outside the division will be answered by a refusal.

    Raises UnreadableError.
    """
    try:
        with told_plainly():
            file = read_request_file(path, "上传的文件", "从“核对请求”页下载")
    except HeduiError as why:
        raise UnreadableError(str(why)) from None
    file = replace(file, broken=outside(home, file.text, division) | file.broken)
    taken = file.text.filter(~pl.col("row_number").is_in(list(file.broken)))
    return file, _some(taken, "request_no").n_unique(), sorted(set(_some(taken, "purpose")))


def outside(home: Path, text: pl.DataFrame, division: str) -> dict[int, str]:
    """Rows that name a place, or a registered household, which is not in the division -> what they are told."""
    if not division or text.is_empty():
        return {}
    blank = pl.lit(None, pl.String)
    places = fields.division12(pl.col("division_code")) if "division_code" in text.columns else blank
    homes = fields.plain_text(pl.col("household_no")) if "household_no" in text.columns else blank
    rows = text.select("row_number", place=places, home=homes)
    numbers = [number for number in rows["home"].unique().drop_nulls().sort() if number]
    known = _within(home, numbers, division)
    found: dict[int, str] = {}
    for line, place, number in rows.iter_rows():
        if place and not place.startswith(division):
            found[line] = _OUTSIDE
        elif number and number not in known:
            found[line] = _UNKNOWN
    return found


def answer(home: Path, file: RequestFile, out: Path) -> Answered:
    """Verify the request and write reports and answer below `out`. Raises UnreadableError, in Chinese."""
    try:
        with told_plainly():
            done = verify_rows(settings_of(home), file, out, called="上传的文件")
    except HeduiError as why:
        raise UnreadableError(str(why)) from None
    return _masked(done)


def _masked(done: Written) -> Answered:
    rows = [
        (line, mask_text(number or ""), taken, mask_text(said))
        for line, number, taken, said in done.answers.iter_rows()
    ]
    households = [(mask_text(number), code, name) for number, code, name in done.households]
    return Answered(rows, households, done.codes, done.as_of)


def _within(home: Path, numbers: list[str], division: str) -> set[str]:
    """Those of the households that are registered in the division, and nowhere outside it."""
    if not numbers:
        return set()
    try:
        with published(home) as file:
            rows = file.con.execute(sql_texts("desk")["household_places"], [numbers]).fetchall()
    except NothingPublishedError as why:
        raise UnreadableError(str(why)) from None
    out = {number for number, code in rows if not code.startswith(division)}
    return {number for number, _ in rows} - out


def _some(text: pl.DataFrame, column: str) -> pl.Series:
    if column not in text.columns:
        return pl.Series(column, [], dtype=pl.String)
    return text.select(fields.plain_text(pl.col(column)).alias(column)).filter(pl.col(column) != "")[column]
