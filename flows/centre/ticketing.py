"""Opening and answering correction tickets: one by hand, or one for every quarantined row that has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from flows.centre.corrections import later
from flows.centre.store import TICKETS
from flows.deliveries import Delivery, DeliveryLog
from flows.errors import UsageError
from flows.handling.asked import a_day
from flows.newest import Newest, newest_of
from flows.published import opened
from flows.settings import Settings
from schemas.catalogue import TABLES, TableSpec
from transforms.centre.tickets import ANSWERS, SUBJECT
from transforms.decisions.taking import refused_text

_REFUSED = """
SELECT quarantine.department, quarantine.table_name, quarantine.batch_date, quarantine.row_number,
    quarantine.record_no, quarantine.column_name, quarantine.check_name, quarantine.reason,
    coalesce(delivered_tables.department_label, quarantine.department) AS sent_to
FROM quarantine
LEFT JOIN delivered_tables USING (department, table_name)
WHERE (quarantine.department || '.' || quarantine.table_name = ? OR ? IS NULL)
    AND (delivered_tables.kind = 'event' OR quarantine.batch_date = (
        SELECT max(feeds.batch_date) FROM feeds
        WHERE feeds.department = quarantine.department AND feeds.table_name = quarantine.table_name
            AND feeds.status IN ('accepted', 'unchanged')
    ))
