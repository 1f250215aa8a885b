"""Households drawn at random for an independent look, as the newest published file has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.resources import sql_texts
from review.pipeline.home import published


def sample_to_review(home: Path, division: str) -> list[dict[str, Any]]:
    """One row a household without a result: sample_id, month, household_no, program, division_code, place.

    Only below `division` (empty: all). Raises NothingPublishedError.
    """
    with published(home) as file:
        if not file.columns("recall_sample"):
            return []
        return file.rows(sql_texts("desk")["sample"], [division])
