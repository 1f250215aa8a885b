"""A delivered csv file as text: fast where every row is whole, exact where one is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from flows.reading.encoded import REPLACED, Utf8Stream, choose_encoding, encoding_name
from flows.reading.model import ROW_NUMBER, FileRefusedError, RaggedRow, TextFile, positions, trim

_SLICE = 50_000
_BLOCK = 4 << 20
_END = "\x01end of file"  # cannot occur in a file: control characters are refused
_GB_NAMES = frozenset({"GB18030", "GBK", "GB2312"})
_UTF8_NAMES = frozenset({"UTF-8", "UTF8", "UTF-8-SIG", "UTF-8-BOM"})


def read_csv(path: Path, declared: str | None, wanted: frozenset[str]) -> TextFile:
    """Read the wanted columns of a csv file. Raises FileRefusedError.

    Row numbers count every row that is not blank, so that they are the ones a person sees in the file (less the header,
    and less line breaks inside quotes).
    """
    encoding = choose_encoding(path)
    headers = tuple(trim(cell) for cell in _first_row(path, encoding))
    columns = positions(headers, wanted)
    frame, replaced = _read_whole(path, encoding, len(headers), columns)
    ragged: tuple[RaggedRow, ...] = ()
    if frame is None:
        frame, ragged, replaced = _read_exactly(path, encoding, len(headers), columns)
    name = encoding_name(path, encoding)
    read = TextFile(frame, headers, name, ragged=ragged, notes=_encoding_note(declared, name))
    _refuse_replaced(read, replaced)
    return read


def _first_row(path: Path, encoding: str) -> list[str]:
    """The header: the first line that is not blank."""
    rows = _rows(Utf8Stream(path, encoding))
    for _, row in rows:
        return row
    raise FileRefusedError("empty", "文件没有表头行。", "请重新导出;没有数据时也要有表头行。")


def _read_whole(path: Path, encoding: str, width: int, columns: dict[str, int]) -> tuple[pl.DataFrame | None, int]:
    """Frame and count of replacement characters; no frame if any row is not exactly as wide as the header."""
    with Utf8Stream(path, encoding) as head:
        head.read(1)
        quoted = head.quotes > 0
    # Without quotation marks a line end always ends a row, which reads three times as fast. A mark further down than
    # the first block shows that the file was cut wrongly: it is read again.
    for careful in (True,) if quoted else (False, True):
        with Utf8Stream(path, encoding) as stream:
            table = _parse(stream, width, columns, careful)
            quotes, replaced = stream.quotes, stream.replaced
        if careful or quotes == 0:
            break
    if table is None or quotes % 2:  # an odd mark may be a quotation that never closes: for the exact reader
        return None, replaced
    frame = pl.DataFrame(pl.from_arrow(table)).slice(1).rename({f"f{at}": name for name, at in columns.items()})
    return frame.with_row_index(ROW_NUMBER, offset=1).cast({ROW_NUMBER: pl.Int64}), replaced


def _parse(stream: Utf8Stream, width: int, columns: dict[str, int], quoted: bool) -> pa.Table | None:
    names = [f"f{at}" for at in columns.values()]
    text = {f"f{at}": pa.string() for at in range(width)}
    try:
        table = arrow_csv.read_csv(
            stream,
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=quoted, invalid_row_handler=lambda _: "error"),
            convert_options=arrow_csv.ConvertOptions(
                column_types=text, include_columns=names, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, FileRefusedError):
        if stream.fault is not None:
            raise stream.fault from None
        return None
    return table


def _read_exactly(
    path: Path, encoding: str, width: int, columns: dict[str, int]
) -> tuple[pl.DataFrame, tuple[RaggedRow, ...], int]:
    """The slow way, row by row: ragged rows are set aside with their number."""
    schema = {ROW_NUMBER: pl.Int64(), **dict.fromkeys(columns, pl.String())}
    places = list(columns.values())
    frames = [pl.DataFrame(schema=schema)]
    ragged: list[RaggedRow] = []
    stream = Utf8Stream(path, encoding)
    rows = islice(_rows(stream), 1, None)
    while batch := list(islice(rows, _SLICE)):
        ragged += [RaggedRow(number, len(row), width) for number, row in batch if len(row) != width]
        whole = [(number, *(row[at] for at in places)) for number, row in batch if len(row) == width]
        frames.append(pl.DataFrame(whole, schema=schema, orient="row"))
    return pl.concat(frames), tuple(ragged), stream.replaced


def _rows(stream: Utf8Stream) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank with its number, the header being row 0. Raises FileRefusedError."""
    number = -1
    row: list[str] = []
    with io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8", newline="") as lines:
        # A sentinel behind the last line: if it does not come back as a row, a quotation has swallowed it.
        reader = csv.reader(chain(lines, ["\n", _END]))
        try:
            for row in reader:
                if row == [_END]:
                    return
                if len(row) > 1 or (row and row[0].strip()):
                    number += 1
                    if _END not in row[-1]:
                        yield number, row
        except csv.Error:
            raise _unclosed(number + 1) from None
    raise _unclosed(number)


def _unclosed(row: int) -> FileRefusedError:
    return FileRefusedError(
        "unclosed_quote",
        f"数据第{max(row, 0)}行附近的双引号没有成对,后面的行无法分开。",
        "请让导出程序把内容中的双引号写成两个双引号,以更高的版本号重新提交。",
        row=row,
    )


def _encoding_note(declared: str | None, found: str) -> tuple[str, ...]:
    """A note when the manifest names another encoding than the file has; the file decides."""
    family = _GB_NAMES if found == "GB18030" else _UTF8_NAMES
    if declared is None:
        return (f"清单没有写明编码,按内容识别为 {found}。",)
    if declared.strip().upper() in family:
        return ()
    return (f"清单写明的编码与内容不符,已按内容识别为 {found} 读取;请更正清单中的 encoding。",)


def _refuse_replaced(read: TextFile, occurrences: int) -> None:
    """Refuse text that a lossy conversion went through before it came here: more than 1 row in 1000."""
    if occurrences * 1000 <= read.rows:
        return
    marks: Iterable[pl.Expr] = (
        pl.any_horizontal(pl.col(pl.String).str.contains(mark, literal=True)) for mark in REPLACED
    )
    hurt: Any = read.frame.select(pl.any_horizontal(marks).sum()).item()
    if int(hurt or 0) * 1000 > read.rows:
        raise FileRefusedError(
            "replacement",
            f"{hurt}行含有替换字符(乱码,如“锟斤拷”),导出前的转码已丢失文字。",
            "请从源系统重新导出,不要经过有损的转码,并提高清单中的版本号。",
        )
