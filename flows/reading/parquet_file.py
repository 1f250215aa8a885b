"""A delivered parquet file as text: exact types become exact text, floating point numbers the text once typed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from flows.reading.model import ROW_NUMBER, FileRefusedError, LostCell, TextFile, positions, trim
from flows.reading.numbers import double_text, long_number, lost, single_text

MAX_ROWS = 200_000_000
MAX_BYTES = 16 << 30
_ZONE = "Asia/Shanghai"
_ADVICE = "请重新导出,以更高的版本号重新提交。"
_NESTED = (pl.List, pl.Array, pl.Struct, pl.Object, pl.Binary)


def read_parquet(path: Path, wanted: frozenset[str]) -> TextFile:
    """Read the wanted columns. Raises FileRefusedError."""
    try:
        with parquet.ParquetFile(path) as file:
            names = list(file.schema_arrow.names)
            headers = tuple(trim(name) for name in names)
            columns = positions(headers, wanted)
            _check_size(file.metadata)
            table = file.read(columns=[names[at] for at in columns.values()])
        # In a damaged file neither text nor the schema's remarks need be UTF-8, and polars would take both on trust.
        table = pa.Table.from_arrays(table.select([names[at] for at in columns.values()]).columns, names=list(columns))
        table.validate(full=True)
        frame = pl.DataFrame(pl.from_arrow(table))
    except (pa.ArrowException, OSError, OverflowError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        raise FileRefusedError("corrupt", "文件不是完整的 parquet 文件,已损坏或只传了一部分。", _ADVICE) from None
    return _as_text(frame, headers)


def _check_size(metadata: parquet.FileMetaData) -> None:
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if metadata.num_rows > MAX_ROWS or size > MAX_BYTES:
        raise FileRefusedError("bomb", "parquet 文件解开后过大,为安全起见没有读取。", "请确认来源,分批导出。")


def _as_text(frame: pl.DataFrame, headers: tuple[str, ...]) -> TextFile:
    nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, _NESTED)]
    if nested:
        names = "、".join(nested)
        raise FileRefusedError("type", f"列“{names}”不是文字、数字或日期类型。", f"请把这些列导出为文字。{_ADVICE}")
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    text = frame.select(_text(name, dtype) for name, dtype in frame.schema.items())
    long = [name for name in floats if frame.select(long_number(pl.col(name)).any()).item()]
    gone = [
        LostCell(row + 1, name)
        for name in floats
        for row in frame.select(lost(pl.col(name), _text(name, frame.schema[name]))).to_series().arg_true()
    ]
    numbered = text.with_row_index(ROW_NUMBER, offset=1).cast({ROW_NUMBER: pl.Int64})
    return TextFile(numbered, headers, numeric_cells=frozenset(long), lost=tuple(gone))


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    """One column as text; what a floating point number cannot hold is null."""
    value = pl.col(name)
    if dtype == pl.Float32:
        return single_text(value).alias(name)
    if dtype.is_float():
        return double_text(value.cast(pl.Float64)).alias(name)
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit("TRUE")).when(~value).then(pl.lit("FALSE")).alias(name)
    if isinstance(dtype, pl.Datetime):
        return _clock_text(value, dtype).alias(name)
    return value.cast(pl.String)


def _clock_text(value: pl.Expr, dtype: pl.Datetime) -> pl.Expr:
    """A day where the time is midnight, else day and time. A zone is read on Chinese clocks.

    Midnight there is 16:00 of the day before in UTC, which is how many programs store a date.
    """
    local = value.dt.convert_time_zone(_ZONE).dt.replace_time_zone(None) if dtype.time_zone else value
    midnight = local.dt.time() == pl.time(0)
    return pl.when(midnight).then(local.dt.strftime("%Y-%m-%d")).otherwise(local.dt.strftime("%Y-%m-%d %H:%M:%S"))
