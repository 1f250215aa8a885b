"""What differs between two looks at an alert, in Chinese. Only alerts that differ are touched."""

from __future__ import annotations

import polars as pl

from transforms.alert_evidence import difference

_SURE = {"certain": "确定", "likely": "可能"}
_LEVEL = {"red": "红", "yellow": "黄", "blue": "蓝"}
TOLD = ("evidence", "confidence", "level", "rule_version")
"""What may differ, in the order in which it is told."""


def changes(rows: pl.DataFrame, before: str, after: str, told: tuple[str, ...] = TOLD) -> pl.DataFrame:
    """alert_id, change: one row for each of `rows` that differs in something `told`.

    `before` and `after` are put around each name: "seen_{}" and "{}" compare seen_level with level.
    Null before means nobody looked: such a row must not be among `rows`.
    """
    pairs = [(before.format(name), after.format(name)) for name in told]
    differing = rows.filter(pl.any_horizontal(pl.col(old).ne_missing(pl.col(new)) for old, new in pairs))
    texts = [
        ";".join(filter(None, map(_text, told, row[1::2], row[2::2])))
        for row in differing.select("alert_id", *(name for pair in pairs for name in pair)).iter_rows()
    ]
    frame = pl.DataFrame({"alert_id": differing["alert_id"], "change": pl.Series(texts, dtype=pl.String())})
    return frame.filter(pl.col("change") != "")


def _text(name: str, old: object, new: object) -> str | None:
    """One difference; None where there is none to tell."""
    if old == new:
        return None
    if name == "evidence":
        return difference(str(old), str(new))
    if name == "rule_version":
        return f"规则由第{old}版改为第{new}版"
    words = _SURE if name == "confidence" else _LEVEL
    return f"{'关联' if name == 'confidence' else '等级'}由{words[str(old)]}变为{words[str(new)]}"
