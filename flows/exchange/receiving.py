"""The answer to a request of ours: checked, and put into the inbox as a batch of the department exchange."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.exchange.books import EXCHANGE
from flows.exchange.package import MANIFEST, PAGE, batch_of, counted, csv_bytes, read_package
from flows.handling.asked import a_day
from flows.handling.rows import rows_of
from flows.journal import key_secret
from flows.lake import write_bytes
from flows.newest import Newest, newest_of
from flows.settings import Settings
from transforms.exchange.answering import COLUMNS
from transforms.exchange.asked import asked_marks, with_number

_FILE = "answers.csv"


@dataclass(frozen=True, slots=True)
class Received:
    """Where an answer lies now: the batch, its revision, and the results."""

    folder: Path
    revision: int
    request_no: str
    results: pl.Series


def receive_answer(settings: Settings, package: Path, inbox: Path) -> Received:
    """Put an answer into the inbox, with the answers that are in the batch already. Raises UsageError saying why not.

    The batch is that of the newest night, which takes it in when `hedui nightly` runs next.
    """
    said, checksum = read_package(package, "answer")
    newest = newest_of(settings)
    book = EXCHANGE.read(newest.lake).filter(pl.col("request_no") == said.request_no)
    asked = book.filter(pl.col("kind") == "asked").to_dicts()
    if not asked:
        raise UsageError(f"本中心没有提出过请求 {said.request_no},答复未采用。")
    if book.filter(pl.col("kind") == "received").height:
        raise UsageError(f"请求 {said.request_no} 的答复已经收过,未重复采用。需要更新时请重新请求。")
    if asked[0]["to_division"] != said.to_division:
        raise UsageError(f"答复来自 {said.to_division},请求 {said.request_no} 发往 {asked[0]['to_division']},未采用。")
    if not inbox.is_dir():
        raise UsageError(f"找不到收件目录 {inbox}。请检查 --inbox。")
    rows = pl.concat([_answers(package / one.file) for one in said.files])
    _check(rows, asked[0], newest)
    folder = inbox / "exchange" / newest.as_of.isoformat()
    revision = _into_batch(folder, rows, newest, said.asked_on)
    EXCHANGE.append(newest.lake, {
        "as_of": newest.as_of, "kind": "received", "request_no": said.request_no, "from_division": said.from_division,
        "to_division": said.to_division, "level": asked[0]["level"], "persons": asked[0]["persons"],
        "items": asked[0]["items"], "answer_by": None, "done_on": newest.today, "sha256": checksum,
        "counts": counted(rows["核对结果"]), "asked_of": None, "recorded_at": newest.now.isoformat(),
    })  # fmt: skip
    return Received(folder, revision, said.request_no, rows["核对结果"])


def _answers(path: Path) -> pl.DataFrame:
    """Rows of a file of answers, all as text under their Chinese headers."""
    rows, ragged = rows_of(path, COLUMNS, 1, PAGE)
    if ragged:
        raise UsageError(f"{path.name} 第 {ragged[0][0]} 行:{ragged[0][1]},未采用。")
    made = [{header: row[name] or None for name, header in COLUMNS.items()} for row in rows]
    return pl.DataFrame(made, schema=dict.fromkeys(COLUMNS.values(), pl.String))


def _check(rows: pl.DataFrame, asked: dict[str, Any], newest: Newest) -> None:
    """An answer speaks of what was asked, of nobody else, in days that were, and replaces no row of another answer."""
    request_no = asked["request_no"]
    if rows.is_empty() or (rows["请求编号"] != request_no).fill_null(True).any():
        raise UsageError(f"答复中没有内容,或有的行不是对请求 {request_no} 的答复,未采用。")
    persons = with_number(rows.select(person_no="人员序号", id_number="公民身份号码"))
    if set(asked_marks(persons, request_no, key_secret(newest.lake))) - set(asked["asked_of"]):
        raise UsageError("答复中有请求以外的人,或人员序号与证号不是请求中的,未采用。请对方更正后重新发送。")
    if set(rows["核对项目"]) - set(asked["items"]):
        raise UsageError("答复中有请求以外的核对项目,未采用。请对方更正后重新发送。")
    if not rows["反馈流水号"].str.starts_with(f"{request_no}-").fill_null(False).all():
        raise UsageError(f"反馈流水号应以“{request_no}-”开头,才不会替代别的答复,未采用。请对方更正后重新发送。")
    if not all(asked["done_on"] <= day <= newest.today for day in map(_day, rows["反馈日期"].unique())):
        raise UsageError(
            f"反馈日期应在请求日期 {asked['done_on']} 至今天 {newest.today} 之间,未采用。请对方更正后重新发送。"
        )


def _day(text: str | None) -> date:
    """A day as the other centre wrote it; the cell itself is not repeated, it may hold anything."""
    try:
        day = a_day(text, "")
    except UsageError:
        day = None
    if day is None:
        raise UsageError("答复中有的反馈日期是空的或读不出来,未采用。请对方更正后重新发送。")
    return day


def _into_batch(folder: Path, rows: pl.DataFrame, newest: Newest, asked_on: str) -> int:
    """Write the batch anew with these rows added, under the next revision that its file is named by; manifest last."""
    revision, known = 1, None
    manifest = folder / MANIFEST
    if manifest.is_file():
        try:
            said = json.loads(manifest.read_text("utf-8"))
            revision = int(said.get("revision", 1)) + 1
            file = Path(next(one["file"] for one in said["tables"] if one["table"] == "answers")).name
        except (ValueError, TypeError, KeyError, AttributeError, StopIteration, OSError):
            raise UsageError(f"{manifest} 读不出来,答复未放进收件目录。请检查该批次后重做。") from None
        known = _answers(folder / file)
    frame = rows if known is None else pl.concat([known, rows]).unique("反馈流水号", keep="last", maintain_order=True)
    name = _FILE if revision == 1 else f"answers-r{revision}.csv"
    batch = batch_of(newest, asked_on, name, frame, revision)
    try:
        write_bytes(folder / name, csv_bytes(frame))
        write_bytes(manifest, json.dumps(batch, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise UsageError(f"未能写入 {folder}({error.strerror})。请检查磁盘和权限。") from None
    return revision
