"""Numbers of the newest published file, for a division or for all; counts and shares only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.published import File
from flows.resources import sql_texts
from review.pipeline.home import published
from transforms.decisions.codes import CODES, CONFIRMED, NOT_CONFIRMED
from transforms.link.measured import wilson

Rows = list[dict[str, Any]]


class Numbers(NamedTuple):
    """night: of the file. flow, confirmed: of the division. recall: None for a division, whose households no sample
    stands for. fairness: of a division only its own townships. sources: of deliveries, which have no division.
    """

    night: date
    names: dict[str, str]
    flow: Rows
    confirmed: Rows
    recall: Rows | None
    sources: Rows
    fairness: Rows


def numbers(home: Path, division: str) -> Numbers:
    """All of it. Raises NothingPublishedError."""
    texts = sql_texts("desk")
    with published(home) as file:
        names = {row["code"]: row["full_name"] for row in _rows(file, "divisions_now", ("code", "full_name"))}
        confirmed = file.rows(texts["confirmed_by_rule"], [division, *_JUDGED]) if file.columns("decisions") else []
        return Numbers(
            file.night,
            names,
            file.rows(texts["flow_by_night"], [division]),
            [row | share_of(row["confirmed"], row["confirmed"] + row["not_confirmed"]) for row in confirmed],
            None if division else _rows(file, "recall_estimates", _RECALL),
            _sources(file),
            _fairness(file, division),
        )


def share_of(right: int, judged: int) -> dict[str, float | None]:
    """share, low, high: with the Wilson interval of 95 %; nulls where nothing was judged."""
    return dict(zip(("share", "low", "high"), wilson(right, judged) or (None, None, None), strict=True))


_JUDGED = tuple([code for code, one in CODES.items() if one.says == says] for says in (CONFIRMED, NOT_CONFIRMED))
_RECALL = (
    "month", "population", "drawn", "reviewed", "missed", "unclear", "waiting", "missed_share", "missed_share_low",
    "missed_share_high",
)  # fmt: skip
_FEEDS = ("department", "table_name", "status", "in_force", "days_old", "rows_in", "rows_loaded", "rows_quarantined")
_HEALTH = ("department", "table_name", "complete_percent", "valid_percent", "linkable_percent", "tickets_open")
_FAIR = ("measure", "attribute", "group_name", "n", "hits", "rate_percent", "ratio", "ratio_low", "ratio_high")


def _rows(file: File, table: str, columns: Sequence[str]) -> Rows:
    """Named columns of a table; nothing where the file, of another version, lacks one of them."""
    if set(columns) - set(file.columns(table)):
        return []
    return file.rows(f"SELECT {', '.join(columns)} FROM {table}")


def _sources(file: File) -> Rows:
    health = {(row["department"], row["table_name"]): row for row in _rows(file, "source_health", _HEALTH)}
    nothing = dict.fromkeys(_HEALTH[2:])
    return [
        row | {name: health.get((row["department"], row["table_name"]), nothing)[name] for name in _HEALTH[2:]}
        for row in _rows(file, "feeds_now", _FEEDS)
    ]


def _fairness(file: File, division: str) -> Rows:
    rows = sorted(_rows(file, "fairness_flagged", _FAIR), key=lambda row: (-row["ratio"], row["group_name"]))
    if not division:
        return rows
    own = {row["full_name"] for row in _rows(file, "divisions_now", ("code", "full_name"))
           if row["code"].startswith(division)}  # fmt: skip
    return [row for row in rows if row["attribute"] == "乡镇" and row["group_name"] in own]
