"""Assess: one verification result for every household in scope, and who the people are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.lake import digest, run_step, write_parquet
from flows.night import Night
from flows.resources import sql_texts
from flows.rulebase import rulebase
from flows.steps.assemble import STEP as ASSEMBLE
from flows.steps.link import summary_of
from transforms.rules.engine import verification
from transforms.rules.head import parse_verification
from transforms.rules.worlds import merge_verification

STEP = "assess"
RESULTS = "verification.parquet"
_FILE = "sql/rules/verification/outcome.sql"
LABELS = {"pass": "符合", "fail": "不符合", "needs_review": "待核实", "not_assessable": "无法核对"}


def assess(night: Night) -> dict[str, Any]:
    """Write verification (one row a household row in scope) and persons with their day of death."""
    inputs = digest(summary_of(night, ASSEMBLE), night.signature)

    def work(folder: Path) -> dict[str, Any]:
        base = rulebase(night)
        file = parse_verification(_FILE, sql_texts("rules/verification")["outcome"])
        linked, apart = base.in_worlds(lambda con, _: verification(con, file))
        results = merge_verification(linked, apart)
        write_parquet(results, folder / RESULTS)
        people = base.world("linked").execute("SELECT * FROM person_alive ORDER BY person_key").pl()
        write_parquet(people, folder / "persons.parquet")
        write_parquet(base.policy.values, folder / "policy_values.parquet")
        counts = dict(results["outcome"].value_counts().sort("outcome").iter_rows())
        told = "、".join(f"{LABELS[outcome]} {counts[outcome]:,}" for outcome in LABELS if outcome in counts)
        return {
            "note": f"{results.height:,} 户:{told}" if counts else "没有待核对家庭",
            "outcomes": counts,
            "warnings": list(base.policy_warnings),
        }

    return run_step(night.folder / STEP, inputs, work)
