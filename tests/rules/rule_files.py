"""Text of the SQL files of this checkout, for the tests beside it."""

from __future__ import annotations

from pathlib import Path

SQL = Path(__file__).parents[2] / "sql"


def texts(folder: str) -> dict[str, str]:
    """File name -> text of a folder of SQL files."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((SQL / folder).glob("*.sql"))}
