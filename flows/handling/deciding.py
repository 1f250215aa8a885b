"""Putting down decisions: one, a signature, the result of a sampled household, or the table of another system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.handling.asked import Asked, a_day, asked, last_step, said_within
from flows.handling.rows import Given
from flows.handling.store import DECISIONS, Said
from flows.handling.tables import Kind, Taken, take
from flows.settings import Settings
from transforms.decisions.codes import SAMPLE_CODES
from transforms.decisions.records import DECISION
from transforms.decisions.taking import refused_decision, refused_signature, refused_text

COLUMNS = {
    "alert_id": "预警编号",
    "code": "处置代码",
    "reason": "理由",
    "by": "决定人",
    "decided_on": "决定日期",
    "evidence_fingerprint": "证据指纹",
    "second": "第二签字人",
    "expires_on": "有效期至",
    "source_no": "外部编号",
}
"""Columns of a table of decisions; the first six must be there."""
_NEEDED = 6
_SAME = ("alert_id", "disposition", "reason", "evidence_fingerprint", "decided_by", "decided_on", "expires_on")


def decide(
    settings: Settings, alert_id: str, code: str, reason: str, by: str, *,
    second: str | None = None, expires: str | None = None, seen: str | None = None, on: str | None = None,
) -> str:  # fmt: skip
    """Put down one decision, on the evidence published now; returns its id. Raises UsageError saying why not."""
    there = asked(settings, [alert_id])
    given: dict[str, Any] = {
        "disposition": code.strip(),
        "reason": reason.strip(),
        "decided_by": by.strip(),
        "second_by": second if second is None else second.strip(),
        "decided_on": a_day(on, "--on ") or there.today,
        "expires_on": a_day(expires, "--expires "),
    }

    def make(read: Any) -> list[dict[str, Any]]:
        said = said_within(there.lake, DECISIONS, read)
        row = _row(there, said, alert_id, given)
        if alert_id.startswith("S"):
            why = _refused_sample(there, row, alert_id)
            row["kind"] = "sample"
        else:
            why = refused_decision(row, there.known(alert_id, said), there.today, seen)
        if why is not None:
            raise UsageError(f"未记录：{why}。")
        return [row]

    return DECISIONS.add(there.lake, make)[0]


def sample_row(there: Asked, said: Said, given: Given) -> tuple[str | None, dict[str, Any] | None]:
    """As `decision_row`, of the result of a sampled household."""
    on = a_day(given["decided_on"], "日期") or there.today
    told = {"disposition": given["code"], "reason": given["reason"], "decided_by": given["by"], "decided_on": on}
    more = {"kind": "sample", "second_by": None, "expires_on": None, "source_no": given["source_no"] or None}
    row = _row(there, said, given["alert_id"], told | more)
    return _refused_sample(there, row, given["alert_id"]), row


def sign(settings: Settings, decision_id: str, by: str) -> str:
    """Sign a decision that somebody else made; returns the id of the signature. Raises UsageError saying why not."""
    first = DECISIONS.read(asked(settings, []).lake).filter(pl.col("id") == decision_id)
    there = asked(settings, first["alert_id"].to_list())

    def make(read: Any) -> list[dict[str, Any]]:
        said = said_within(there.lake, DECISIONS, read)
        why, row = signature_row(there, said, decision_id, by.strip())
        if row is None:
            raise UsageError(f"未签字：{why}。")
        return [row]

    return DECISIONS.add(there.lake, make)[0]


def signature_row(
    there: Asked, said: Said, decision_id: str, by: str, source_no: str | None = None
) -> tuple[str | None, dict[str, Any] | None]:
    """Why a signature is refused, if it is; else the row as it would stand in the book."""
    made = next(iter(said.decisions.filter(pl.col("id") == decision_id).to_dicts()), None)
    why = refused_signature(made, by, there.known(made["alert_id"] if made else "", said), there.today)
    if made is None or why is not None:
        return why, None
    given = {name: made[name] for name in ("rule_id", "rule_version", "disposition", "evidence_fingerprint")}
    given |= {"reason": "签字", "decided_by": by, "decided_on": there.today, "signs": decision_id}
    more = {"kind": "signature", "second_by": None, "expires_on": None, "source_no": source_no}
    return None, _row(there, said, made["alert_id"], given | more)


def take_table(settings: Settings, path: Path) -> Taken:
    """Put down the decisions of another system's table, oldest first. Raises as `tables.take`."""
    kind = Kind(
        DECISIONS, COLUMNS, _NEEDED, decision_row, lambda said, row: _there(said.decisions, row), with_decision,
        lambda row: (row["decided_on"], row.number),
    )  # fmt: skip
    return take(settings, path, kind)


