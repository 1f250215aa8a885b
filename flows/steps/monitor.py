"""Monitor: what the rules find tonight, and what that makes of the alerts of the night before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from flows.books import marks as book_marks
from flows.centre.night import write_centre
from flows.disputes.night import disputed, write_disputed
from flows.exchange.night import write_exchange
from flows.handling.night import decided, write_decided
from flows.lake import DONE, digest, read_json, run_step, write_parquet
from flows.night import Night
from flows.rulebase import RuleBase, rulebase
from flows.steps.asking import ask
from flows.steps.assemble import STEP as ASSEMBLE
from flows.steps.assess import RESULTS
from flows.steps.assess import STEP as ASSESS
from flows.steps.care import write_care
from flows.steps.handling import handled
from flows.steps.link import summary_of
from flows.steps.stage import STEP as STAGE
from transforms.alerts import no_alerts

STEP = "monitor"
TRIAL = "trial_alerts.parquet"
_ALERTS = "alerts.parquet"
_STATES = {"new": "新增", "ongoing": "持续", "reopened": "再现", "resolved": "已消除"}


def monitor(night: Night) -> dict[str, Any]:
    """Write tonight's findings, all alerts, what people see of them, and what staff decided of them.

    Also the alerts of the rules on trial, apart, the rules that a place's policy did not let be asked, and the centre's
    own accounts (flows/centre/night.py).
    """
    inputs = digest(
        summary_of(night, ASSEMBLE), summary_of(night, STAGE), night.signature, _alerts_before(night),
        book_marks(night.lake, night.as_of),
    )  # fmt: skip

    def work(folder: Path) -> dict[str, Any]:
        base = rulebase(night)
        before = pl.read_parquet(night.previous_folder / STEP / _ALERTS) if night.previous_folder else no_alerts()
        answer = ask(night, base, base.live_rules, before)
        told_by_staff = decided(night, answer.alerts)
        contested = disputed(night, base, answer.alerts, pl.read_parquet(night.folder / ASSESS / RESULTS))
        alerts = handled(night, base, before, answer.alerts, told_by_staff, contested.alerts, folder)
        write_parquet(answer.findings, folder / "findings.parquet")
        write_parquet(alerts, folder / _ALERTS)
        write_parquet(answer.skipped, folder / "rules_skipped.parquet")
        write_decided(night, base, alerts, told_by_staff, contested.alerts, folder)
        write_disputed(contested, folder)
        write_exchange(night, folder)
        write_parquet(_on_trial(night, base), folder / TRIAL)
        write_centre(night, base, folder)
        write_care(night, base, answer.findings, folder)
        counts = dict(alerts["state"].value_counts().sort("state").iter_rows())
        told = "、".join(f"{label} {counts[state]:,}" for state, label in _STATES.items() if state in counts)
        shown = int(alerts["shown"].sum())
        told += f";交办 {shown:,},暂缓 {alerts['held_back'].count():,}" if counts else ""
        return {
            "note": told or "没有预警",
            "alerts": counts,
            "shown": shown,
            "skipped": answer.skipped["rule_id"].n_unique(),
        }

    return run_step(night.folder / STEP, inputs, work)


def _on_trial(night: Night, base: RuleBase) -> pl.DataFrame:
    """Alerts of the rules on trial, followed over nights apart from the others; a rule that left the trial is gone."""
    path = night.previous_folder / STEP / TRIAL if night.previous_folder else None
    before = pl.read_parquet(path) if path is not None and path.is_file() else no_alerts()
    if not base.trial_rules:
        return no_alerts()
    return ask(night, base, base.trial_rules, before.filter(pl.col("rule_id").is_in(base.trial_ids))).alerts


def _alerts_before(night: Night) -> object:
    """Fingerprint of what the night before left, by its own journal."""
    return read_json(night.previous_folder / STEP / DONE) if night.previous_folder else None
