"""What waited on the desk, taken into the books of a home by the functions that check the command line.

Each act bears a number of its own (`source_no`), kept in the book: an act that is there already is known by it, so a
night that was killed in between takes nothing twice. What cannot be taken is told with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl

from flows.appended import Book
from flows.centre.store import TICKETS
from flows.centre.ticketing import open_ticket
from flows.errors import UsageError
from flows.handling.asked import Asked, asked, said_within
from flows.handling.deciding import COLUMNS as OF_DECISION
from flows.handling.deciding import decision_row, sample_row, signature_row, with_decision
from flows.handling.rows import Given
from flows.handling.stepping import COLUMNS as OF_STEP
from flows.handling.stepping import step_row, with_step
from flows.handling.store import DECISIONS, STEPS, Said
from flows.linking.judging import put_down
from flows.linking.records import newest, one_link
from flows.linking.store import JUDGEMENTS
from flows.settings import Settings

Handed = Mapping[str, Any]
"""One act as the desk gives it (review/work/night.py): source_no, kind, alert_id, subject, by, on_day, at,
evidence_fingerprint, said, signs (source_no of the act that it signs, or null).
"""
Became = dict[str, str]
"""source_no and either `id` (in the book) or `refused` (why, in Chinese)."""
_OF_STEPS, _OF_DECISIONS = ("step",), ("decide", "sign", "sample")


def take(settings: Settings, acts: Iterable[Handed]) -> list[Became]:
    """Take acts in, in their order for each alert; what became of each. Raises HeduiError if a book takes nothing."""
    told: list[Became] = []
    waiting = list(acts)
    ours = [one for one in waiting if one["kind"] in (*_OF_STEPS, *_OF_DECISIONS)]
    there = asked(settings, [one["alert_id"] or one["subject"] for one in ours])
    while ours:
        for book, kinds, row_of in ((STEPS, _OF_STEPS, _step), (DECISIONS, _OF_DECISIONS, _decision)):
            now = _first(ours, kinds)
            told += _added(there, book, now, row_of)
            taken = {one["source_no"] for one in now}
            ours = [one for one in ours if one["source_no"] not in taken]
    for one in waiting:
        if one["kind"] == "judge":
            told.append(_once(there, JUDGEMENTS, one, partial(_judged, settings, one)))
        elif one["kind"] == "ticket":
            told.append(_once(there, TICKETS, one, partial(_asked_for, settings, one)))
    return told


def _first(acts: list[Handed], kinds: tuple[str, ...]) -> list[Handed]:
    """Acts of these kinds that no act of another kind on the same alert comes before."""
    found, held = [], set()
    for one in acts:
        place = one["alert_id"] or one["subject"]
        if one["kind"] not in kinds:
            held.add(place)
        elif place not in held:
            found.append(one)
    return found


RowOf = Callable[[Asked, Said, Handed], tuple[str | None, dict[str, Any] | None]]


def _added(there: Asked, book: Book, acts: list[Handed], row_of: RowOf) -> list[Became]:
    """Add what can be added in one go, under the lock of the book."""
    if not acts:
        return []
    told: list[Became] = []
    new: list[str] = []

    def make(read: Callable[[], pl.DataFrame]) -> list[dict[str, Any]]:
        said = said_within(there.lake, book, read)
        known = _numbers(said.steps if book is STEPS else said.decisions)
        made = []
        for one in acts:
            if one["source_no"] in known:
                told.append({"source_no": one["source_no"], "id": known[one["source_no"]]})
                continue
            why, row = row_of(there, said, one)
            if why is not None or row is None:
                told.append({"source_no": one["source_no"], "refused": why or "无法识别"})
                continue
            row |= {"recorded_at": one["at"]}
            made.append(row)
            new.append(one["source_no"])
            said = with_step(said, row) if book is STEPS else with_decision(said, row)
        return made

    ids = book.add(there.lake, make)
    return told + [{"source_no": number, "id": id_} for number, id_ in zip(new, ids, strict=True)]


def _step(there: Asked, said: Said, one: Handed) -> tuple[str | None, dict[str, Any] | None]:
    told = one["said"]
    return step_row(there, said, _given(OF_STEP, one, {
        "step": told["step"], "how": told["how"], "done_on": one["on_day"],
        "answer_by": told.get("answer_by"), "outcome": told.get("outcome"),
    }))  # fmt: skip


def _decision(there: Asked, said: Said, one: Handed) -> tuple[str | None, dict[str, Any] | None]:
    told = one["said"]
    if one["kind"] == "sign":
        signed = _numbers(said.decisions).get(one["signs"] or "", told.get("decision") or "")
        why, row = signature_row(there, said, signed, one["by"], one["source_no"])
        return why, row if row is None else row | {"decided_on": datetime.fromisoformat(one["at"]).date()}
    given = _given(OF_DECISION, one, {
        "code": told["code"], "reason": told["reason"], "decided_on": one["on_day"],
        "expires_on": told.get("expires_on"),
    })  # fmt: skip
    return sample_row(there, said, given) if one["kind"] == "sample" else decision_row(there, said, given)


def _given(columns: Mapping[str, str], one: Handed, told: Mapping[str, Any]) -> Given:
    """An act as a row of a table that another system delivers."""
    row = {"alert_id": one["alert_id"] or one["subject"], "by": one["by"], "source_no": one["source_no"], **told}
    row["evidence_fingerprint"] = one["evidence_fingerprint"]
    return Given({name: str(row.get(name) or "") for name in columns})


def _numbers(rows: pl.DataFrame) -> dict[str, str]:
    """source_no -> id of the rows that bear one."""
    numbered = rows.filter(pl.col("source_no").is_not_null())
    return dict(zip(numbered["source_no"], numbered["id"], strict=True))


def _once(there: Asked, book: Book, one: Handed, put: Callable[[], str]) -> Became:
    known = _numbers(book.read(there.lake)).get(one["source_no"])
    try:
        return {"source_no": one["source_no"], "id": known or put()}
    except UsageError as why:
        return {"source_no": one["source_no"], "refused": str(why).removeprefix("未记录：").rstrip("。")}


def _judged(settings: Settings, one: Handed) -> str:
    told, night = one["said"], newest(settings)
    a, b = one_link(night, told["a"]), one_link(night, told["b"])
    return put_down(night, a, b, told["verdict"], one["by"], told["reason"], one["source_no"])


def _asked_for(settings: Settings, one: Handed) -> str:
    told = one["said"]
    subject = (told["table"], told["record"], told.get("column") or None, told["found"])
    return open_ticket(settings, *subject, one["by"], one["on_day"], one["source_no"])
