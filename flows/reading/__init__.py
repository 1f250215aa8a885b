"""Reading delivered files. Nothing outside this package opens one.

Every format becomes the same thing: text under the file's own headers with the number of its row (`TextFile`), or a
`FileRefusedError`. What the text means is decided in one audited place, transforms/stage.
"""

from __future__ import annotations

from pathlib import Path

from flows.reading.model import FileRefusedError, LostCell, RaggedRow, TextFile

__all__ = ["FORMATS", "FileRefusedError", "LostCell", "RaggedRow", "TextFile", "read_text"]

FORMATS = ("csv", "xlsx", "parquet")


def read_text(path: Path, file_format: str, declared_encoding: str | None, wanted: frozenset[str]) -> TextFile:
    """Read the columns of `wanted` headers from a delivered file as text.

    Raises FileRefusedError, with the reason in Chinese, for whatever cannot be read as a whole.
    """
    # Imported here: who reads one format, or none, need not wait for what the others load.
    if file_format == "csv":
        from flows.reading.csv_file import read_csv

        return read_csv(path, declared_encoding, wanted)
    if file_format == "xlsx":
        from flows.reading.excel_file import read_excel

        return read_excel(path, wanted)
    from flows.reading.parquet_file import read_parquet

    return read_parquet(path, wanted)
