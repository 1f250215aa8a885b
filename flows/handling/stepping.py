"""The due process of one alert: where it stands, what may follow, and putting down a step."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.handling.asked import Asked, a_day, asked, last_step, said_so_far, said_within
from flows.handling.rows import Given
from flows.handling.store import STEPS, Said
from flows.handling.tables import Kind, Taken, take
from flows.settings import Settings
from transforms.decisions.process import OUTCOMES, STATES, allowed, named
from transforms.decisions.process import STEPS as NAMED
from transforms.decisions.records import STEP
from transforms.decisions.replay import played
from transforms.decisions.standing import standing
from transforms.decisions.taking import Known, refused_step, refused_text

COLUMNS = {
    "alert_id": "预警编号",
    "step": "步骤",
    "by": "经办人",
    "done_on": "办理日期",
    "how": "办理情况",
    "evidence_fingerprint": "证据指纹",
    "answer_by": "陈述申辩截止日",
    "outcome": "异议结果",
    "source_no": "外部编号",
}
"""Columns of a table of steps; the first six must be there."""
_NEEDED = 6
_SAME = ("alert_id", "step", "done_by", "done_on", "how", "answer_by", "outcome", "evidence_fingerprint")


@dataclass(frozen=True, slots=True)
class Shown:
    """One alert's due process. missing: what an adverse decision still lacks, in Chinese."""

    alert: dict[str, Any]
    state: str
    changed: bool
    answer_by: date | None
    steps: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    allowed: list[str]
    missing: list[str]

    def as_data(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


def case_of(settings: Settings, alert_id: str) -> Shown:
    """Where the due process of an alert stands. Raises UsageError if there is no such alert."""
    there = asked(settings, [alert_id])
    if (alert := there.alerts.get(alert_id)) is None:
        raise UsageError(f"没有这条预警：{alert_id}。")
    known = there.known(alert_id, said_so_far(there.lake))
    past = played(known.decisions, known.steps).get(alert_id)
    case = known.case
    worth = standing(known.decisions, known.steps, pl.DataFrame([alert]), there.as_of)
    made = known.decisions.filter(pl.col("kind") == "decision").to_dicts()
    words = {row["decision_id"]: row for row in worth.iter_rows(named=True)}
    return Shown(
        alert,
        case.state,
        past is not None and past.case.basis not in (None, case.basis),
        case.answer_by,
        [{**row, "why": past.refused.get(row["id"]) if past else None} for row in known.steps.to_dicts()],
        [{**row, "standing": words[row["id"]]["standing"], "why": words[row["id"]]["why"]} for row in made],
        allowed(case.state),
        missing(known, case.state, [row["standing"] for row in words.values()]),
    )


def record_step(
    settings: Settings, alert_id: str, step: str, by: str, how: str, *,
    on: str | None = None, answer_by: str | None = None, outcome: str | None = None, seen: str | None = None,
) -> tuple[str, str]:  # fmt: skip
    """Put down one step, on the evidence published now; returns its id and the state after it. Raises UsageError."""
    there = asked(settings, [alert_id])
    given = {
        "step": step_of(step),
        "done_by": by.strip(),
        "how": how.strip(),
        "done_on": a_day(on, "--on ") or there.today,
        "answer_by": a_day(answer_by, "--answer-by "),
        "outcome": outcome_of(outcome),
    }

    def make(read: Any) -> list[dict[str, Any]]:
        said = said_within(there.lake, STEPS, read)
        row = _row(there, alert_id, given)
        if (why := refused_step(row, there.known(alert_id, said), there.today, seen)) is not None:
            raise UsageError(f"未记录：{why}。")
        return [row]

    id_ = STEPS.add(there.lake, make)[0]
    return id_, STATES[there.known(alert_id, said_so_far(there.lake)).case.state]


def take_steps(settings: Settings, path: Path) -> Taken:
    """Put down the steps of another system's table, in its order. Raises as `tables.take`."""
    kind = Kind(
        STEPS, COLUMNS, _NEEDED, step_row, lambda said, row: _there(said.steps, row), with_step, lambda row: row.number
    )
    return take(settings, path, kind)


def step_of(word: str) -> str:
    """The step that an English or Chinese word means; the word itself where it means none."""
    return next((step for step, chinese in NAMED.items() if word.strip() in (step, chinese)), word.strip())


def outcome_of(word: str | None) -> str | None:
    """The outcome that a word means; None for none. Raises UsageError."""
    if word is None or not word.strip():
        return None
    for outcome, chinese in OUTCOMES.items():
        if word.strip() in (outcome, chinese):
            return outcome
    raise UsageError(f"异议结果“{word}”无法识别，应为 {'、'.join(OUTCOMES.values())}。")


def step_row(there: Asked, said: Said, given: Given) -> tuple[str | None, dict[str, Any] | None]:
    """Why a row of a table is refused, if it is, and the row as it would stand in the book."""
    try:
        on, until = a_day(given["done_on"], "办理日期"), a_day(given["answer_by"], "陈述申辩截止日")
        outcome = outcome_of(given["outcome"])
    except UsageError as fault:
        return str(fault).rstrip("。"), None
    if on is None or not given["evidence_fingerprint"]:
        return "没有办理日期或证据指纹", None
    told = {"step": step_of(given["step"]), "done_by": given["by"], "how": given["how"], "done_on": on}
    row = _row(there, given["alert_id"], {**told, "answer_by": until, "outcome": outcome})
    row |= {"evidence_fingerprint": given["evidence_fingerprint"], "source_no": given["source_no"] or None}
    if _there(said.steps, row):
        return None, row
    if row["source_no"] and said.steps.filter(pl.col("source_no") == row["source_no"]).height:
        return f"外部编号 {row['source_no']} 已有另一条内容不同的步骤", row
    known = there.known(given["alert_id"], said)
    if why := refused_text(row["source_no"] or "", known.names, "外部编号"):
        return why, row
    return refused_step(row, known, there.today, given["evidence_fingerprint"]), row


def with_step(said: Said, row: dict[str, Any]) -> Said:
    """The books as they will be, for the rows behind this one."""
    seq = last_step(said) + 1
    added = pl.DataFrame([{**row, "seq": seq, "id": f"new {seq}"}], schema=STEP)
    return Said(said.decisions, pl.concat([said.steps, added]))


def _there(steps: pl.DataFrame, row: dict[str, Any]) -> bool:
    names = (*_SAME, "source_no") if row["source_no"] else _SAME
    same = [pl.col(name).eq_missing(pl.lit(row[name], STEP[name])) for name in names]
    return steps.filter(pl.all_horizontal(same)).height > 0


def _row(there: Asked, alert_id: str, given: dict[str, Any]) -> dict[str, Any]:
    alert = there.alerts.get(alert_id, {})
    basis = {name: alert.get(name) for name in ("evidence_fingerprint", "rule_version")}
    at = {"recorded_at": there.now.isoformat(), "source_no": None}
    return {"as_of": there.as_of, "alert_id": alert_id, **at, **basis, **given}


_TO_COME = {
    "found": ["check", "notice", "answer", "decide", "review"],
    "checked": ["notice", "answer", "decide", "review"],
    "noticed": ["answer", "decide", "review"],
    "heard": ["decide", "review"],
    "decided": ["review"],
    "complete": [],
    "disputed": ["reply", "check", "notice", "answer", "decide", "review"],
    "contested": ["reply", "review"],
}


def missing(known: Known, state: str, words: list[str]) -> list[str]:
    """What an adverse decision still lacks, in order."""
    told = [named(step) for step in _TO_COME[state]]
    told = [f"{NAMED['answer']}或{NAMED['window_ended']}" if one == NAMED["answer"] else one for one in told]
    if known.alert is not None and known.alert["confidence"] != "certain":
        told.insert(0, "核实身份（关联只是“可能”）")
    unsigned = "unsigned" in words or "decide" in _TO_COME[state]
    return [*told, "第二签字"] if unsigned else told
