"""Disputes in a night: read at its front door, and what they suspend. For the step monitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.disputes.books import DISPUTES, READ
from flows.disputes.inforce import marks_of
from flows.lake import write_parquet
from flows.night import Night
from flows.resources import sql_texts
from flows.rulebase import RuleBase
from transforms.disputes.standing import standing, suspended_records
from transforms.disputes.suspending import PUBLISHED, resting_only_on, suspended_results, touched
from transforms.handling.tonight import DISPUTED, none_of
from transforms.rules.engine import World, findings, verification
from transforms.rules.head import Rule, parse_verification
from transforms.rules.worlds import merge_verification

TABLES = ("disputes", "verification_disputes")
"""What is published of it: <name>.parquet in the folder of the step monitor."""
_OUTCOME = "sql/rules/verification/outcome.sql"
# who is concerned by a record: the household whose number it bears, and those of the people it names
_CONCERNED = """
SELECT DISTINCT household_no, source_table, record_no FROM household
UNION SELECT DISTINCT household_no, source_table, record_no FROM member
UNION SELECT DISTINCT household_no, source_table, record_no FROM authorisation
UNION SELECT DISTINCT member.household_no, named.source_table, named.record_no
FROM (
    SELECT person_key, source_table, record_no FROM income
    UNION ALL SELECT person_key, source_table, record_no FROM asset
    UNION ALL SELECT person_key, source_table, record_no FROM medical_cost
    UNION ALL SELECT person_key, source_table, record_no FROM death
) AS named
INNER JOIN member ON named.person_key = member.person_key
"""


@dataclass(frozen=True)
class Disputed:
    """The book as read, what each dispute is worth, and what is suspended (tonight.DISPUTED; VerificationDisputes)."""

    book: pl.DataFrame
    standing: pl.DataFrame
    alerts: pl.DataFrame
    results: pl.DataFrame


def disputed(night: Night, base: RuleBase, alerts: pl.DataFrame, results: pl.DataFrame) -> Disputed:
    """Read the book and see what rests on contested records. `alerts`: of `advance`; `results`: of the step assess."""
    book = DISPUTES.known_to(night.lake, night.as_of)
    opened = book.filter(pl.col("kind") == "open")
    marks = marks_of(night, opened.select("source_table", "record_no").unique().rows())
    worth = standing(book, marks, night.as_of)
    records = suspended_records(worth)
    if records.is_empty():
        return Disputed(book, worth, none_of(DISPUTED), none_of(PUBLISHED))
    concerned = base.world("linked").execute(f"SELECT * FROM ({_CONCERNED}) ORDER BY ALL").pl()
    touching = concerned.join(records, on=["source_table", "record_no"])
    held = touched(alerts, records, touching)
    rules = [rule for rule in base.live_rules if rule.id in set(held["rule_id"])]
    results_without, found = _without(base, records, rules)
    suspended = suspended_results(results, results_without, worth, touching)
    return Disputed(book, worth, resting_only_on(held, found, alerts), suspended)


def write_disputed(told: Disputed, folder: Path) -> None:
    """Write TABLES and what was read."""
    write_parquet(told.book, folder / READ)
    write_parquet(told.standing, folder / "disputes.parquet")
    write_parquet(told.results, folder / "verification_disputes.parquet")


def _without(base: RuleBase, records: pl.DataFrame, rules: Sequence[Rule]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Verification, and the findings of `rules` (rule and anchor), as if the records had not been delivered."""
    file = parse_verification(_OUTCOME, sql_texts("rules/verification")["outcome"])
    worlds: list[World] = ["linked", "apart"] if base.has_likely_links else ["linked"]
    results, found = [], []
    for world in worlds:
        with base.world_without(records, world) as con:
            results.append(verification(con, file))
            found += [findings(con, rule).select("rule_id", "anchor_table", "anchor_record_no") for rule in rules]
    nothing = pl.DataFrame(schema=dict.fromkeys(("rule_id", "anchor_table", "anchor_record_no"), pl.String()))
    return merge_verification(results[0], results[1] if len(results) > 1 else None), pl.concat([nothing, *found])
