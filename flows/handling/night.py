"""Decisions in a night: read at its front door, set against tonight's alerts, and measured. For the step monitor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from flows.handling.store import READ_DECISIONS, READ_STEPS, Said, known_to
from flows.lake import write_parquet
from flows.night import Night
from flows.rulebase import RuleBase
from transforms.decisions.fairness import fairness
from transforms.decisions.findings import confirmed_findings
from transforms.decisions.precision import rule_measures
from transforms.decisions.published import decisions_published, steps_published
from transforms.decisions.recall import drawn, estimates, no_samples, results
from transforms.decisions.replay import Past, played
from transforms.decisions.standing import effects, standing

TABLES = (
    "decisions",
    "process_steps",
    "confirmed_findings",
    "rule_measures",
    "recall_sample",
    "recall_estimates",
    "fairness",
)
"""What is published of it: <name>.parquet in the folder of the step monitor."""
_HOUSEHOLDS = """
SELECT
    household_no, program, division_code,
    (SELECT min(person_key) FROM member
     WHERE member.household_no = located_household.household_no AND member.relation = '本人') AS applicant_key,
    record_no IN (SELECT record_no FROM assessed_household) AS in_scope
FROM located_household WHERE household_no IS NOT NULL
ORDER BY household_no, program, record_no
"""
_PEOPLE = """
SELECT
    person_key, sex, birth_date,
    EXISTS (SELECT 1 FROM card_in_force WHERE card_in_force.person_key = person_alive.person_key) AS disabled
FROM person_alive SEMI JOIN person_named USING (person_key) ORDER BY person_key
"""


@dataclass(frozen=True)
class Decided:
    """What staff said, and what it is worth tonight. standing: standing.STANDING, `holds` being in force."""

    said: Said
    past: Past
    standing: pl.DataFrame


def decided(night: Night, alerts: pl.DataFrame) -> Decided:
    """Read the books and set them against tonight's alerts (columns of the life cycle)."""
    said = known_to(night.lake, night.as_of)
    past = played(said.decisions, said.steps)
    return Decided(said, past, standing(said.decisions, said.steps, alerts, night.as_of, past))


def write_decided(
    night: Night, base: RuleBase, alerts: pl.DataFrame, told: Decided, contested: pl.DataFrame, folder: Path
) -> None:
    """Write TABLES and what was read.

    `alerts`: as they will be published; `contested`: alert_id of those that do not stand without a contested record, on
    which no adverse decision is put forward for action.
    """
    said, con = told.said, base.world("linked")
    write_parquet(said.decisions, folder / READ_DECISIONS)
    write_parquet(said.steps, folder / READ_STEPS)
    rules = pl.DataFrame(
        [(rule.id, rule.head.version, list(rule.head.legal_basis)) for rule in base.live_rules],
        schema={"rule_id": pl.String, "version": pl.Int64, "legal_basis": pl.List(pl.String)},
        orient="row",
    )
    made = decisions_published(said.decisions, told.standing)
    took = effects(said.decisions, said.steps, told.past)
    households = con.execute(_HOUSEHOLDS).pl()
    sample = results(_drawn(night, con, alerts, households), said.decisions)
    frames = {
        "decisions": made,
        "process_steps": steps_published(said.steps, told.past),
        "confirmed_findings": confirmed_findings(made, alerts, rules, contested),
        "rule_measures": rule_measures(alerts, took, rules),
        "recall_sample": sample,
        "recall_estimates": estimates(sample),
        "fairness": fairness(households, _people(con, households, alerts), alerts, took, night.as_of),
    }
    for name in TABLES:
        write_parquet(frames[name], folder / f"{name}.parquet")


def _people(con: duckdb.DuckDBPyConnection, households: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    """What fairness asks of people, of those alone whom an alert names or who applied; the city is many more."""
    named = (
        pl.concat([households.select(person_key="applicant_key"), alerts.select("person_key")]).drop_nulls().unique()
    )
    con.register("person_named", named.to_arrow())
    people = con.execute(_PEOPLE).pl()
    con.unregister("person_named")
    return people


def _drawn(
    night: Night, con: duckdb.DuckDBPyConnection, alerts: pl.DataFrame, households: pl.DataFrame
) -> pl.DataFrame:
    """The samples of all months: households in scope that no open alert names, nor any of their members."""
    found = alerts.filter(pl.col("state") != "resolved")
    members = con.execute("SELECT DISTINCT household_no, person_key FROM member").pl()
    named = members.join(found.select("person_key").drop_nulls(), on="person_key", how="semi")
    at_issue = pl.concat([found.select("household_no"), named.select("household_no")]).drop_nulls()
    silent = households.filter("in_scope").join(at_issue, on="household_no", how="anti")
    before = night.previous_folder / "monitor" / "recall_sample.parquet" if night.previous_folder else None
    kept = pl.read_parquet(before) if before is not None and before.is_file() else no_samples()
    return drawn(kept, silent, night.as_of, night.secret)
