"""Every decision and step of every alert played through the state machine, in the order in which they were recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from transforms.decisions.codes import CODES, is_adverse
from transforms.decisions.process import STEPS, Case, Event, Fate, act

Row = Mapping[str, Any]
Past = Mapping[str, "Played"]
"""What became of each alert, by alert_id."""


@dataclass(slots=True)
class Played:
    """One alert's past. case: where it stands now.

    refused: id of a step or decision -> why it does not count. after: id -> the state after it. fates: id of an
    adverse decision that was on the path -> what became of it. effective: those that had all of it at some time;
    overturned: those that an accepted objection undid.
    """

    case: Case = field(default_factory=Case)
    refused: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)
    effective: set[str] = field(default_factory=set)
    overturned: set[str] = field(default_factory=set)


_FATES: dict[str, Fate] = {"decided": "pending", "complete": "complete", "contested": "suspended"}


def played(decisions: pl.DataFrame, steps: pl.DataFrame) -> dict[str, Played]:
    """What became of each alert that a decision or a step names (records.DECISION and STEP, any row order)."""
    of: dict[str, list[tuple[tuple[int, int, int], str, Event | str]]] = defaultdict(list)
    for row in steps.iter_rows(named=True):
        of[row["alert_id"]].append(((row["seq"], 0, 0), row["id"], step_event(row)))
    for row in decisions.filter(pl.col("kind") == "decision").iter_rows(named=True):
        of[row["alert_id"]].append(((row["steps_seen"], 1, row["seq"]), row["id"], decision_event(row)))
    return {
        alert: play((id_, event) for _, id_, event in sorted(rows, key=lambda r: r[0])) for alert, rows in of.items()
    }


def play(events: Iterable[tuple[str, Event | str]]) -> Played:
    """Play the events of one alert, each with the id of its row; a text is a row that is no event, and says why."""
    told = Played()
    for id_, event in events:
        before = told.case
        told.case, why = (before, event) if isinstance(event, str) else act(before, event)
        told.after[id_] = told.case.state
        if why is not None:
            told.refused[id_] = why
        if before.decision is not None and told.case.decision != before.decision:
            told.fates[before.decision] = "void"
            if isinstance(event, Event) and (event.act, event.outcome) == ("reply", "accepted"):
                told.overturned.add(before.decision)
        if told.case.decision is not None:
            told.fates[told.case.decision] = _FATES[told.case.state]
            if told.case.state == "complete":
                told.effective.add(told.case.decision)
    return told


def decision_event(row: Row) -> Event | str:
    """A decision as the machine takes it; in Chinese what is wrong with it where it is none."""
    if row["disposition"] not in CODES:
        return "处置代码不在规定之内"
    if not row["evidence_fingerprint"] or row["decided_on"] is None:
        return "没有写明所依据的证据指纹或决定日期"
    return Event(
        "decide" if is_adverse(row["disposition"]) else "close",
        row["decided_by"] or "",
        row["decided_on"],
        (row["evidence_fingerprint"], row["rule_version"]),
        row["reason"] or "",
        decision=row["id"],
    )


def step_event(row: Row) -> Event | str:
    """A step as the machine takes it; in Chinese what is wrong with it where it is none."""
    if row["step"] not in STEPS:
        return "步骤不在规定之内"
    if not row["evidence_fingerprint"] or row["done_on"] is None:
        return "没有写明所依据的证据指纹或办理日期"
    return Event(
        row["step"],
        row["done_by"] or "",
        row["done_on"],
        (row["evidence_fingerprint"], row["rule_version"]),
        row["how"] or "",
        answer_by=row["answer_by"],
        outcome=row["outcome"],
    )
