"""Part of the step monitor: rules asked of a night, and what their findings make of the alerts before.

The live rules are asked so, the rules on trial apart from them, and a rule that is tried on past nights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from flows.night import Night
from flows.rulebase import RuleBase
from flows.steps.stage import STEP as STAGE
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.alert_freezing import Tonight
from transforms.alerts import advance
from transforms.rules.engine import FINDING_SCHEMA, findings
from transforms.rules.head import Rule
from transforms.rules.skipped import skipped_parameters
from transforms.rules.worlds import merge_findings

_TOLD = [
    *("rule_id", "anchor_table", "anchor_record_no"),
    *("person_key", "household_no", "program", "division_code", "certainty"),
    *("explanation", "evidence"),
]
"""Columns of a finding that the life cycle takes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """findings: of both worlds, merged; skipped: what a place's policy did not let be asked; alerts: tonight's."""

    findings: pl.DataFrame
    skipped: pl.DataFrame
    alerts: pl.DataFrame


def ask(night: Night, base: RuleBase, rules: Sequence[Rule], before: pl.DataFrame) -> Answer:
    """Ask `rules` tonight; `before`: their alerts as the night before left them."""
    linked, apart = base.in_worlds(lambda con, _: _findings(con, rules))
    found = merge_findings(linked, apart, [rule.id for rule in rules if rule.head.about_identity])
    skipped = skipped_parameters(base.world("linked"), rules)
    alerts = advance(before, found.select(_TOLD), _tonight(night, base, skipped, rules))
    return Answer(found, skipped, alerts)


def _findings(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *(findings(con, rule) for rule in rules)])


def _tonight(night: Night, base: RuleBase, skipped: pl.DataFrame, rules: Sequence[Rule]) -> Tonight:
    """What the life cycle needs to know of the night."""
    con = base.world("linked")
    feeds = pl.read_parquet(night.folder / STAGE / "feeds.parquet").filter(pl.col("batch_date") == night.as_of)
    unreadable = pl.read_parquet(night.folder / STAGE / "unreadable.parquet")
    nameless = unreadable.filter(pl.col("record_no").is_null())["source_table"].unique().to_list()
    present = [
        rows_in_force(night, TABLES[key]).select(source_table=pl.lit(key), record_no="record_no") for key in nameless
    ]
    return Tonight(
        night=night.as_of,
        rules=_rules(rules),
        feeds=feeds.select(
            table=pl.format("{}.{}", "department", "table_name"),
            readable=pl.col("status").is_in(["accepted", "unchanged"]),
        ),
        unreadable=unreadable,
        household_rows=con.execute(
            "SELECT household_no, program, NULL::VARCHAR AS person_key, source_table, record_no FROM household "
            "UNION ALL SELECT household_no, NULL, person_key, source_table, record_no FROM member"
        ).pl(),
        authorisations=con.execute(
            "SELECT household_no, person_key, source_table, record_no FROM authorisation_in_force "
            "SEMI JOIN counted_member USING (household_no, person_key)"
        ).pl(),
        present=pl.concat(present) if present else None,
        skipped=_skipped_places(base, skipped, rules),
    )


def _rules(rules: Sequence[Rule]) -> pl.DataFrame:
    rows = [
        {
            "rule_id": rule.id,
            "title": rule.head.title,
            "level": rule.head.level,
            "version": rule.head.version,
            "needs": list(rule.head.needs),
            "authorisation": rule.head.authorisation,
        }
        for rule in rules
    ]
    schema = {"rule_id": pl.String, "title": pl.String, "level": pl.String, "version": pl.Int64}
    return pl.DataFrame(rows, schema={**schema, "needs": pl.List(pl.String), "authorisation": pl.Boolean})


def _skipped_places(base: RuleBase, skipped: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """rule_id, division_code, household_no: where a rule could not be asked; a null says any.

    A value unknown for one kind of residence concerns the households of that kind only.
    """
    homes = base.world("linked").execute(
        "SELECT DISTINCT locality, coalesce(residence, '') AS residence, household_no FROM located_household"
    )
    places = pl.concat(
        [
            homes.pl().select(
                "locality", "residence", division_code=pl.lit(None, pl.String), household_no="household_no"
            ),
            base.policy.locality.select(
                "locality",
                residence=pl.lit(""),
                division_code=pl.when(pl.col("division_code") != "").then("division_code"),
                household_no=pl.lit(None, pl.String),
            ).filter(pl.col("division_code").is_not_null()),
        ]
    )
    by_row = {rule.id for rule in rules if rule.head.policy_by != "household"}
    centre = [rule.id for rule in rules if rule.head.policy_by == "centre"]
    everywhere = pl.col("rule_id").is_in(centre)
    found = skipped.filter(~everywhere).select("rule_id", "locality", "residence").unique()
    found = found.join(places, on=["locality", "residence"])
    concerned = pl.col("household_no").is_not_null() | pl.col("rule_id").is_in(list(by_row))
    named = ["rule_id", "division_code", "household_no"]
    whole = skipped.filter(everywhere).select("rule_id", *(pl.lit(None, pl.String).alias(name) for name in named[1:]))
    return pl.concat([found.filter(concerned).select(named), whole]).unique()
