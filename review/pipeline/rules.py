"""The rules as `hedui rules` knows them, in Chinese, with what staff's decisions said of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from flows.policy_commands import unit_text
from flows.rules.listing import Listed, listed
from flows.rules.screen import LEVELS, STATUSES
from review.pipeline.home import NothingPublishedError, published, settings_of
from schemas.catalogue import TABLES
from transforms.basis import basis_text
from transforms.policy.parameters import PARAMETERS

__all__ = ["LEVELS", "STATUSES", "Told", "rule_told", "rules_told"]


class Told(NamedTuple):
    """night: of the measures, None before the first. rows: one plain object a rule."""

    night: str | None
    rows: list[dict[str, Any]]


def rules_told(home: Path) -> Told:
    """Every rule with its measures."""
    found = listed(settings_of(home))
    return Told(_night(home), [_row(one) for one in found.as_data()])


def rule_told(home: Path, rule_id: str) -> dict[str, Any] | None:
    """One rule in full; None if there is none. trials: by night, how many a trial rule found, newest night first."""
    found: Listed = listed(settings_of(home))
    for one in found.as_data():
        if one["id"] == rule_id:
            break
    else:
        return None
    rule = next((rule for rule in found.rules if rule.id == rule_id), None)
    examples = [] if rule is None else [
        {"why": one.why, "as_of": one.as_of, "policy": _text(one.policy), "given": _text(one.given),
         "expect": _text(one.expect)} for one in rule.head.examples
    ]  # fmt: skip
    parameters = [*one.get("parameters", ()), *one.get("parameters_if_given", ())]
    return _row(one) | {
        "examples": examples,
        "sql": "" if rule is None else rule.sql,
        "tables": [_table(name) for name in one.get("needs", ())],
        "parameters_told": [_parameter(name) for name in parameters],
        "values": _values(home, parameters),
        "trials": _trials(home, rule_id) if one["status"] == "trial" else [],
        "night": _night(home),
    }


def _row(one: dict[str, Any]) -> dict[str, Any]:
    sources = {"legal_basis": [basis_text(text) for text in one.get("legal_basis") or ()],
               "statutory_ground": basis_text(one.get("statutory_ground") or "")}  # fmt: skip
    told = sources | {"level_says": LEVELS.get(one["level"], one["level"]), "class_says": one["class"],
            "status_says": STATUSES.get(one["status"], one["status"])}  # fmt: skip
    return one | told | {"needs_n": len(one.get("needs", ())), "parameters_n": len(one.get("parameters", ()))}


def _text(given: Any) -> str:
    return json.dumps(given, ensure_ascii=False, indent=1, default=str) if given else ""


def _table(name: str) -> str:
    spec = TABLES.get(name)
    return name if spec is None else f"{spec.department_label}·{spec.label}"


def _parameter(name: str) -> str:
    known = PARAMETERS.get(name)
    if known is None:
        return name
    unit = unit_text(known.label, known.unit)
    return f"{known.label}（{name}{'，' + unit if unit else ''}）"


def _values(home: Path, names: list[str]) -> list[dict[str, Any]]:
    """Values in force on the newest night, by place."""
    if not names:
        return []
    try:
        with published(home) as file:
            rows = file.rows(
                "SELECT policy_values.*, coalesce(divisions_now.full_name, policy_values.locality) AS place "
                "FROM policy_values LEFT JOIN divisions_now ON policy_values.locality = divisions_now.code "
                "WHERE list_contains(?, parameter) ORDER BY parameter, locality, residence LIMIT 200",
                [names],
            )
    except NothingPublishedError:
        return []
    return [row | {"parameter": PARAMETERS[row["parameter"]].label if row["parameter"] in PARAMETERS
                   else row["parameter"], "source": basis_text(row["source"] or "")} for row in rows]  # fmt: skip


def _trials(home: Path, rule_id: str) -> list[dict[str, Any]]:
    try:
        with published(home) as file:
            nights = [row["as_of"] for row in file.rows("SELECT DISTINCT as_of FROM runs ORDER BY as_of DESC LIMIT 30")]
            rows = file.rows("SELECT first_seen, resolved_on FROM trial_alerts WHERE rule_id = ?", [rule_id])
    except NothingPublishedError:
        return []
    fresh = Counter(row["first_seen"] for row in rows)
    gone = Counter(row["resolved_on"] for row in rows)
    return [
        {"night": night.isoformat(), "new": fresh[night], "gone": gone[night],
         "standing": sum(row["first_seen"] <= night and (row["resolved_on"] is None or row["resolved_on"] > night)
                         for row in rows)}
        for night in nights
    ]  # fmt: skip


def _night(home: Path) -> str | None:
    try:
        with published(home) as file:
            return file.night.isoformat()
    except NothingPublishedError:
        return None
