"""Alerts of the newest published file, as the desk keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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
# A text without eleven digits in a row (invisible marks between them do not count) has nothing that mask_text masks.
_DIGITS = r"\p{Nd}(?:[\x{200b}\x{200c}\x{200d}\x{2060}\x{feff}']*\p{Nd}){10}"


def alerts_published(home: Path) -> Published:
    """Every alert. Raises NothingPublishedError."""
    with published(home) as file:
        found: pl.DataFrame = file.con.execute(sql_texts("desk")["alerts"]).pl()
        run = _newest_run(file)
    return Published(run["as_of"], str(run["run_id"]), masked(found))


def newest_run(home: Path) -> tuple[Any, str]:
    """Night and run of the newest file. Raises NothingPublishedError."""
    with published(home) as file:
        run = _newest_run(file)
    return run["as_of"], str(run["run_id"])


def how_read() -> str:
    """The query as one short text: another query, another text."""
    return hashlib.blake2b(sql_texts("desk")["alerts"].encode(), digest_size=16).hexdigest()


def masked(alerts: pl.DataFrame) -> pl.DataFrame:
    """Names and texts as mask_name and mask_text give them; only distinct values that may change are asked."""
    texts = [_each(alerts[name], mask_text, alerts[name].str.contains(_DIGITS)) for name in _TEXTS]
    return alerts.with_columns(_each(alerts["who"], mask_name, alerts["who"].is_not_null()), *texts)


def _each(values: pl.Series, mask: Callable[[str], str | None], may_change: pl.Series) -> pl.Series:
    some = values.filter(may_change).unique().sort()
    return values.replace(some, pl.Series([mask(value) for value in some.to_list()], dtype=pl.String))


def _newest_run(file: File) -> dict[str, Any]:
    return file.rows("SELECT as_of, run_id FROM runs ORDER BY as_of DESC, run_id DESC LIMIT 1")[0]
