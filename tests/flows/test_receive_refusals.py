"""Every kind of bad delivery: what is said of it, and that the last good one stays in force."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from schemas.catalogue import TABLES
from tests.flows.delivered import DAY, HEADERS, Inbox, csv_bytes, row, rows, xlsx_bytes

NIGHT_2 = date(2026, 11, 21)
GOOD = csv_bytes(rows(3))


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


def renamed(old: str, new: str) -> list[str]:
    return [new if header == old else header for header in HEADERS]


def bomb() -> bytes:
    memory = io.BytesIO(xlsx_bytes(rows(1)))
    with zipfile.ZipFile(memory, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/filler.bin", bytes(64 << 20))
    return memory.getvalue()


def far_cell() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(rows(1)))) as good, zipfile.ZipFile(memory, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            bad.writestr(name, text)
    return memory.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    memory = io.BytesIO()
    frame.write_parquet(memory)
    return memory.getvalue()


def numeric_ids() -> bytes:
    frame = pl.DataFrame(rows(2), schema=list(HEADERS), orient="row")
    return parquet(frame.with_columns(pl.col("证件号").cast(pl.Float64)))


NUMBERS = [[*row(1)[:2], 110101199001011234, *row(1)[3:]]]
BAD: dict[str, tuple[str, bytes, str, str]] = {
    # kind: file name, content, reason, what the message must say
    "empty": ("a.csv", b"", "empty", "文件是空的,没有表头行"),
    "only blank lines": ("a.csv", b"\r\n\r\n", "empty", "没有表头行"),
    "UTF-16": ("a.csv", GOOD.decode().encode("utf-16"), "utf16", "UTF-16"),
    "UTF-16 without mark": ("a.csv", ("a," * 500 + GOOD.decode()).encode("utf-16-le"), "utf16", "UTF-16"),
    "Big5": ("a.csv", csv_bytes([], ["業務流水號", "承租人", "證件號"], "big5"), "header", "没有一个约定的列名"),
    "cut in a character": (
        "a.csv",
        GOOD[: GOOD.index("罗".encode()) + 1],
        "encoding",
        "第2行(含表头)附近有字节不能按 UTF-8",
    ),
    "GB rows under a UTF-8 header": ("a.csv", GOOD + csv_bytes(rows(1), [], "gb18030"), "encoding", "第6行"),
    "neither encoding": (
        "a.csv",
        csv_bytes(rows(1), encoding="gb18030") + b"\xff\xff\r\n",
        "encoding",
        "不能按 GB18030",
    ),
    "NUL": ("a.csv", GOOD.replace(b"110.00", b"110\x0000", 1), "control", "第2行(含表头)附近含有控制字符"),
    "lossy": ("a.csv", csv_bytes([row(1, 承租人="罗\ufffd英")]), "replacement", "1行含有替换字符"),
    "twice converted": ("a.csv", csv_bytes([row(1, 承租人="锟斤拷")], encoding="gbk"), "replacement", "锟斤拷"),
    "no header line": ("a.csv", csv_bytes(rows(2), row(3)), "header", "首行没有一个约定的列名"),
    "missing column": (
        "a.csv",
        csv_bytes(rows(3), renamed("起始日期", "起租日")),
        "missing_column",
        "缺少必填列:起始日期。",
    ),
    "same header twice": (
        "a.csv",
        csv_bytes(rows(3), renamed("房屋地址", "证件号")),
        "duplicate_header",
        "列名“证件号”出现两次(第3列和第5列)",
    ),
    "open quotation": (
        "a.csv",
        GOOD.replace("罗桂英".encode(), '"罗桂英'.encode(), 1),
        "unclosed_quote",
        "双引号没有成对",
    ),
    "numeric IDs in Excel": (
        "a.xlsx",
        xlsx_bytes(NUMBERS),
        "numeric_id",
        "列“证件号”的单元格是数值。Excel 和浮点数只能保留15位",
    ),
    "numeric IDs in parquet": ("a.parquet", numeric_ids(), "numeric_id", "列“证件号”的单元格是数值"),
    "encrypted": ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted", "加了密码"),
    "half a workbook": ("a.xlsx", xlsx_bytes(rows(3))[:3000], "corrupt", "不是完整的 .xlsx"),
    "csv named xlsx": ("a.xlsx", GOOD, "corrupt", "不是完整的 .xlsx"),
    "zip bomb": ("a.xlsx", bomb(), "bomb", "解压后过大"),
    "cell far away": ("a.xlsx", far_cell(), "too_wide", "行列范围过大"),
    "empty sheet": ("a.xlsx", xlsx_bytes([], []), "empty", "第一张工作表是空的"),
    "half a parquet": ("a.parquet", numeric_ids()[:900], "corrupt", "不是完整的 parquet"),
    "nested parquet": ("a.parquet", parquet(pl.DataFrame({"证件号": [["1"]]})), "type", "列“证件号”不是文字"),
    "truncated rows": ("a.csv", GOOD, "rows", "清单写明2行,文件中有3行"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_is_refused_with_a_message_and_the_last_good_one_stays(inbox: Inbox, kind: str) -> None:
    name, content, reason, said = BAD[kind]
    inbox.deliver(GOOD, rows=3)
    assert inbox.receive().status == "accepted"
    inbox.deliver(content, NIGHT_2, name, rows=2 if kind == "truncated rows" else 3)
    verdict = inbox.receive(NIGHT_2)
    assert (verdict.status, verdict.reason) == ("rejected", reason)
    assert verdict.message.startswith(f"住建“公租房与租赁补贴”2026-11-21 批次,文件 {name}:")
    assert said in verdict.message
    assert "整份文件没有采用,沿用 2026-11-20 批次的数据。" in verdict.message
    assert not re.search(r"罗|999901|11010119|Traceback|Error", verdict.message)
    assert (verdict.rows_in, verdict.rows_loaded, verdict.rows_quarantined, verdict.rows_superseded) == (0, 0, 0, 0)
    in_force = inbox.desk().log.in_force(TABLES["housing.rentals"], NIGHT_2)
    assert [delivery.batch_date for delivery in in_force] == [DAY]


def wrong_hash(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3, sha256="0" * 64)


def half_uploaded(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    (inbox.folder() / "a.csv").write_bytes(GOOD[:-20])


def link_leading_out(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    (inbox.root / "secret.csv").write_bytes(GOOD)
    (inbox.folder() / "a.csv").unlink()
    (inbox.folder() / "a.csv").symlink_to(inbox.root / "secret.csv")


def pipe(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    (inbox.folder() / "a.csv").unlink()
    os.mkfifo(inbox.folder() / "a.csv")


def folder(inbox: Inbox) -> None:
    inbox.deliver(GOOD, rows=3)
    (inbox.folder() / "a.csv").unlink()
    (inbox.folder() / "a.csv").mkdir()


@pytest.mark.parametrize(
    ("lay_down", "reason", "said"),
    [
        (wrong_hash, "sha256", "内容与清单的 sha256 不符"),
        (half_uploaded, "sha256", f"实有 {len(GOOD) - 20} 字节"),
        (link_leading_out, "not_a_file", "不是普通文件"),
        (pipe, "not_a_file", "不是普通文件"),
        (folder, "not_a_file", "不是普通文件"),
    ],
)
def test_file_that_is_not_what_the_manifest_says(
    inbox: Inbox, lay_down: Callable[[Inbox], None], reason: str, said: str
) -> None:
    lay_down(inbox)
    verdict = inbox.receive()
    assert (verdict.status, verdict.reason) == ("rejected", reason)
    assert said in verdict.message
    assert "此前没有可用的交付。" in verdict.message


def test_upload_that_was_finished_later_is_accepted(inbox: Inbox) -> None:
    half_uploaded(inbox)
    assert inbox.receive().status == "rejected"
    (inbox.folder() / "a.csv").write_bytes(GOOD)
    assert inbox.receive().status == "accepted"
