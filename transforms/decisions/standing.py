"""What every decision is worth tonight. At most one decision of an alert holds.

    refused      a step of the due process is missing, or the alert or the code is unknown; adverse on a likely link
    superseded   a later decision of the same alert took effect
    lapsed       the finding is no longer what was decided on: evidence or rule version changed
    expired      the night is after its last day
    unsigned     adverse or on favouritism, and nobody else has signed it
    suspended    adverse, and an objection is unanswered
    holds        none of these

What cannot be mended any more comes first, what still can be (signature, way of review) last. An adverse decision
supersedes once it had all it needs; from then on an objection takes its effect away, but brings no earlier one back.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from transforms.decisions.codes import CODES, CONFIRMED, NOT_CONFIRMED, is_adverse, needs_second, same_person
from transforms.decisions.replay import Past, Played, Row, played

STANDING: dict[str, pl.DataType] = {
    "decision_id": pl.String(),
    "alert_id": pl.String(),
    "disposition": pl.String(),
    "evidence_fingerprint": pl.String(),
    "decided_on": pl.Date(),
    "expires_on": pl.Date(),
    "standing": pl.String(),
    "why": pl.String(),
}
"""Grain: one decision, in the order they were recorded. why: Chinese; null where it holds."""
STANDINGS = {
    "holds": "有效",
    "lapsed": "证据或规则已变",
    "expired": "已过有效期",
    "superseded": "已被后来的决定取代",
    "unsigned": "缺第二签字",
    "suspended": "异议期间中止",
    "refused": "不生效",
}


def standing(
    decisions: pl.DataFrame, steps: pl.DataFrame, alerts: pl.DataFrame, night: date, past: Past | None = None
) -> pl.DataFrame:
    """Columns of STANDING. `decisions`, `steps`: records.DECISION and STEP, all that the night knows, in any order.

    `alerts`: alert_id, evidence_fingerprint, rule_version, confidence as of tonight. `past`: what replay.played gives
    for these, where it is at hand.
    """
    past = played(decisions, steps) if past is None else past
    made = decisions.filter(pl.col("kind") == "decision").sort("seq").to_dicts()
    signed = signatures(decisions)
    wanted = pl.col("alert_id").is_in([row["alert_id"] for row in made])
    columns = ("alert_id", "evidence_fingerprint", "rule_version", "confidence")
    now = {row["alert_id"]: row for row in alerts.filter(wanted).select(columns).iter_rows(named=True)}
    last = {row["alert_id"]: row["id"] for row in made if _took_effect(row, past[row["alert_id"]], signed)}
    order = {row["id"]: row["seq"] for row in made}
    rows = []
    for row in made:
        alert, after = now.get(row["alert_id"]), last.get(row["alert_id"])
        later = after is not None and order[after] > row["seq"]
        word, why = _worth(row, alert, past[row["alert_id"]], row["id"] in signed, later, night)
        rows.append({**row, "decision_id": row["id"], "standing": word, "why": why})
    return pl.DataFrame([{name: row[name] for name in STANDING} for row in rows], schema=STANDING)


def signatures(decisions: pl.DataFrame) -> dict[str, Row]:
    """Id of a decision -> who signed it beside the decider, and when: the first who is another person."""
    found: dict[str, Row] = {}
    every = decisions.sort("seq").to_dicts()
    made = {row["id"]: row for row in every if row["kind"] == "decision"}
    for id_, row in made.items():
        if row["second_by"] and not same_person(row["second_by"], row["decided_by"] or ""):
            found[id_] = {"second_by": row["second_by"], "second_on": row["decided_on"]}
    for row in every:
        of = made.get(row["signs"]) if row["kind"] == "signature" else None
        if of is not None and row["decided_by"] and not same_person(row["decided_by"], of["decided_by"] or ""):
            found.setdefault(of["id"], {"second_by": row["decided_by"], "second_on": row["decided_on"]})
    return found


def _took_effect(row: Row, past: Played, signed: dict[str, Row]) -> bool:
    if row["id"] in past.refused or (needs_second(row["disposition"], row["rule_id"]) and row["id"] not in signed):
        return False
    return not is_adverse(row["disposition"]) or row["id"] in past.effective


def _worth(
    row: Row, alert: dict[str, Any] | None, past: Played, signed: bool, superseded: bool, night: date
) -> tuple[str, str | None]:
    """Standing of one decision, and why."""
    adverse = is_adverse(row["disposition"])
    fate = past.fates.get(row["id"])
    if alert is None:
        return "refused", "没有这条预警"
    if row["id"] in past.refused:
        return "refused", past.refused[row["id"]]
    if superseded:
        return "superseded", "同一预警后来另有决定"
    if row["evidence_fingerprint"] != alert["evidence_fingerprint"]:
        return "lapsed", "决定之后证据有变化，须重新核查"
    if row["rule_version"] != alert["rule_version"]:
        return "lapsed", "决定之后规则换了版本，须重新核查"
    if row["expires_on"] is not None and night > row["expires_on"]:
        return "expired", f"有效期到 {row['expires_on']}"
    if needs_second(row["disposition"], row["rule_id"]) and not signed:
        return "unsigned", f"{'不利决定' if adverse else '人情保预警的处置'}须由另一人签字"
    if adverse and fate == "suspended":
        return "suspended", "当事人的异议尚未答复，不利效力中止"
    if adverse and fate == "pending":
        return "refused", "尚未告知复核途径"
    if adverse and fate != "complete":
        return "refused", "程序已重新开始（异议成立、另有处置或证据变化）"
    if adverse and alert["confidence"] != "certain":
        return "refused", "身份关联现为“可能”，不足以支持不利决定"
    return "holds", None


def holding(told: pl.DataFrame) -> pl.DataFrame:
    """alert_id, decision_id, disposition, decided_on of the decisions that hold (rows of STANDING)."""
    return told.filter(pl.col("standing") == "holds").select("alert_id", "decision_id", "disposition", "decided_on")


EFFECTS: dict[str, pl.DataType] = {
    "decision_id": pl.String(),
    "seq": pl.Int64(),
    "alert_id": pl.String(),
    "rule_version": pl.Int64(),
    "decided_on": pl.Date(),
    "says": pl.String(),
    "overturned": pl.Boolean(),
}
"""Grain: one decision that took effect at some time, whatever became of it. says: what it tells of the finding in the
end (codes.CONFIRMED and so on): an accepted objection makes it not confirmed. overturned: confirmed at first, and then
undone by an objection or by a later decision that says otherwise.
"""


def effects(decisions: pl.DataFrame, steps: pl.DataFrame, past: Past | None = None) -> pl.DataFrame:
    """Columns of EFFECTS, in the order they were recorded; `past` as for `standing`. What rules are measured by."""
    past, signed = played(decisions, steps) if past is None else past, signatures(decisions)
    made = decisions.filter(pl.col("kind") == "decision").sort("seq").to_dicts()
    took = [row for row in made if _took_effect(row, past[row["alert_id"]], signed)]
    denied: dict[tuple[str, int | None], bool] = {}
    rows = []
    for row in reversed(took):
        finding, says = (row["alert_id"], row["rule_version"]), CODES[row["disposition"]].says
        objected = row["id"] in past[row["alert_id"]].overturned
        overturned = says == CONFIRMED and (objected or denied.get(finding, False))
        denied[finding] = denied.get(finding, False) or says == NOT_CONFIRMED
        rows.append({**row, "decision_id": row["id"], "says": NOT_CONFIRMED if objected else says})
        rows[-1]["overturned"] = overturned
    return pl.DataFrame([{name: row[name] for name in EFFECTS} for row in reversed(rows)], schema=EFFECTS)
