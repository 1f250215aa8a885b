"""What the book of exchange holds, and the words of a request and an answer. No personal value stands in the book."""

from __future__ import annotations

import polars as pl

EXCHANGE: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "kind": pl.String(),
    "request_no": pl.String(),
    "from_division": pl.String(),
    "to_division": pl.String(),
    "level": pl.String(),
    "persons": pl.Int64(),
    "items": pl.List(pl.String()),
    "answer_by": pl.Date(),
    "done_on": pl.Date(),
    "sha256": pl.String(),
    "counts": pl.String(),
    "asked_of": pl.List(pl.String()),
    "recorded_at": pl.String(),
}
"""Grain: one thing that happened to one request. kind: asked (by us), received (the answer to ours came), answered (we
answered another centre's). from_division, to_division: the centre that asks and the one that is asked. sha256: of the
package's manifest. counts: JSON, result class -> answers. asked_of: of a request of ours a keyed mark for each person
(transforms/exchange/asked.py), so that its answer is known to be about these and nobody else. as_of: the newest night
then; it and later ones read the row.
"""

LEVELS = {"县内": 6, "市内跨县": 4, "省内跨市": 2, "跨省": 0}
"""How far a request goes, and how many digits of the division code both centres share at least."""

ITEMS = {
    "不动产": "housing.properties",
    "养老金": "human_resources.pensions",
    "社会保险缴费": "human_resources.contributions",
    "就业登记": "human_resources.employments",
    "死亡": "civil_affairs.deaths",
    "救助待遇": "civil_affairs.benefits",
}
"""What may be asked, and the delivered table in which an answering centre with hedui looks."""

RESULTS = ("查得", "疑似", "未查得", "未查询", "未反馈", "数据异常")
"""The six result classes; never collapsed.

查得 a record, identity certain; 疑似 a record, identity to be confirmed; 未查得 the source answered and has none;
未查询 not asked (no authorisation); 未反馈 the source has not delivered; 数据异常 name and number contradict.
"""


def level_between(one: str, other: str) -> str:
    """How far two centres are from one another, by their division codes."""
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return next(level for level, digits in LEVELS.items() if shared >= digits)
