"""Findings that stand after decision: a list of work for a person. It changes no payment and names no amount."""

from __future__ import annotations

import polars as pl

from transforms.decisions.codes import ADVERSE, CODES, DIRECTIONS

CONFIRMED: dict[str, pl.DataType] = {
    "decision_id": pl.String(),
    "alert_id": pl.String(),
    "direction": pl.String(),
    "disposition": pl.String(),
    "rule_id": pl.String(),
    "title": pl.String(),
    "person_key": pl.String(),
    "household_no": pl.String(),
    "program": pl.String(),
    "division_code": pl.String(),
    "alert_state": pl.String(),
    "decided_on": pl.Date(),
    "decided_by": pl.String(),
    "second_by": pl.String(),
    "to_do": pl.String(),
    "office": pl.String(),
    "legal_basis": pl.List(pl.String()),
}
"""Grain: one decision that holds and asks somebody to act (adverse or need)."""


def confirmed_findings(
    told: pl.DataFrame, alerts: pl.DataFrame, rules: pl.DataFrame, contested: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Columns of CONFIRMED, by decision day and alert.

    `told`: STANDING with decided_by and second_by. `alerts`: the alerts as of tonight. `rules`: rule_id, legal_basis.
    `contested`: alert_id of alerts that stand only with a contested record: nothing adverse is put forward on them.
    """
    suspended = [] if contested is None else contested["alert_id"].to_list()
    acted = {code: one for code, one in CODES.items() if one.to_do is not None}
    codes = pl.DataFrame(
        [(code, DIRECTIONS[one.direction], one.to_do, one.office) for code, one in acted.items()],
        schema={name: pl.String() for name in ("disposition", "direction", "to_do", "office")},
        orient="row",
    )
    columns = ["alert_id", "rule_id", "title", "person_key", "household_no", "program", "division_code"]
    return (
        told.filter(pl.col("standing") == "holds")
        .join(codes, on="disposition")
        .join(alerts.select(*columns, alert_state="state"), on="alert_id")
        .join(rules.select("rule_id", "legal_basis"), on="rule_id", how="left")
        .filter((pl.col("direction") != DIRECTIONS[ADVERSE]) | ~pl.col("alert_id").is_in(list(suspended)))
        .select(pl.col(name).cast(dtype) for name, dtype in CONFIRMED.items())
        .sort("decided_on", "alert_id", "decision_id")
    )
