"""What is looked at before a workbook is opened: it may be small on disk and enormous inside."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from flows.reading.model import FileRefusedError

MAX_ENTRIES: Final = 10_000
MAX_BYTES: Final = 1 << 30
MAX_RATIO: Final = 200
SMALL: Final = 16 << 20  # blank cells compress far better than 200:1; that little is no danger
MAX_CELLS: Final = 40_000_000
_BLOCK: Final = 1 << 20
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ADVICE: Final = "请另存为普通的 .xlsx 或导出为 csv，以更高的版本号重新提交。"
# Cells beyond column Z or row 999,999. The reader sets aside room for every cell up to the furthest one.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2,}[0-9]|[A-Za-z]?[0-9]{7})""")
_REFERENCE = re.compile(rb"""r\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_OVERLAP: Final = 64


def check_workbook(path: Path, max_bytes: int = MAX_BYTES, max_cells: int = MAX_CELLS) -> None:
    """Refuse what is no workbook, is encrypted, or would not fit into memory. Raises FileRefusedError.

    max_bytes: of all entries, inflated; max_cells: of one sheet, from its first cell to its furthest.
    """
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise FileRefusedError("encrypted", "文件加了密码，或是旧版 .xls，不是 .xlsx。", _ADVICE)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, path.stat().st_size, max_bytes)
            _check_sheets(archive, max_cells)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise not_a_workbook() from None


def not_a_workbook() -> FileRefusedError:
    """The refusal of a damaged workbook."""
    return FileRefusedError("corrupt", "文件不是完整的 .xlsx 工作簿，已损坏或只传了一部分。", _ADVICE)


def _check_sizes(archive: zipfile.ZipFile, size: int, max_bytes: int) -> None:
    """What the archive says of itself. Each entry is then read in full, which proves the figures of what is read."""
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    bomb = len(entries) > MAX_ENTRIES or inflated > max_bytes or (inflated > SMALL and inflated > MAX_RATIO * size)
    nested = any(entry.filename.lower().endswith((".zip", ".xlsx", ".gz", ".7z", ".rar")) for entry in entries)
    if bomb or nested or any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError(
            "bomb", "工作簿解压后过大、内含压缩包或加密内容，为安全起见没有打开。", "请确认来源，改用 csv 导出。"
        )
    if not any(entry.filename.lower().startswith("xl/worksheets/") for entry in entries):
        raise not_a_workbook()


def _check_sheets(archive: zipfile.ZipFile, max_cells: int) -> None:
    """Read every entry once (sizes and checksums are then proved) and look how far the sheets' cells reach."""
    for entry in archive.infolist():
        sheet = entry.filename.lower().startswith("xl/worksheets/")
        tail, far = b"", sheet and max_cells < MAX_CELLS
        with archive.open(entry) as content:
            while block := content.read(_BLOCK):
                far = far or (sheet and _FAR.search(tail + block) is not None)
                tail = block[-_OVERLAP:]
        if far:
            _check_extent(archive, entry, max_cells)


def _check_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, max_cells: int) -> None:
    """Refuse a sheet whose furthest row and column span more cells than fit."""
    rows, columns, tail = 1, 26, b""
    with archive.open(entry) as content:
        while block := content.read(_BLOCK):
            for letters, digits in _REFERENCE.findall(tail + block):
                rows = max(rows, int(digits[:12]))
                columns = max(columns, _column(letters))
            tail = block[-_OVERLAP:]
    if rows * columns > max_cells:
        raise FileRefusedError(
            "too_wide",
            "工作表的行列范围过大（可能在很远的位置有单元格）。",
            "请删除数据区之外的行和列，或改用 csv 导出。",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number
