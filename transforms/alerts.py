"""Alerts over the nights: one row an alert for ever, and what becomes of it tonight.

An alert is one rule on one anchor record; `alert_id` is their fingerprint. Its state tonight:

    before                      found       not found, frozen   not found
    (no row)                    new         -                   -
    new, ongoing, reopened      ongoing     ongoing             resolved
    resolved                    reopened    resolved            resolved

Frozen: something it rests on was not delivered readable tonight, so that silence says nothing. That is a table in
the rule's `needs` that was held, refused or missing; a record it rests on that is quarantined in the delivery in
force; a rule that was not asked (retired, or a policy value unknown). A frozen alert may go on, never end.

Days are nights (as-of days). `last_seen`: the last night the rule held. `last_confirmed`: the last such night that was
not frozen. `opened_on`: first night of the present spell, from which `due_on` counts at tonight's level, so that
a link that becomes certain keeps its age. A finding on a likely link is level blue, confidence likely, and says so.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from schemas.published import of_model
from schemas.published.alerts import AlertStates
from transforms.alert_changes import changes
from transforms.alert_evidence import canonical, fingerprints
from transforms.alert_freezing import Tonight, frozen, rests_on, still_resting_on
from transforms.calendar import due_on

__all__ = ["ALERTS", "Tonight", "advance", "no_alerts"]

ALERTS = of_model(AlertStates).dtypes
KEY = ("rule_id", "anchor_table", "anchor_record_no")
_ID_BYTES = 10
_KEPT = ("rule_version", "level", "confidence", "title", "explanation", "evidence", "evidence_fingerprint")
_REFRESHED = ("person_key", "household_no", "program", "division_code", *_KEPT)
_LIKELY_TITLE = "疑似："
_TOLD = ("evidence", "confidence", "level")


def no_alerts() -> pl.DataFrame:
    """The alerts before the first night."""
    return pl.DataFrame(schema=ALERTS)


def advance(previous: pl.DataFrame, findings: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """All alerts after tonight, ordered by rule and anchor; equal inputs in any row order give an equal frame.

    `previous`: alerts after the night before. `findings`: rule_id, anchor_table, anchor_record_no, person_key,
    household_no, program, division_code, certainty (certain, likely), explanation (the plain sentence: what warns
    of a likely link is added here), evidence (see alert_evidence).
    Raises ValueError for two findings of one alert, a finding of a rule not asked, or a night that does not follow.
    """
    before = pl.concat([no_alerts(), previous.select(c for c in previous.columns if c in ALERTS)], how="diagonal")
    _check(before, findings, tonight)
    found = _found(findings, before, tonight).select(*KEY, "alert_id", "rests_on", *_REFRESHED)
    both = before.drop(KEY).join(
        found.with_columns(found=pl.lit(True)), on="alert_id", how="full", coalesce=True, suffix="_found"
    )
    keys = pl.concat([before.select("alert_id", *KEY), found.select("alert_id", *KEY)]).unique("alert_id")
    both = both.drop(KEY).join(keys, on="alert_id").with_columns(pl.col("found").fill_null(False))
    both = still_resting_on(both, tonight)
    return _step(both.join(frozen(both, tonight), on="alert_id", how="left"), tonight.night)


def _check(before: pl.DataFrame, findings: pl.DataFrame, tonight: Tonight) -> None:
    """Faults of the caller, told without values."""
    if findings.select(KEY).is_duplicated().any() or before["alert_id"].is_duplicated().any():
        raise ValueError("two rows for one alert: a rule gives at most one row for an anchor")
    if strange := sorted(set(findings["rule_id"]) - set(tonight.rules["rule_id"])):
        raise ValueError(f"findings of rules not asked tonight: {', '.join(strange)}")
    latest = before.select(pl.max_horizontal("last_seen", "resolved_on").max()).item()
    if latest is not None and latest >= tonight.night:
        raise ValueError(f"night {tonight.night} does not follow the alerts given, which end on {latest}")


def _found(findings: pl.DataFrame, before: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """Tonight's findings as alerts would hold them. Fingerprints known from `before` are not computed again."""
    likely = pl.col("certainty") == "likely"
    rules = tonight.rules.select("rule_id", "title", "level", rule_version=pl.col("version").cast(pl.Int64()))
    known = before.select(*KEY, "alert_id", known_evidence="evidence", evidence_fingerprint="evidence_fingerprint")
    rows = findings.join(rules, on="rule_id").join(known, on=KEY, how="left")
    rows = _filled(rows, "alert_id", "A" + fingerprints(_ID_BYTES, *KEY))
    rows = rests_on(rows, tonight).with_columns(
        level=pl.when(likely).then(pl.lit("blue")).otherwise("level"),
        confidence=pl.when(likely).then(pl.lit("likely")).otherwise(pl.lit("certain")),
        title=pl.when(likely).then(_LIKELY_TITLE + pl.col("title")).otherwise("title"),
        evidence=canonical(pl.col("evidence")),
    )
    same = pl.col("evidence") == pl.col("known_evidence")
    rows = rows.with_columns(pl.when(same).then("evidence_fingerprint"))
    return _filled(rows, "evidence_fingerprint", fingerprints(16, "rule_id", "evidence"))


def _filled(rows: pl.DataFrame, column: str, made: pl.Expr) -> pl.DataFrame:
    """`made` where the column is null, and computed there only."""
    known = pl.col(column).is_not_null()
    return pl.concat([rows.filter(known), rows.filter(~known).with_columns(made.alias(column))])


def _step(both: pl.DataFrame, night: date) -> pl.DataFrame:
    """Apply the table of the module docstring to every alert; `why` is null where nothing is frozen."""
    was, found, silent, today = pl.col("state"), pl.col("found"), pl.col("why").is_not_null(), pl.lit(night)
    state = (
        pl.when(found & was.is_null())
        .then(pl.lit("new"))
        .when(found & (was == "resolved"))
        .then(pl.lit("reopened"))
        .when(found | ((was != "resolved") & silent))
        .then(pl.lit("ongoing"))
        .otherwise(pl.lit("resolved"))
    )
    both = both.with_columns(now=state)
    told = changes(both.filter(found & was.is_not_null()), "{}", "{}_found", _TOLD)
    both = both.drop("changed_since_last").join(
        told.rename({"change": "changed_since_last"}), on="alert_id", how="left"
    )
    both = both.with_columns(pl.when(found).then(f"{c}_found").otherwise(c).alias(c) for c in _REFRESHED)
    both = both.with_columns(
        first_seen=pl.coalesce("first_seen", today),
        last_seen=pl.when(found).then(today).otherwise("last_seen"),
        last_confirmed=pl.when(found & ~silent).then(today).otherwise("last_confirmed"),
        opened_on=pl.when(pl.col("now").is_in(["new", "reopened"])).then(today).otherwise("opened_on"),
        resolved_on=pl.when(pl.col("now") == "resolved").then(pl.coalesce("resolved_on", today)),
        times_reopened=pl.col("times_reopened").fill_null(0) + (pl.col("now") == "reopened").cast(pl.Int64()),
        frozen=silent & (pl.col("now") != "resolved"),
        frozen_reason=pl.when(pl.col("now") != "resolved").then("why"),
        state="now",
    )
    both = both.with_columns(due_on=pl.when(found).then(due_on("opened_on", "level")).otherwise("due_on"))
    return both.select(pl.col(name).cast(dtype) for name, dtype in ALERTS.items()).sort(KEY)
