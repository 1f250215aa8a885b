"""Alerts of the newest published file, as the desk keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.published import File
from flows.resources import sql_texts
from review.pipeline.home import published
from transforms.masking import mask_name, mask_text


class Published(NamedTuple):
    """as_of, run_id: of the file. alerts: one row an alert (sql/desk/alerts.sql), names and numbers masked."""

    as_of: Any
    run_id: str
    alerts: pl.DataFrame


_TEXTS = ("explanation", "township_text", "change", "held_back_why", "title")


def alerts_published(home: Path) -> Published:
    """Every alert. Raises NothingPublishedError."""
    with published(home) as file:
        found: pl.DataFrame = file.con.execute(sql_texts("desk")["alerts"]).pl()
        run = _newest_run(file)
    masked = found.with_columns(
        pl.col("who").map_elements(mask_name, return_dtype=pl.String),
        *(pl.col(name).map_elements(mask_text, return_dtype=pl.String) for name in _TEXTS),
    )
    return Published(run["as_of"], str(run["run_id"]), masked)


def _newest_run(file: File) -> dict[str, Any]:
    return file.rows("SELECT as_of, run_id FROM runs ORDER BY as_of DESC, run_id DESC LIMIT 1")[0]
