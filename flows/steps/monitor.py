"""Monitor: what the rules find tonight, and what that makes of the alerts of the night before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flows.lake import DONE, digest, read_json, run_step, write_parquet
from flows.night import Night
from flows.rulebase import RuleBase, rulebase
from flows.steps.assemble import STEP as ASSEMBLE
from flows.steps.link import summary_of
from flows.steps.stage import STEP as STAGE
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.alert_freezing import Tonight
from transforms.alerts import advance, no_alerts
from transforms.rules.engine import FINDING_SCHEMA, World, findings
from transforms.rules.head import Rule
from transforms.rules.skipped import skipped_parameters
from transforms.rules.worlds import merge_findings

STEP = "monitor"
TRIAL = "trial_alerts.parquet"
Rules = Sequence[Rule] | None
"""Rules that are asked; None: those that are live."""
_FINDING = [
    *("rule_id", "anchor_table", "anchor_record_no"),
    *("person_key", "household_no", "program", "division_code", "certainty"),
]


def monitor(night: Night) -> dict[str, Any]:
    """Write tonight's findings, all alerts, and the rules that a place's policy did not let be asked."""
    inputs = digest(summary_of(night, ASSEMBLE), summary_of(night, STAGE), night.signature, _alerts_before(night))

    def work(folder: Path) -> dict[str, Any]:
        base = rulebase(night)
        linked = _findings(base, "linked")
        apart = _findings(base, "apart") if base.has_likely_links else None
        found = merge_findings(linked, apart, [rule.id for rule in base.rules if rule.head.about_identity])
        skipped = skipped_parameters(base.world("linked"), base.live_rules)
        alerts = advance(_before(night), _told(found), _tonight(night, base, skipped))
        write_parquet(found, folder / "findings.parquet")
        write_parquet(alerts, folder / "alerts.parquet")
        write_parquet(skipped, folder / "rules_skipped.parquet")
        write_parquet(_on_trial(night, base), folder / TRIAL)
        counts = dict(alerts["state"].value_counts().sort("state").iter_rows())
        told = "、".join(f"{label} {counts[state]:,}" for state, label in _STATES.items() if state in counts)
        return {"note": told or "没有预警", "alerts": counts, "skipped": skipped["rule_id"].n_unique()}

    return run_step(night.folder / STEP, inputs, work)


_STATES = {"new": "新增", "ongoing": "持续", "reopened": "再现", "resolved": "已消除"}


def _findings(base: RuleBase, world: World, rules: Rules = None) -> pl.DataFrame:
    con = base.world(world)
    asked = base.live_rules if rules is None else rules
    return pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *(findings(con, rule) for rule in asked)])


def _told(found: pl.DataFrame) -> pl.DataFrame:
    """Findings as the life cycle takes them."""
    return found.select(*_FINDING, "explanation", "evidence")


def _before(night: Night) -> pl.DataFrame:
    if night.previous_folder is None:
        return no_alerts()
    return pl.read_parquet(night.previous_folder / STEP / "alerts.parquet")


def _alerts_before(night: Night) -> object:
    """Fingerprint of what the night before left, by its own journal."""
    return read_json(night.previous_folder / STEP / DONE) if night.previous_folder else None


def _tonight(night: Night, base: RuleBase, skipped: pl.DataFrame, rules: Rules = None) -> Tonight:
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
        rules=_rules(base, rules),
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


def _rules(base: RuleBase, asked: Rules = None) -> pl.DataFrame:
    rows = [
        {
            "rule_id": rule.id,
            "title": rule.head.title,
            "level": rule.head.level,
            "version": rule.head.version,
            "needs": list(rule.head.needs),
            "authorisation": rule.head.authorisation,
        }
        for rule in (base.live_rules if asked is None else asked)
    ]
    schema = {"rule_id": pl.String, "title": pl.String, "level": pl.String, "version": pl.Int64}
    return pl.DataFrame(rows, schema={**schema, "needs": pl.List(pl.String), "authorisation": pl.Boolean})


def _skipped_places(base: RuleBase, skipped: pl.DataFrame, rules: Rules = None) -> pl.DataFrame:
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
    asked = base.live_rules if rules is None else rules
    by_row = {rule.id for rule in asked if rule.head.policy_by != "household"}
    found = skipped.select("rule_id", "locality", "residence").unique().join(places, on=["locality", "residence"])
    concerned = pl.col("household_no").is_not_null() | pl.col("rule_id").is_in(list(by_row))
    return found.filter(concerned).select("rule_id", "division_code", "household_no").unique()


def follow(night: Night, base: RuleBase, rules: Sequence[Rule], before: pl.DataFrame) -> pl.DataFrame:
    """What these rules, asked apart from the live ones, make tonight of their own alerts before."""
    linked = _findings(base, "linked", rules)
    apart = _findings(base, "apart", rules) if base.has_likely_links else None
    found = merge_findings(linked, apart, [rule.id for rule in rules if rule.head.about_identity])
    skipped = skipped_parameters(base.world("linked"), rules)
    return advance(before, _told(found), _tonight(night, base, skipped, rules))


def _on_trial(night: Night, base: RuleBase) -> pl.DataFrame:
    """Alerts of the rules on trial, followed over nights apart from the others; a rule that left the trial is gone."""
    path = night.previous_folder / STEP / TRIAL if night.previous_folder else None
    before = pl.read_parquet(path) if path and path.is_file() else no_alerts()
    if not base.trial_rules:
        return no_alerts()
    return follow(night, base, base.trial_rules, before.filter(pl.col("rule_id").is_in(base.trial_ids)))
