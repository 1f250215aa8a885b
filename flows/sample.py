"""Write an invented city as the departments would deliver it: inbox/<department>/<batch_date>/ with a manifest each.

The city is drawn in transforms/sample; here it only becomes files. The same arguments give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from flows.errors import UsageError
from schemas.catalogue import TABLES, ColumnSpec
from transforms.sample.deliveries import Delivered
from transforms.sample.draw import day_number
from transforms.sample.sample_city import Sample, draw_sample

_SLICE = 200_000
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_EXACT = re.compile(r"-?\d{1,13}(\.\d+)?")
_ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])")


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: rows by table over all nights, and bytes."""

    people: int
    nights: int
    rows: dict[str, int]
    files: int
    bytes: int

    @property
    def total_rows(self) -> int:
        """Rows of all tables and nights."""
        return sum(self.rows.values())


def write_sample(
    people: int,
    seed: int,
    nights: int,
    out: Path,
    clean: bool = False,
    first_night: date = date(2026, 11, 20),
    truth: Path | None = None,
    hard: bool = False,
) -> SampleSummary:
    """Write the city below `out`, and what is really so below `truth` when given; `clean`: without damage, `hard`: with
    twice the damage of the field, twins and namesakes.

    Raises ValueError for an impossible size and UsageError when `out` already holds a delivery.
    """
    if out.exists() and any(out.rglob("manifest.json")):
        raise UsageError(f"{out} 中已有交付,请换一个空目录。")
    sample = draw_sample(people, seed, nights, first_night, clean, hard=hard)
    manifests: dict[tuple[str, date], list[dict[str, object]]] = {}
    rows = dict.fromkeys(TABLES, 0)
    links: list[pl.DataFrame] = []
    for table in sample.tables():
        for delivered in table.deliveries():
            department = TABLES[delivered.key].department
            batch_date = sample.city.day(delivered.night)
            folder = out / department / batch_date.isoformat()
            folder.mkdir(parents=True, exist_ok=True)
            entry = _write_table(delivered, folder, batch_date)
            manifests.setdefault((department, batch_date), []).append(entry)
            rows[delivered.key] += len(delivered.frame)
        if truth is not None:
            links.append(table.links)
    for (department, batch_date), tables in manifests.items():
        _write_manifest(out / department / batch_date.isoformat(), department, batch_date, tables)
    if truth is not None:
        _write_truth(sample, links, truth)
    files = [path for path in out.rglob("*") if path.is_file()]
    return SampleSummary(people, nights, rows, len(files), sum(path.stat().st_size for path in files))


def _write_truth(sample: Sample, links: list[pl.DataFrame], truth: Path) -> None:
    truth.mkdir(parents=True, exist_ok=True)
    for name, frame in {"links": pl.concat(links), **sample.truth()}.items():
        frame.write_parquet(truth / f"{name}.parquet")


def _write_manifest(folder: Path, department: str, batch_date: date, tables: list[dict[str, object]]) -> None:
    """The manifest comes last: a batch is complete when it is there."""
    day = batch_date.isoformat()
    manifest = {
        "department": department,
        "batch_date": day,
        "requested_at": f"{day}T00:30:00+08:00",
        "exported_at": f"{day}T01:10:00+08:00",
        "tables": tables,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_table(delivered: Delivered, folder: Path, batch_date: date) -> dict[str, object]:
    """Write one file and describe it for the manifest."""
    spec = TABLES[delivered.key]
    layout = delivered.layout
    path = folder / f"{spec.label}_{batch_date:%Y%m%d}.{layout.format}"
    encoding = None
    if layout.format == "parquet":
        delivered.frame.write_parquet(path, compression="zstd", statistics=False)
    elif layout.format == "xlsx":
        _write_excel(delivered.frame, path, {column.header: column for column in spec.columns})
    else:
        encoding = _write_csv(delivered.frame, path, layout.encoding, layout.bom)
    entry: dict[str, object] = {"table": spec.table, "file": path.name, "format": layout.format}
    if encoding:
        entry["encoding"] = encoding
    with path.open("rb") as file:
        entry |= {"rows": len(delivered.frame), "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    return entry


def _csv_parts(frame: pl.DataFrame) -> Iterator[str]:
    """The table as csv text, piece by piece; lines end as Windows ends them."""
    for start in range(0, max(1, len(frame)), _SLICE):
        buffer = io.BytesIO()
        frame.slice(start, _SLICE).write_csv(buffer, include_header=start == 0, line_terminator="\r\n")
        yield buffer.getvalue().decode("utf-8")


def _write_csv(frame: pl.DataFrame, path: Path, encoding: str, bom: bool) -> str:
    """Write csv; GB18030 takes the place of GBK when a name needs it. Returns the encoding used."""
    try:
        with path.open("wb") as file:
            file.write("\ufeff".encode() if bom else b"")
            for part in _csv_parts(frame):
                file.write(part.encode(encoding.lower()))
    except UnicodeEncodeError:
        return _write_csv(frame, path, "GB18030", bom=False)
    return encoding


def _write_excel(frame: pl.DataFrame, path: Path, columns: dict[str, ColumnSpec]) -> None:
    """Write one sheet: real dates and numbers where the text is one, all else (numbers of people above all) as text."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("导出")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        kinds = [columns[header].type if header in columns else "text" for header in frame.columns]
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for place, (kind, value) in enumerate(zip(kinds, row, strict=True)):
                if value is None:
                    continue
                if kind == "date" and _ISO.fullmatch(value):
                    sheet.write_number(number, place, day_number(date.fromisoformat(value)) + 25_569, day)
                elif kind in {"yuan", "area", "percent", "integer"} and _EXACT.fullmatch(value):
                    sheet.write_number(number, place, float(value))
                else:
                    sheet.write_string(number, place, value)
