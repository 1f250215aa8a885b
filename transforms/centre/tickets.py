"""Correction tickets: what their book holds, and what became of each by the deliveries that came after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from schemas.published import published
from transforms.calendar import add_working_days

ENTRY: dict[str, pl.DataType] = {
    "seq": pl.Int64(),
    "id": pl.String(),
    "as_of": pl.Date(),
    "entry": pl.String(),
    "department": pl.String(),
    "table_name": pl.String(),
    "batch_date": pl.Date(),
    "revision": pl.Int64(),
    "row_number": pl.Int64(),
    "record_no": pl.String(),
    "column_name": pl.String(),
    "kind": pl.String(),
    "check_name": pl.String(),
    "found": pl.String(),
    "sent_to": pl.String(),
    "answers": pl.String(),
    "answer": pl.String(),
    "said_by": pl.String(),
    "said_on": pl.Date(),
    "recorded_at": pl.String(),
    "source_no": pl.String(),
}
"""Grain: one thing said. entry: ticket, or answer (`answers`: the id of the ticket; `answer`: one of ANSWERS; `found`:
what the department says). batch_date, revision, row_number: where the value stands; the value itself is not kept.
source_no: the number of the entry in another system, null for none.
"""
ANSWERS = {"corrected": "将更正或已更正", "confirmed": "确认无误", "other": "其他"}
STATUS = {
    "open": "待答复",
    "answered": "已答复",
    "corrected": "已更正",
    "removed": "已撤下",
    "confirmed": "确认无误",
}
SUBJECT = ("department", "table_name", "record_no", "column_name")
"""A second ticket on the same is not opened while the first is."""


@dataclass(frozen=True, slots=True)
class Later:
    """One delivery in force after a ticket's: of the rows asked about, what it says.

    loaded: record_no -> column -> value. refused: (record_no or None, column, check). defective: (record_no, column).
    """

    batch_date: date
    revision: int
    loaded: Mapping[str, Mapping[str, Any]]
    refused: frozenset[tuple[str | None, str | None, str]]
    defective: frozenset[tuple[str, str]]


def followed(
    entries: pl.DataFrame, deliveries: Mapping[str, list[Later]], events: frozenset[str], night: date, limit: int | None
) -> pl.DataFrame:
    """Rows of the published table `correction_tickets`, in the order they were opened.

    deliveries: by `department.table`, those in force up to `night`, oldest first. events: tables whose batches hold
    only what happened since the last: there a row that does not come again is not withdrawn. limit: working days in
    which a department answers, None where unknown.
    """
    answers = {row["answers"]: row for row in entries.filter(pl.col("entry") == "answer").iter_rows(named=True)}
    rows = []
    for ticket in entries.filter(pl.col("entry") == "ticket").sort("seq").iter_rows(named=True):
        key = f"{ticket['department']}.{ticket['table_name']}"
        status, closed_in = _became(ticket, deliveries.get(key, []), key in events)
        answer = answers.get(ticket["id"])
        if status is None:
            status = "open" if answer is None else "confirmed" if answer["answer"] == "confirmed" else "answered"
        due_on = None if limit is None else add_working_days(ticket["said_on"], limit)
        rows.append(
            ticket
            | {"ticket_id": ticket["id"], "opened_by": ticket["said_by"], "opened_on": ticket["said_on"]}
            | {"answered_on": answer and answer["said_on"], "answer": answer and answer["answer"]}
            | {"answer_text": answer and answer["found"], "status": status, "closed_in": closed_in, "due_on": due_on}
            | {"overdue": status == "open" and due_on is not None and night > due_on}
        )
    dtypes = published()["correction_tickets"].dtypes
    return pl.DataFrame([{name: row[name] for name in dtypes} for row in rows], schema=dtypes, orient="row")


def _became(ticket: Mapping[str, Any], deliveries: list[Later], event: bool) -> tuple[str | None, date | None]:
    """corrected or removed, and by which batch; nothing while the newest word on the row is still the wrong one."""
    place = (ticket["batch_date"], ticket["revision"])
    first = next((one for one in deliveries if (one.batch_date, one.revision) == place), None)
    record, column = ticket["record_no"], ticket["column_name"]
    for one in deliveries:
        if (one.batch_date, one.revision) <= place:
            continue
        if record is None:
            if not event and (None, column, ticket["check_name"]) not in one.refused:
                return "corrected", one.batch_date
        elif record in one.loaded:
            if _good(ticket, first, one):
                return "corrected", one.batch_date
        elif not event and not any(number == record for number, _, _ in one.refused):
            return "removed", one.batch_date
    return None, None


def _good(ticket: Mapping[str, Any], first: Later | None, later: Later) -> bool:
    record, column = ticket["record_no"], ticket["column_name"]
    if (record, column) in later.defective:
        return False
    if ticket["kind"] != "value" or column is None:
        return True
    before = first.loaded.get(record, {}) if first is not None else {}
    return bool(before.get(column) != later.loaded[record].get(column))
