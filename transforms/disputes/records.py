"""What the book of disputes holds, and what is published of it. No personal value."""

from __future__ import annotations

import polars as pl

DISPUTE: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "kind": pl.String(),
    "dispute_id": pl.String(),
    "source_table": pl.String(),
    "record_no": pl.String(),
    "record_mark": pl.String(),
    "household_no": pl.String(),
    "ground": pl.String(),
    "outcome": pl.String(),
    "note": pl.String(),
    "done_by": pl.String(),
    "done_on": pl.Date(),
    "answer_by": pl.Date(),
    "recorded_at": pl.String(),
}
"""Grain: one thing said of one dispute. kind: open, answer, withdraw.

dispute_id: made when it is opened. source_table, record_no: the record contested; record_mark: keyed fingerprint of its
content as contested, which tells nothing of the content. ground: one of GROUNDS. outcome: one of OUTCOMES, of an
answer. answer_by: by when the source is asked to answer. as_of: the newest night then; it and later ones read the row.
"""

GROUNDS = {
    "not_mine": "不是本人的记录",
    "wrong_value": "内容不符",
    "ended": "已不存在或已终止",
    "outdated": "已变更,来源未更新",
    "other": "其他",
}
"""Why a record is contested."""

OUTCOMES = {"accepted": "成立", "upheld": "不成立"}
"""What the source answers: accepted, the record is wrong and will be corrected; upheld, it is right."""

STATES = {
    "waiting": "待来源答复",
    "accepted": "异议成立,待更正",
    "corrected": "异议成立,记录已更正",
    "gone": "异议成立,记录已撤回",
    "upheld": "异议不成立",
    "withdrawn": "已撤回异议",
}
"""Where a dispute stands tonight. The first two suspend what is to the household's disadvantage."""

SUSPENDING = ("waiting", "accepted")


def no_disputes() -> pl.DataFrame:
    """An empty book."""
    return pl.DataFrame(schema=DISPUTE)


def record_key(source_table: str, record_no: str) -> str:
    """A record as people write it: department.table/record_no."""
    return f"{source_table}/{record_no}"
