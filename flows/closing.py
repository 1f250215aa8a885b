"""The closing table's figures, read back from the file that was published: what is shown is what stands there."""

from __future__ import annotations

from flows.report import Report
from flows.walk import Outcome
from flows.warehouse import open_readonly
from schemas.catalogue import TABLES


def report_of(outcome: Outcome) -> Report:
    """Figures of the last night. Raises PublishError if the published file cannot be read."""
    with open_readonly(outcome.warehouse) as con:
        feeds = con.execute("SELECT * FROM feeds WHERE batch_date = ?", [outcome.last]).pl()
        persons = con.execute("SELECT count(*) FROM persons").fetchall()[0][0]
        return Report(
            as_of=outcome.last,
            feeds=feeds,
            labels={spec.key: (spec.department_label, spec.label) for spec in TABLES.values()},
            persons=persons,
            verification=con.sql("SELECT * FROM verification_results").pl(),
            alerts=con.sql("SELECT * FROM alerts").pl(),
            titles=dict(con.sql("SELECT rule_id, title FROM rules").fetchall()),
            warehouse=outcome.warehouse,
        )
