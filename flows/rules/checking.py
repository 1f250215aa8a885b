"""`hedui rules check`: rule files of the house or of a person, before they may run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows.errors import UsageError
from flows.resources import sql_texts
from transforms.rules.check import Checked, check_files


def check(files: Sequence[Path]) -> tuple[Checked, ...]:
    """Check the given files, or every rule of the house. Raises UsageError for a file that cannot be read."""
    texts = read_files(files) if files else {f"{name}.sql": text for name, text in sql_texts("rules/alert").items()}
    with duckdb.connect(config={"threads": 1}) as con:
        return check_files(con, texts, sql_texts("marts"))


def read_files(files: Sequence[Path]) -> dict[str, str]:
    """Text of rule files by name. Raises UsageError."""
    texts = {}
    for path in files:
        try:
            texts[path.name] = path.read_text("utf-8")
        except UnicodeDecodeError:
            raise UsageError(f"规则文件 {path} 不是 UTF-8 文本,请另存为 UTF-8 后再试。") from None
        except OSError as error:
            raise UsageError(f"规则文件 {path} 无法读取({error.strerror})。请检查路径和权限。") from None
    return texts
