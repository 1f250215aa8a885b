"""Decisions and steps as they are published: each with what it is worth tonight."""

from __future__ import annotations

import polars as pl

from schemas.published import published
from transforms.decisions.codes import CODES
from transforms.decisions.replay import Past
from transforms.decisions.standing import signatures


def decisions_published(decisions: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Rows of the published table `decisions`: records.DECISION with standing.STANDING, in the order recorded."""
    signed = signatures(decisions)
    worth = {row["decision_id"]: row for row in told.iter_rows(named=True)}
    rows = []
    for row in decisions.filter(pl.col("kind") == "decision").sort("seq").iter_rows(named=True):
        code, second = CODES.get(row["disposition"]), signed.get(row["id"], {"second_by": None, "second_on": None})
        tonight = {name: worth[row["id"]][name] for name in ("standing", "why")}
        direction = code.direction if code else None
        rows.append({**row, "decision_id": row["id"], "direction": direction, **second, **tonight})
    dtypes = published()["decisions"].dtypes
    return pl.DataFrame([{name: row[name] for name in dtypes} for row in rows], schema=dtypes)


def steps_published(steps: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Rows of the published table `process_steps`, in the order recorded. `past`: what replay.played gives for them."""
    rows = []
    for row in steps.sort("seq").iter_rows(named=True):
        of = past[row["alert_id"]]
        why = of.refused.get(row["id"])
        verdict = {"counts": why is None, "state_after": of.after[row["id"]], "why": why}
        rows.append({**row, "step_id": row["id"], **verdict})
    dtypes = published()["process_steps"].dtypes
    return pl.DataFrame([{name: row[name] for name in dtypes} for row in rows], schema=dtypes)
