"""`hedui tickets list`: the tickets of the newest night on the screen, or as a workbook to send to departments."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.console import Console

from flows.lake import write_asked_bytes
from flows.published import opened
from flows.settings import Settings
from flows.workbook import Sheet, workbook
from schemas.published import published
from transforms.centre.tickets import STATUS

_OPEN = ("open", "answered")
_SENT = ("ticket_id", "table_name", "batch_date", "row_number", "record_no", "column_name", "found", "due_on", "status")


def listed(settings: Settings, every: bool) -> pl.DataFrame:
    """Tickets of the newest night (columns published), those not closed or all, with Chinese names of state."""
    with opened(settings) as file:
        asked = "SELECT * FROM correction_tickets ORDER BY opened_on, ticket_id"
        found = file.con.execute(asked).pl() if file.columns("correction_tickets") else None
    empty = published()["correction_tickets"].empty()
    tickets = empty if found is None else found
    kept = tickets if every else tickets.filter(pl.col("status").is_in(_OPEN))
    return kept.with_columns(pl.col("status").replace_strict(STATUS, return_dtype=pl.String))


def written(tickets: pl.DataFrame, out: Path) -> None:
    """A workbook with a sheet a department; no value of a row stands in it, only where it is."""
    comments = published()["correction_tickets"].comments
    titles = {name: comments[name].partition(":")[0] for name in _SENT}
    by_office = tickets.sort("sent_to", "ticket_id").partition_by("sent_to", maintain_order=True)
    note = "请按批次、行号和业务流水号查找原记录,更正后在下一批次交付;确认无误的请说明依据。"
    sheets = [Sheet(one["sent_to"][0][:31], one.select(_SENT).rename(titles), note) for one in by_office]
    write_asked_bytes(out, workbook(sheets or [Sheet("更正单", tickets.select(_SENT).rename(titles), note)]))


def show(tickets: pl.DataFrame, console: Console) -> None:
    """One line a ticket: where, what, since when."""
    if tickets.is_empty():
        console.print("没有未关闭的更正单。")
    for row in tickets.iter_rows(named=True):
        where = f"{row['department']}.{row['table_name']} {row['batch_date']} 批次"
        place = f"第 {row['row_number']} 行" if row["row_number"] else ""
        late = ",超期未答复" if row["overdue"] else ""
        until = f",请于 {row['due_on']} 前答复" if row["due_on"] and row["answered_on"] is None else ""
        console.print(
            f"{row['ticket_id']}  {where}{place} {row['record_no'] or ''} {row['column_name'] or ''}:{row['found']}"
            f"({row['status']}{late}{until})",
            markup=False,
        )
    console.print(f"共 {tickets.height:,} 张。")
