"""`hedui rules check`: rule files of the house or of a person, before they may run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows.reference import text_of
from flows.resources import sql_texts
from transforms.rules.check import Checked, check_files


def check(files: Sequence[Path]) -> tuple[Checked, ...]:
    """Check the given files, or every rule of the house. Raises UsageError for a file that cannot be read."""
    texts = read_files(files) if files else {f"{name}.sql": text for name, text in sql_texts("rules/alert").items()}
    with duckdb.connect(config={"threads": 1}) as con:
        return check_files(con, texts, sql_texts("marts"))


def read_files(files: Sequence[Path]) -> dict[str, str]:
    """Text of rule files by name. Raises UsageError."""
    return {path.name: text_of(path, "规则文件", "路径") for path in files}
