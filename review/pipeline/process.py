"""The due process of one alert: the home's books and what waits on the desk as one, and what may be said next.

The state machine and the guards are the pipeline's own (transforms/decisions); here they get the desk's waiting acts
as if they stood in the books already. A waiting act is a plain mapping: source_no, kind (step, decide, sign), by, on,
evidence_fingerprint, rule_id, rule_version, said, signs (source_no of the act signed, or None).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.appended import Book
from flows.errors import HeduiError
from flows.handling.asked import asked
from flows.handling.stepping import missing
from flows.handling.store import DECISIONS, STEPS
from flows.lake import Lake
from review.pipeline.home import NothingPublishedError, settings_of
from transforms.decisions.codes import CODES, SAMPLE_CODES, is_adverse, needs_second
from transforms.decisions.process import ANSWER_WORKING_DAYS, OUTCOMES, STATES, allowed, named
from transforms.decisions.process import STEPS as NAMED
from transforms.decisions.records import DECISION, STEP
from transforms.decisions.replay import played
from transforms.decisions.standing import STANDINGS, standing
from transforms.decisions.taking import Known, refused_decision, refused_signature, refused_step, refused_text

__all__ = [
    "ANSWER_WORKING_DAYS", "CODES", "NAMED", "OUTCOMES", "SAMPLE_CODES", "STANDINGS", "STATES", "Alias", "Heard",
    "asked_of", "heard_of", "is_adverse", "named", "needs_second", "refused_act", "refused_text",
]  # fmt: skip
Row = Mapping[str, Any]
Alias = Mapping[str, str]
"""Account name, folded -> the one name that stands for all accounts of that person."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One alert with everything said of it. state: of the due process; missing: what an adverse decision still lacks;
    allowed: steps and decisions that may follow; decisions: rows with their standing and why.
    """

    known: Known
    state: str
    changed: bool
    answer_by: date | None
    allowed: list[str]
    missing: list[str]
    steps: list[dict[str, Any]]
    decisions: list[dict[str, Any]]


def asked_of(home: Path, alert_id: str) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """The alert as published now (None where it is not), and names of those concerned, which no text may hold.

    Raises NothingPublishedError.
    """
    try:
        there = asked(settings_of(home), [alert_id])
    except HeduiError as why:
        raise NothingPublishedError(str(why)) from None
    return there.alerts.get(alert_id), there.names.get(alert_id, ())


def heard_of(
    home: Path, alert: Row, waiting: Iterable[Row], alias: Alias, night: date, names: tuple[str, ...] = ()
) -> Heard:
    """Where an alert stands. alert: alert_id, rule_id, rule_version, confidence, evidence_fingerprint, resolved_on."""
    known = _known(home, alert, list(waiting), alias, names)
    past = played(known.decisions, known.steps).get(alert["alert_id"])
    case = known.case
    wanted = {name: alert[name] for name in ("alert_id", "evidence_fingerprint", "rule_version", "confidence")}
    worth = standing(known.decisions, known.steps, pl.DataFrame([wanted]), night)
    words = {row["decision_id"]: row for row in worth.iter_rows(named=True)}
    made = known.decisions.filter(pl.col("kind") == "decision").to_dicts()
    return Heard(
        known, case.state, past is not None and past.case.basis not in (None, case.basis), case.answer_by,
        allowed(case.state), missing(known, case.state, [row["standing"] for row in words.values()]),
        [{**row, "why": past.refused.get(row["id"]) if past else None} for row in known.steps.to_dicts()],
        [{**row, "standing": words[row["id"]]["standing"], "why": words[row["id"]]["why"]} for row in made],
    )  # fmt: skip


def refused_act(heard: Heard, given: Row, alias: Alias, today: date, seen: str) -> str | None:
    """Why an act of kind step, decide or sign is not put down, in Chinese; None if it may."""
    if given["kind"] == "step":
        return refused_step(_step(given, heard.known, alias, 0), heard.known, today, seen)
    if given["kind"] == "decide":
        return refused_decision(_decision(given, heard.known, alias, 0, 0), heard.known, today, seen)
    made = next((row for row in heard.known.decisions.to_dicts() if row["id"] == given["signs"]), None)
    return refused_signature(made, _one(alias, given["by"]), heard.known, today)


def _known(home: Path, alert: Row, waiting: list[Row], alias: Alias, names: tuple[str, ...]) -> Known:
    own = pl.col("alert_id") == alert["alert_id"]
    decisions, steps = _book(home, DECISIONS).filter(own), _book(home, STEPS).filter(own)
    last_decision, last_step = _last(_book(home, DECISIONS)), _last(_book(home, STEPS))
    there = {*decisions["source_no"].drop_nulls(), *steps["source_no"].drop_nulls()}
    decisions, steps = _by(decisions, ("decided_by", "second_by"), alias), _by(steps, ("done_by",), alias)
    known = Known(dict(alert), decisions, steps, names)
    for number, one in enumerate((one for one in waiting if one["source_no"] not in there), 1):
        if one["kind"] == "step":
            last_step += 1
            row = _step(one, known, alias, last_step)
            known = Known(known.alert, known.decisions, _with(known.steps, row, STEP), names)
        else:
            row = _decision(one, known, alias, last_decision + number, last_step)
            known = Known(known.alert, _with(known.decisions, row, DECISION), known.steps, names)
    return known


def _step(one: Row, known: Known, alias: Alias, seq: int) -> dict[str, Any]:
    told, basis = one["said"], {name: one[name] for name in ("evidence_fingerprint", "rule_version")}
    until = told.get("answer_by") or None
    return {
        "seq": seq, "id": one["source_no"], "as_of": one["on"], "alert_id": (known.alert or {}).get("alert_id"),
        "step": told["step"], "done_by": _one(alias, one["by"]), "done_on": one["on"], "how": told["how"],
        "answer_by": date.fromisoformat(until) if until else None, "outcome": told.get("outcome") or None,
        "recorded_at": "", "source_no": one["source_no"], **basis,
    }  # fmt: skip


def _decision(one: Row, known: Known, alias: Alias, seq: int, last_step: int) -> dict[str, Any]:
    """A decision or, of a signature, the row that signs it."""
    told = one["said"]
    until = told.get("expires_on") or None
    row = {
        "seq": seq, "id": one["source_no"], "as_of": one["on"], "kind": "decision", "rule_id": one["rule_id"],
        "alert_id": (known.alert or {}).get("alert_id"), "disposition": told.get("code"), "reason": told.get("reason"),
        "evidence_fingerprint": one["evidence_fingerprint"], "rule_version": one["rule_version"],
        "decided_by": _one(alias, one["by"]), "second_by": None, "decided_on": one["on"], "signs": None,
        "expires_on": date.fromisoformat(until) if until else None, "recorded_at": "",
        "source_no": one["source_no"], "steps_seen": last_step,
    }  # fmt: skip
    if one["kind"] == "sign":
        numbered = {made["source_no"]: made["id"] for made in known.decisions.to_dicts() if made["source_no"]}
        row |= {"kind": "signature", "signs": numbered.get(one["signs"], told.get("decision"))}
    return row


def _with(rows: pl.DataFrame, row: dict[str, Any], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.concat([rows, pl.DataFrame([row], schema=dict(schema))])


def _by(rows: pl.DataFrame, columns: tuple[str, ...], alias: Alias) -> pl.DataFrame:
    """Rows with one name for all accounts of a person, so that nobody is two people."""
    return rows.with_columns(pl.col(columns).map_elements(lambda by: _one(alias, by), pl.String))


def _one(alias: Alias, by: str) -> str:
    return alias.get("".join(by.split()).casefold(), by)


def _last(rows: pl.DataFrame) -> int:
    return int(rows.select(pl.col("seq").max().fill_null(0)).item())


def _book(home: Path, book: Book) -> pl.DataFrame:
    """A book, read again only when its file changed."""
    lake = Lake(home)
    try:
        there = book.path(lake).stat()
    except FileNotFoundError:
        return book.empty()
    mark, path = (there.st_mtime_ns, there.st_size, there.st_ino), book.path(lake)
    kept = _READ.get(path)
    if kept is None or kept[0] != mark:
        try:
            kept = _READ[path] = (mark, book.read(lake))
        except HeduiError as why:
            raise NothingPublishedError(str(why)) from None
    return kept[1]


_READ: dict[Path, tuple[tuple[int, int, int], pl.DataFrame]] = {}
"""Books as last read, by their file, with the mark of the file; a Book itself cannot be a key."""