def decision_row(there: Asked, said: Said, given: Given) -> tuple[str | None, dict[str, Any] | None]:
    """Why a row of a table is refused, if it is, and the row as it would stand in the book."""
    try:
        on, until = a_day(given["decided_on"], "决定日期"), a_day(given["expires_on"], "有效期至")
    except UsageError as fault:
        return str(fault).rstrip("。"), None
    if on is None:
        return "没有决定日期", None
    if not given["evidence_fingerprint"]:
        return "没有证据指纹：无从知道决定时看到的是什么", None
    row = _row(there, said, given["alert_id"], {
        "disposition": given["code"], "reason": given["reason"], "decided_by": given["by"], "decided_on": on,
        "second_by": given["second"] or None, "expires_on": until, "source_no": given["source_no"] or None,
    })  # fmt: skip
    row["evidence_fingerprint"] = given["evidence_fingerprint"]
    if _there(said.decisions, row):
        return None, row
    same_no = said.decisions.filter((pl.col("source_no") == row["source_no"]) & pl.lit(row["source_no"] is not None))
    if same_no.height:
        return f"外部编号 {row['source_no']} 已有另一条内容不同的决定", row
    known = there.known(given["alert_id"], said)
    if why := refused_text(row["source_no"] or "", known.names, "外部编号"):
        return why, row
    return refused_decision(row, known, there.today, given["evidence_fingerprint"]), row


def _there(decisions: pl.DataFrame, row: dict[str, Any]) -> bool:
    """Whether the same was put down before: by its own number and content, so that a table may be sent again."""
    same = [pl.col(name).eq_missing(pl.lit(row[name], DECISION[name])) for name in (*_SAME, "source_no")]
    return decisions.filter(pl.all_horizontal(same)).height > 0


def with_decision(said: Said, row: dict[str, Any]) -> Said:
    """The books as they will be, for the rows behind this one."""
    seq = int(said.decisions.select(pl.col("seq").max().fill_null(0)).item()) + 1
    added = pl.DataFrame([{**row, "seq": seq, "id": DECISIONS.id_of(row)}], schema=DECISION)
    return Said(pl.concat([said.decisions, added]), said.steps)


def _row(there: Asked, said: Said, alert_id: str, given: dict[str, Any]) -> dict[str, Any]:
    alert = there.alerts.get(alert_id, {})
    row = {
        "as_of": there.as_of,
        "kind": "decision",
        "alert_id": alert_id,
        "evidence_fingerprint": alert.get("evidence_fingerprint"),
        "rule_id": alert.get("rule_id"),
        "rule_version": alert.get("rule_version"),
        "recorded_at": there.now.isoformat(),
        "signs": None,
        "source_no": None,
        "steps_seen": last_step(said),
    }
    return row | given


def _refused_sample(there: Asked, row: dict[str, Any], sample_id: str) -> str | None:
    """Why the result of a sampled household is not put down."""
    if sample_id not in there.samples:
        return "没有这个抽查编号"
    if row["disposition"] not in SAMPLE_CODES:
        return f"抽查结果“{row['disposition']}”不在规定之内，应为 {'、'.join(SAMPLE_CODES)} 之一"
    if not row["decided_by"] or not row["reason"]:
        return "没有写明核查人或理由"
    if row["decided_on"] > there.today:
        return f"日期 {row['decided_on']} 还没有到"
    return refused_text(row["decided_by"], (), "核查人") or refused_text(row["reason"], (), "理由")
