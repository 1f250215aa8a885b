"""Some columns of any parquet or csv file, for commands that work on tables which are no deliveries."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.errors import UsageError


def any_table(path: Path, wanted: set[str]) -> pl.DataFrame:
    """Those of the columns `wanted` that the file has; csv cells are all text, empty ones null. Raises UsageError."""
    try:
        frame = pl.scan_csv(path, infer_schema=False) if path.suffix == ".csv" else pl.scan_parquet(path)
        return frame.select([name for name in frame.collect_schema().names() if name in wanted]).collect()
    except (OSError, pl.exceptions.PolarsError):
        raise UsageError(f"{path} 读不出来:没有这个文件,或不是 parquet、csv(UTF-8)。") from None
