"""Publish: all the night came to, as one DuckDB file put in place by rename; then the night is in the journal."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.analysts.questions import questions
from flows.centre.night import TABLES as CENTRE
from flows.disputes.night import TABLES as DISPUTED
from flows.exchange.night import TABLES as EXCHANGED
from flows.handling.night import TABLES as DECIDED
from flows.journal import nights, write_night
from flows.kept import content_of, keep_inputs
from flows.lake import read_json
from flows.linking.links import KEY_FILES
from flows.linking.memory import MEMORY
from flows.night import SHANGHAI, Night
from flows.reference import read_divisions
from flows.resources import code_version
from flows.rulebase import engine_of, parsed_catalogue, release_rulebase, rulebase
from flows.steps.assemble import fact_paths
from flows.steps.assess import STEP as ASSESS
from flows.steps.care import TABLES as CARE
from flows.steps.handling import EVENTS_FILE, SHEETS_FILE
from flows.steps.link import ONLY_APART, PEOPLE, links_path
from flows.steps.link import STEP as LINK
from flows.steps.monitor import STEP as MONITOR
from flows.steps.monitor import TRIAL
from flows.steps.receive import RECEIVED
from flows.steps.stage import STEP as STAGE
from flows.warehouse import publish as publish_file
from flows.warehouse import views
from flows.warehouse_tables import Parquet, Source
from schemas.catalogue import TABLES
from schemas.published import published
from transforms.calendar import adjusted_days
from transforms.dictionary import dictionary
from transforms.link.queue import as_published
from transforms.policy.files import policy_version
from transforms.questions import as_published as published_questions
from transforms.verification_items import verification_items

_NIGHTS_KEPT_WHOLE = 2  # the newest may be run again and then needs what the one before left


def publish(night: Night) -> dict[str, Any]:
    """Build and place the file, then write the night into the journal. The order makes a crash repeat, never skip."""
    policy = policy_version(night.policy_texts)
    finished = datetime.now(SHANGHAI)
    feeds = pl.read_parquet(night.folder / STAGE / "feeds.parquet")
    tonight = feeds.filter(pl.col("batch_date") == night.as_of)
    entry = {
        "run_id": night.run_id,
        "as_of": night.as_of,
        "started_at": night.started_at,
        "finished_at": finished,
        "state": "published",
        "code_version": code_version(),
        "policy_version": policy,
        "signature": night.whole_signature,
        "previous": night.previous,
        "incomplete": _incomplete(night, tonight),
    }
    tables, space = _tables(night, entry), rulebase(night).space
    release_rulebase()
    version = publish_file(night.lake.warehouse, night.as_of, night.run_id, tables, engine_of(night), space)
    kept = {"inputs": keep_inputs(night), "fingerprints": content_of(version)}
    write_night(night.lake, night.as_of, {**entry, **kept})
    _forget_old(night)
    size = version.stat().st_size / 1e6
    return {"note": f"{version.name}({size:,.1f} MB)", "file": version.name}


def _incomplete(night: Night, tonight: pl.DataFrame) -> bool:
    """Whether a delivery of the night was refused, held or missing, or a correction of an older one was refused."""
    return (
        bool(read_json(night.folder / RECEIVED)["refused"])
        or not tonight["status"].is_in(["accepted", "unchanged"]).all()
    )


def _tables(night: Night, entry: dict[str, Any]) -> dict[str, Source]:
    """Every published table and where its rows are."""
    stage, link, assess, monitor = (night.folder / step for step in (STAGE, LINK, ASSESS, MONITOR))
    results = pl.read_parquet(assess / "verification.parquet")
    values = pl.read_parquet(assess / "policy_values.parquet")
    tables: dict[str, Source] = {
        "identity_links": [
            Parquet(links_path(night, spec.key), {"department": spec.department, "table_name": spec.table})
            for spec in TABLES.values()
            if spec.persons
        ],
        "persons": Parquet(assess / "persons.parquet"),
        "verification_results": results,
        "verification_items": verification_items(results, values),
        "alerts": Parquet(monitor / "alerts.parquet"),
        "dispatch_sheets": Parquet(monitor / SHEETS_FILE),
        "alert_events": Parquet(monitor / EVENTS_FILE),
        "calendar_days": adjusted_days(),
        "trial_alerts": Parquet(monitor / TRIAL),
        "identity_events": Parquet(link / "events.parquet"),
        "identity_review": as_published(pl.read_parquet(link / "review.parquet")),
        "policy_values": values,
        "rules": _rules(night),
        "rules_skipped": Parquet(monitor / "rules_skipped.parquet"),
        "runs": _runs(night, entry),
        "divisions": read_divisions(night.settings.divisions),
        "delivered_tables": _delivered_tables(),
        "dictionary_columns": dictionary(published().values(), views()),
        "analyst_questions": published_questions(questions()),
    }
    for name in (*DECIDED, *CENTRE, *DISPUTED, *EXCHANGED, *CARE):
        tables[name] = Parquet(monitor / f"{name}.parquet")
    for name in ("quarantine", "defects", "feeds", "deliveries"):
        tables[name] = Parquet(stage / f"{name}.parquet")
    for name, paths in fact_paths(night).items():
        tables[f"fact.{name}"] = [Parquet(path) for path in paths]
    return tables


def _runs(night: Night, entry: dict[str, Any]) -> pl.DataFrame:
    """All nights, this one in place of an earlier run of it."""
    known = {day: one for day, one in nights(night.lake).items() if day < night.as_of}
    rows = [*known.values(), entry]
    columns = published()["runs"].dtypes
    moments = ("started_at", "finished_at")
    typed = [{name: _moment(row[name]) if name in moments else row[name] for name in columns} for row in rows]
    for row in typed:
        row["as_of"] = _day(row["as_of"])
    return pl.DataFrame(typed, schema=columns, orient="row")


def _moment(given: str | datetime) -> datetime:
    return given if isinstance(given, datetime) else datetime.fromisoformat(given)


def _day(given: Any) -> Any:
    return date.fromisoformat(given) if isinstance(given, str) else given


def _rules(night: Night) -> pl.DataFrame:
    rows = [
        {
            "rule_id": rule.id,
            "title": rule.head.title,
            "title_en": rule.head.title_en,
            "class": rule.head.rule_class,
            "level": rule.head.level,
            "status": rule.head.status,
            "version": rule.head.version,
            "needs": list(rule.head.needs),
            "parameters": [*rule.head.parameters, *rule.head.parameters_if_given],
            "legal_basis": list(rule.head.legal_basis),
            "false_positives": [f"{one.case}：{one.check}" for one in rule.head.false_positives],
            "sentence": rule.head.sentence,
            "sql": rule.sql,
            "waits_for": [],
        }
        for rule in rulebase(night).rules
    ]
    rows += [
        {
            "rule_id": rule.id,
            "title": rule.head.title,
            "title_en": rule.head.title_en,
            "class": rule.head.rule_class,
            "level": rule.head.level,
            "status": rule.head.status,
            "version": 1,
            "needs": [],
            "parameters": [],
            "legal_basis": list(rule.head.legal_basis),
            "false_positives": [f"{one.case}：{one.check}" for one in rule.head.false_positives],
            "sentence": "",
            "sql": "",
            "waits_for": list(rule.head.waits_for),
        }
        for rule in parsed_catalogue()[1]
    ]
    return pl.DataFrame(rows, schema=published()["rules"].dtypes, orient="row")


def _delivered_tables() -> pl.DataFrame:
    rows = [
        {
            "department": spec.department,
            "table_name": spec.table,
            "department_label": spec.department_label,
            "table_label": spec.label,
            "kind": spec.kind,
        }
        for spec in TABLES.values()
    ]
    return pl.DataFrame(rows, schema=published()["delivered_tables"].dtypes, orient="row")


def _forget_old(night: Night) -> None:
    """Drop links and facts of nights that no later night will ask for; alerts and results of every night stay.

    The person keys of a past night stay longer: with them, and the deliveries, all the rest is made again by a replay.
    """
    past = sorted(nights(night.lake))[:-_NIGHTS_KEPT_WHOLE]
    for day in past:
        _forget(night.lake.night(day))
    for day in past[: -night.settings.replay_nights]:
        for name in KEY_FILES:
            (night.lake.night(day) / LINK / name).unlink(missing_ok=True)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / "assemble", ignore_errors=True)
    for name in ("links", "close", MEMORY):
        shutil.rmtree(folder / LINK / name, ignore_errors=True)
    for name in (PEOPLE, ONLY_APART):
        (folder / LINK / name).unlink(missing_ok=True)
