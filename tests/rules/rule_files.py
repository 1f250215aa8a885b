"""Text of the SQL files of this checkout, for the tests beside it."""

from __future__ import annotations

from pathlib import Path

SQL = Path(__file__).parents[2] / "sql"


def texts(folder: str) -> dict[str, str]:
    """File name -> text of a folder of SQL files."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((SQL / folder).glob("*.sql"))}


ABOUT_DELIVERIES = {*(f"SJ-0{number}" for number in range(1, 9)), "ZJ-05"}
"""Rules that speak of a whole delivery or of the policy file: their anchor is no delivered row."""

NOT_PLANTED = {"SJ-01", "SJ-06", "ZJ-05"}
"""Rules the sample city has no case of its own for: a late table (test_nights_troubled.py), rows delivered twice
(the usual damage brings them), a standard below the floor (the demo policy keeps to it; the rule's examples do not)."""