ORDER BY ALL
"""


_SETTLED = "SELECT ticket_id, closed_in FROM correction_tickets WHERE status IN ('corrected', 'removed')"


def open_ticket(
    settings: Settings, table: str, record_no: str, column: str | None, found: str, by: str, on: str | None,
    source_no: str | None = None,
) -> str:  # fmt: skip
    """Ask a department to correct one value of one row in force; returns the id. Raises UsageError saying why not."""
    newest, entry = ticket_row(settings, table, record_no, column, found, by, on)
    entry["source_no"] = source_no
    return _added(newest, lambda read: [unless_there(read(), entry)])[0]


def ticket_row(
    settings: Settings, table: str, record_no: str, column: str | None, found: str, by: str, on: str | None
) -> tuple[Newest, dict[str, Any]]:
    """The entry as it would stand in the book, if no other asks for the same. Raises UsageError saying why not."""
    newest, spec = newest_of(settings), _spec(table)
    names = {one.name for one in spec.columns}
    if column is not None and column not in names:
        raise UsageError(f"未记录：{table} 没有列 {column}。可用:{'、'.join(sorted(names))}。")
    log = DeliveryLog(newest.lake)
    delivery, row = _row(newest, log, spec, record_no)
    persons = [str(row[one.name]) for one in spec.persons if row.get(one.name)]
    why = _refused(by, found, persons)
    if why is not None:
        raise UsageError(f"未记录：{why}。")
    return newest, _entry(newest, "ticket", by, on) | {
        "department": spec.department,
        "table_name": spec.table,
        "batch_date": delivery.batch_date,
        "revision": delivery.revision,
        "row_number": row.get("row_number"),
        "record_no": record_no,
        "column_name": column,
        "kind": "value",
        "found": found.strip(),
        "sent_to": spec.department_label,
    }


def from_quarantine(settings: Settings, table: str | None, by: str) -> tuple[list[str], int]:
    """One ticket for every quarantined row in force that has none; ids, and how many had one already."""
    newest = newest_of(settings)
    if table is not None:
        _spec(table)
    why = _refused(by, "隔离", ())
    if why is not None:
        raise UsageError(f"未记录：{why}。")
    with opened(settings) as file:
        rows = file.rows(_REFUSED, [table, table])
        settled = dict(file.con.execute(_SETTLED).fetchall()) if file.columns("correction_tickets") else {}
    log, known = DeliveryLog(newest.lake), 0

    def make(read: Callable[[], pl.DataFrame]) -> list[dict[str, Any]]:
        nonlocal known
        there, made = _asked_until(_tickets(read()), settled), []
        for row in rows:
            revision = _revision(log, row)
            entry = _entry(newest, "ticket", by, None) | row | {"revision": revision, "kind": "quarantine"}
            entry["found"] = entry.pop("reason")
            if entry["batch_date"] <= there.get(_mark(entry), date.min):
                known += 1
                continue
            there[_mark(entry)] = date.max
            made.append(entry)
        return made

    return _added(newest, make), known


def answer_ticket(settings: Settings, ticket: str, answer: str, how: str, by: str, on: str | None) -> str:
    """Put down what the department answered; returns the id of the answer. Raises UsageError saying why not."""
    newest = newest_of(settings)
    codes = {chinese: code for code, chinese in ANSWERS.items()} | {code: code for code in ANSWERS}
    if answer not in codes:
        raise UsageError(f"答复“{answer}”不在规定之内,应为 {'、'.join(ANSWERS)} 之一({'、'.join(ANSWERS.values())})。")
    why = _refused(by, how, ())
    if why is not None:
        raise UsageError(f"未记录：{why}。")

    def make(read: Callable[[], pl.DataFrame]) -> list[dict[str, Any]]:
        said = read()
        asked = next((row for row in _tickets(said) if row["id"] == ticket), None)
        if asked is None:
            raise UsageError(f"没有更正单 {ticket}。可用 hedui tickets list 查看。")
        if said.filter(pl.col("answers") == ticket).height:
            raise UsageError(f"更正单 {ticket} 已有答复,不能再记。数据仍有误的,请另开一张。")
        copied = {name: asked[name] for name in (*SUBJECT, "batch_date", "revision", "row_number", "kind", "sent_to")}
        said_of = {"answers": ticket, "answer": codes[answer], "found": how.strip()}
        return [_entry(newest, "answer", by, on) | copied | said_of]

    return _added(newest, make)[0]


def _spec(table: str) -> TableSpec:
    if table not in TABLES:
        raise UsageError(f"没有这样的表:{table}。应为 部门.表,如 civil_affairs.households。")
    return TABLES[table]


def _row(newest: Newest, log: DeliveryLog, spec: TableSpec, record_no: str) -> tuple[Delivery, dict[str, Any]]:
    """The newest delivery in force that holds a row, and the row."""
    columns = pl.Series([one.name for one in spec.columns] + ["row_number"])
    for one in reversed(log.in_force(spec, newest.as_of)):
        row = later(newest.lake, one, pl.Series([record_no]), columns).loaded.get(record_no)
        if row is not None:
            return one, dict(row)
    raise UsageError(f"未记录：{spec.key} 在用的批次中没有业务流水号 {record_no}。隔离的行请用 from-quarantine。")


def _revision(log: DeliveryLog, row: dict[str, Any]) -> int:
    batch = log.batch(row["department"], row["batch_date"])
    taken = [
        one.revision
        for one in log.all(f"{row['department']}.{row['table_name']}")
        if one.in_force and one.batch_date == row["batch_date"]
    ]
    return max(taken, default=0 if batch is None else batch.revision)


def _entry(newest: Newest, entry: str, by: str, on: str | None) -> dict[str, Any]:
    """What every entry holds; the rest is null."""
    empty = dict.fromkeys(name for name in TICKETS.schema if name not in ("seq", "id"))
    day = a_day(on, "--on ") or newest.today
    if day > newest.today:
        raise UsageError(f"未记录：日期 {day} 还没有到。")
    told = {"said_by": by.strip(), "said_on": day, "recorded_at": newest.now.isoformat()}
    return {**empty, "as_of": newest.as_of, "entry": entry, **told}


def _refused(by: str, text: str, names: Any) -> str | None:
    if not by.strip():
        return "没有写明由谁提出或记录(--by)"
    if not text.strip():
        return "没有写明问题或答复"
    return refused_text(by, (), "姓名") or refused_text(text, names, "内容")


def _tickets(said: pl.DataFrame) -> list[dict[str, Any]]:
    return said.filter(pl.col("entry") == "ticket").to_dicts()


def _mark(row: dict[str, Any]) -> tuple[Any, ...]:
    """The same row and column of one delivery; a row without a number is told by its place in the file."""
    place = (row["batch_date"], row["row_number"]) if row["record_no"] is None else ()
    return (*(row[name] for name in SUBJECT), *place, row["kind"])


def _asked_until(tickets: list[dict[str, Any]], settled: dict[str, date]) -> dict[tuple[Any, ...], date]:
    """Up to which batch a row is asked about already: what was put right and is wrong again later is asked anew."""
    until: dict[tuple[Any, ...], date] = {}
    for row in tickets:
        until[_mark(row)] = max(until.get(_mark(row), date.min), settled.get(row["id"], date.max))
    return until


def unless_there(said: pl.DataFrame, entry: dict[str, Any]) -> dict[str, Any]:
    """The entry. Raises UsageError if a ticket asks for the same already."""
    same = [row for row in _tickets(said) if _mark(row) == _mark(entry) and row["batch_date"] == entry["batch_date"]]
    if same:
        raise UsageError(f"同一行同一列在同一批次已有更正单 {same[0]['id']}。")
    return entry


def _added(newest: Newest, make: Callable[[Callable[[], pl.DataFrame]], list[dict[str, Any]]]) -> list[str]:
    return TICKETS.add(newest.lake, make)
