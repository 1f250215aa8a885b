"""One alert as the case page shows it: plain data, masked, and only what the asker may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.alerts.explain import Proof
from flows.published import File
from review.pipeline import proof as proofs
from review.pipeline.home import published
from review.pipeline.household import household_no_of, households, members, people
from review.pipeline.verified import verified
from review.pipeline.words import EVENTS, OUTCOMES, PROCESS, STANDINGS, STEPS
from transforms.masking import mask_text


@dataclass(frozen=True, slots=True)
class Case:
    """night: of the file. held: whether the file still has the alert; if not, the rest is empty.

    kept: facts that a township does not read. elsewhere: people named by the evidence who live where the asker does not
    look. verified: None for a township.
    """

    night: date
    held: bool
    alert: dict[str, Any]
    facts: list[dict[str, Any]]
    kept: int
    others: list[dict[str, Any]]
    rule: dict[str, Any]
    parameters: list[dict[str, Any]]
    households: list[dict[str, Any]]
    members: list[dict[str, Any]]
    people: list[dict[str, Any]]
    elsewhere: int
    verified: list[dict[str, Any]] | None
    events: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    steps: list[dict[str, Any]]


def case_of(home: Path, alert_id: str, within: str, township: bool) -> Case:
    """within: beginning of the division codes that the asker sees. township: read as a township reads.

    Raises NothingPublishedError.
    """
    with published(home) as file:
        proof = proofs.proof_of(file, home, alert_id)
        if proof is None or not (proof.alert["division_code"] or "").startswith(within):
            return Case(file.night, False, {}, [], 0, [], {}, [], [], [], [], 0, None, [], [], [])
        return _case(file, proof, within, township)


def _case(file: File, proof: Proof, within: str, township: bool) -> Case:
    alert, about = proof.alert, proof.alert["person_key"]
    number = household_no_of(file, alert, within)
    rows = households(file, number, within)
    listed = members(file, rows[0]["household_no"], proof.night, about) if rows else []
    keys = people_named(proof) - {one["person_key"] for one in listed}
    named, elsewhere = people(file, sorted(keys), proof.night, within, about)
    # Two people of one name look alike when masked; their ages tell them apart.
    names = {
        one["person_key"]: one["who"] if one["age"] is None else f"{one['who']} {one['age']}岁"
        for one in (*listed, *named)
    }
    facts, kept = proofs.facts(proof, names, township)
    income = [one["person_key"] for one in listed if one["counted"] and one["authorised"]]
    about_deliveries = proof.rule.get("needs") == []
    return Case(
        night=proof.night, held=True, alert=_alert(alert, township), facts=facts, kept=kept,
        others=[] if township or about_deliveries else [proofs.where(one) for one in proof.others],
        rule=proofs.rule_told(proof, township),
        parameters=[] if township and proofs.kept_from_townships(proof) else proof.parameters,
        households=[_household(row, township) for row in rows],
        members=[_member(one, township) for one in listed], people=named, elsewhere=elsewhere,
        verified=None if township else verified(file, rows, income),
        events=[_event(one, township) for one in proof.events or []],
        decisions=[_decision(one, township) for one in proof.decisions or []],
        steps=_steps(file, alert["alert_id"]),
    )  # fmt: skip


def people_named(proof: Proof) -> set[str]:
    """Keys of the alert's person and of everybody whom its facts name."""
    named = {link["person_key"] for fact in proof.facts for link in fact["identity"]}
    return named | ({proof.alert["person_key"]} - {None})


_TOWNSHIP_ALERT = (
    *("alert_id", "rule_id", "title", "level", "state", "life", "confidence", "household_no", "program", "division"),
    *("division_code", "township_text", "first_seen", "opened_on", "last_seen", "resolved_on", "times_reopened"),
    *("dispatched_on", "sheet_id", "respond_by", "close_by", "due_provisional", "overdue", "shown", "held_back"),
    *("held_back_why", "frozen"),
)


def _alert(alert: dict[str, Any], township: bool) -> dict[str, Any]:
    return {name: alert.get(name) for name in _TOWNSHIP_ALERT} if township else alert


def _household(row: dict[str, Any], township: bool) -> dict[str, Any]:
    """Who visits reads the address, and no money; others open it with the names (review/pages/unmask.py)."""
    kept = ("declared_income_yuan_month", "declared_deposits_yuan") if township else ("address",)
    return {name: value for name, value in row.items() if name not in kept}


def _member(one: dict[str, Any], township: bool) -> dict[str, Any]:
    return {name: value for name, value in one.items() if not (township and name == "declared_income_yuan_month")}


def _event(one: dict[str, Any], township: bool) -> dict[str, Any]:
    """What changed may name amounts; a township reads that something did."""
    detail = "" if township and one["event"] == "changed" else one["detail"] or ""
    return {"night": one["night"], "event": EVENTS.get(one["event"], one["event"]), "detail": detail}


def _decision(one: dict[str, Any], township: bool) -> dict[str, Any]:
    told = {name: one.get(name) for name in ("disposition", "decided_by", "decided_on", "second_by", "expires_on")}
    reason = "" if township else one.get("reason") or ""
    return told | {
        "standing": STANDINGS.get(one.get("standing") or "", ""),
        "reason": reason,
        "why": one.get("why") or "",
    }


def _steps(file: File, alert_id: str) -> list[dict[str, Any]]:
    if not file.columns("process_steps"):
        return []
    rows = file.rows("SELECT * FROM process_steps WHERE alert_id = ? ORDER BY done_on, step_id", [alert_id])
    return [
        {
            "step": STEPS.get(row["step"], row["step"]), "by": row["done_by"], "on": row["done_on"],
            "how": mask_text(row["how"] or ""), "answer_by": row["answer_by"],
            "outcome": OUTCOMES.get(row["outcome"] or "", ""), "counts": row["counts"],
            "after": PROCESS.get(row["state_after"] or "", ""), "why": row["why"] or "",
        }
        for row in rows
    ]  # fmt: skip
