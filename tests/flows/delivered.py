"""Small batches for the tests of receiving: one department's folder with a manifest and a few files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from flows.deliveries import Delivery, DeliveryLog
from flows.judge import Desk
from flows.lake import Lake
from flows.receive import receive
from transforms.stage.site import TableWording

DAY = date(2026, 11, 20)
DEPARTMENT, TABLE = "housing", "rentals"
HEADERS = ("业务流水号", "承租人", "证件号", "保障方式", "房屋地址", "建筑面积", "起始日期", "截止日期", "月租金或补贴")


def row(number: int, **changed: str) -> list[str]:
    """One good row of 公租房与租赁补贴; `changed` gives other values by header."""
    cells = (
        f"RT{number:06d}",
        "罗桂英",
        "999901196304031157",
        "公租房",
        "示例路1号",
        "45.5",
        "2025-04-06",
        "",
        "110.00",
    )
    return [changed.get(header, cell) for header, cell in zip(HEADERS, cells, strict=True)]


def rows(count: int) -> list[list[str]]:
    """That many good rows."""
    return [row(number) for number in range(1, count + 1)]


def csv_bytes(lines: Sequence[Sequence[str]], headers: Sequence[str] = HEADERS, encoding: str = "utf-8") -> bytes:
    """A csv file with header, quoted where needed."""
    text = io.StringIO()
    csv.writer(text).writerows([headers, *lines])
    return text.getvalue().encode(encoding)


def xlsx_bytes(lines: Sequence[Sequence[Any]], headers: Sequence[str] = HEADERS) -> bytes:
    """A workbook with one sheet; text stays text, numbers stay numbers."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([headers, *lines]):
            sheet.write_row(at, 0, line)
    return memory.getvalue()


@dataclass
class Inbox:
    """An inbox and a home in a temporary folder."""

    root: Path
    wordings: Mapping[str, TableWording] = field(default_factory=dict)

    @property
    def lake(self) -> Lake:
        """The home."""
        return Lake(self.root / "home")

    def folder(self, day: date = DAY, department: str = DEPARTMENT) -> Path:
        """Where a batch lies."""
        return self.root / "inbox" / department / day.isoformat()

    def deliver(self, content: bytes, day: date = DAY, name: str = "a.csv", **changed: Any) -> None:
        """Lay down one file of `rentals` and its manifest; `changed` alters the manifest or the table's entry."""
        folder = self.folder(day)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        entry = {
            "table": TABLE,
            "file": name,
            "format": name.rpartition(".")[2],
            "rows": 1,
            "sha256": hashlib.sha256(content).hexdigest(),
            "encoding": "UTF-8",
        }
        manifest = {
            "department": DEPARTMENT,
            "batch_date": day.isoformat(),
            "requested_at": f"{day}T00:30:00+08:00",
            "exported_at": f"{day}T01:12:45+08:00",
            "tables": [entry | {key: value for key, value in changed.items() if key in entry}],
        }
        manifest |= {key: value for key, value in changed.items() if key not in entry}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")

    def desk(self, night: date = DAY, released: frozenset[str] = frozenset()) -> Desk:
        """A desk with the journal read afresh, as a new run reads it."""
        self.lake.prepare()
        return Desk(self.lake, DeliveryLog(self.lake), night, self.wordings, released)

    def receive(self, day: date = DAY, night: date | None = None, released: frozenset[str] = frozenset()) -> Delivery:
        """Verdict on `rentals` of a batch."""
        told = receive(self.folder(day), DEPARTMENT, day, self.desk(night or day, released))
        return next(delivery for delivery in told if delivery.table == TABLE)
