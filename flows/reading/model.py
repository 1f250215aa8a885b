"""What reading a delivered file gives: text as delivered, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from flows.errors import HeduiError
from transforms.stage.blanks import BLANKS
from transforms.stage.headers import bare

ROW_NUMBER = "row_number"


class FileRefusedError(HeduiError):
    """A delivered file that cannot be used as a whole.

    `found` and `advice` are Chinese sentences without a personal value; `row` is a data row (or None). Which
    department, table and file it was is added by whoever asked for the file.
    """

    def __init__(self, code: str, found: str, advice: str, row: int | None = None) -> None:
        super().__init__(f"{found}{advice}")
        self.code = code
        self.found = found
        self.advice = advice
        self.row = row


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A csv row whose number of fields is not that of the header. It cannot be read, and must not be lost."""

    row_number: int
    fields: int
    expected: int


@dataclass(frozen=True, slots=True)
class LostCell:
    """A numeric cell of more digits than a floating point number holds: its last digits are gone, so it is empty."""

    row_number: int
    header: str


@dataclass(frozen=True, slots=True)
class TextFile:
    """A delivered file as text.

    frame: `row_number` (Int64, data rows from 1) and one String column for each header asked for that the file has,
    under the header as asked for; rows of `ragged` are not in it; an empty cell is "" or null. headers: every header of
    the file, trimmed.
    numeric_cells: headers with numeric cells of ten digits or more, in a format that cannot hold long numbers.
    encoding: as found, None but for csv.
    """

    frame: pl.DataFrame
    headers: tuple[str, ...]
    encoding: str | None = None
    numeric_cells: frozenset[str] = frozenset()
    ragged: tuple[RaggedRow, ...] = ()
    lost: tuple[LostCell, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> int:
        """Data rows of the file, readable or not."""
        return self.frame.height + len(self.ragged)


def trim(header: object) -> str:
    """A header without outer blanks, byte order mark or zero width characters."""
    return "" if header is None else str(header).strip(BLANKS)


def positions(headers: Sequence[str], wanted: Collection[str]) -> dict[str, int]:
    """Header -> position, for the headers that are wanted; blanks inside a delivered header count for nothing.

    `wanted` has no blanks. Raises FileRefusedError when there is none at all, or one stands twice. Headers that nobody
    asked for are not named in a message: in a file without a header line they are a person's data.
    """
    found: dict[str, int] = {}
    for position, header in enumerate(map(bare, headers)):
        if header not in wanted:
            continue
        if header in found:
            raise FileRefusedError(
                "duplicate_header",
                f"列名“{header}”出现两次(第{found[header] + 1}列和第{position + 1}列),不知以哪一列为准。",
                "请只保留一列后以更高的版本号重新导出。",
            )
        found[header] = position
    if not found:
        raise FileRefusedError(
            "header",
            "首行没有一个约定的列名,可能缺少表头行,或文字编码有误(如 Big5、乱码)。",
            "请按约定的列名导出表头,csv 用 UTF-8 或 GB18030 编码,以更高的版本号重新提交。",
        )
    return found
