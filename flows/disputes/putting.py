"""Putting down what is said of a dispute: opened by a household, answered by the source, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from flows import clock
from flows.disputes.books import DISPUTES
from flows.disputes.inforce import marks_of
from flows.errors import UsageError
from flows.handling.asked import a_day
from flows.lake import Lake
from flows.night import Night, newest_night
from flows.settings import Settings
from flows.warehouse import open_readonly
from schemas.catalogue import TABLES
from transforms.alert_evidence import fingerprint
from transforms.calendar import add_working_days
from transforms.disputes.records import GROUNDS, OUTCOMES
from transforms.disputes.standing import standing
from transforms.disputes.taking import refused_closing, refused_opening

ANSWER_DAYS = 10
"""Working days in which the source is asked to answer unless somebody says otherwise: a project default."""
_CONCERNS = """
SELECT 1 FROM (
    SELECT household_no, source_table, record_no FROM fact.household
    UNION ALL SELECT household_no, source_table, record_no FROM fact.member
    UNION ALL SELECT household_no, source_table, record_no FROM fact.authorisation
    UNION ALL SELECT household_no, source_table, record_no FROM fact.benefit
    UNION ALL SELECT household_no, source_table, record_no FROM fact.payment
    UNION ALL SELECT household_no, source_table, record_no FROM fact.temporary_aid
    UNION ALL
    SELECT member.household_no, links.department || '.' || links.table_name, links.record_no
    FROM identity_links AS links INNER JOIN fact.member ON links.person_key = member.person_key
) WHERE household_no = ? AND source_table = ? AND record_no = ? LIMIT 1
"""
_NAMES = """
SELECT DISTINCT persons.name FROM fact.member INNER JOIN persons ON member.person_key = persons.person_key
WHERE member.household_no = ? AND persons.name IS NOT NULL ORDER BY ALL
"""


@dataclass(frozen=True)
class Desk:
    """A home's newest night, and all disputes as they stand. now: when it is asked."""

    night: Night
    now: datetime
    disputes: pl.DataFrame

    @property
    def lake(self) -> Lake:
        """The home."""
        return self.night.lake


def desk(settings: Settings) -> Desk:
    """Raises UsageError if nothing was published yet."""
    night = newest_night(settings)
    return Desk(night, clock.now(), _standing(night, DISPUTES.read(night.lake)))


def opened(
    settings: Settings, record: str, household: str, ground: str, note: str, by: str, *,
    on: str | None = None, answer_by: str | None = None,
) -> tuple[str, date]:  # fmt: skip
    """Open a dispute; returns its number and the day by which the source is asked to answer. Raises UsageError."""
    there = desk(settings)
    table, _, record_no = record.partition("/")
    if table not in TABLES or not record_no:
        raise UsageError(f"“{record}”不是一条记录，应为 部门.表/业务流水号，如 housing.properties/FC0001。")
    done_on = a_day(on, "--on ") or there.now.date()
    until = a_day(answer_by, "--answer-by ") or add_working_days(done_on, ANSWER_DAYS)
    if until < done_on:
        raise UsageError(f"请来源答复的期限 {until} 早于提出的日期 {done_on}。")
    names = _household(there, household, table, record_no)
    marks = marks_of(there.night, [(table, record_no)])["mark"].to_list()
    given = {
        "kind": "open",
        "source_table": table,
        "record_no": record_no,
        "record_mark": marks[0] if marks else None,
        "household_no": household,
        "ground": _code(ground, GROUNDS),
        "note": note.strip(),
        "done_by": by.strip(),
        "done_on": done_on,
        "answer_by": until,
    }

    number = ""

    def make(read: Any) -> list[dict[str, Any]]:
        nonlocal number
        book = read()
        if (why := refused_opening(given, _standing(there.night, book), names, there.now.date())) is not None:
            raise UsageError(f"未记录：{why}。")
        number = "Y" + fingerprint(str(book.height), table, record_no, str(given["record_mark"]), household, size=8)
        return [_row(there, given | {"dispute_id": number})]

    DISPUTES.add(there.lake, make)
    return number, until


def closed(
    settings: Settings, dispute_id: str, kind: str, by: str, note: str, *,
    outcome: str | None = None, on: str | None = None,
) -> str:  # fmt: skip
    """Put down the source's answer (kind answer) or the household's withdrawal; returns the state after it."""
    there = desk(settings)
    mine = there.disputes.filter(pl.col("dispute_id") == dispute_id).to_dicts()
    names = _names(there, mine[0]["household_no"]) if mine else ()
    given = {
        "kind": kind,
        "dispute_id": dispute_id,
        "outcome": None if outcome is None else _code(outcome, OUTCOMES),
        "note": note.strip() or None,
        "done_by": by.strip(),
        "done_on": a_day(on, "--on ") or there.now.date(),
    }

    def make(read: Any) -> list[dict[str, Any]]:
        if (why := refused_closing(given, _standing(there.night, read()), names, there.now.date())) is not None:
            raise UsageError(f"未记录：{why}。")
        return [_row(there, given)]

    DISPUTES.add(there.lake, make)
    after = _standing(there.night, DISPUTES.read(there.lake)).filter(pl.col("dispute_id") == dispute_id)
    return str(after["state"].item())


def _standing(night: Night, book: pl.DataFrame) -> pl.DataFrame:
    records = book.filter(pl.col("kind") == "open").select("source_table", "record_no").unique()
    return standing(book, marks_of(night, records.rows()), night.as_of)


def _household(there: Desk, household: str, table: str, record_no: str) -> tuple[str, ...]:
    """Names of the household's people. Raises UsageError if it does not exist or the record does not concern it."""
    with open_readonly(there.lake.stable) as con:
        if con.execute("SELECT 1 FROM fact.household WHERE household_no = ? LIMIT 1", [household]).fetchone() is None:
            raise UsageError(f"未记录：没有家庭 {household}。")
        if con.execute(_CONCERNS, [household, table, record_no]).fetchone() is None:
            raise UsageError(f"未记录：记录 {table}/{record_no} 不涉及家庭 {household}，或不在有效数据中。")
    return _names(there, household)


def _names(there: Desk, household: str) -> tuple[str, ...]:
    with open_readonly(there.lake.stable) as con:
        return tuple(name for (name,) in con.execute(_NAMES, [household]).fetchall())


def _row(there: Desk, given: dict[str, Any]) -> dict[str, Any]:
    row = dict.fromkeys(name for name in DISPUTES.schema if name not in ("seq", "id"))
    return {**row, "as_of": there.night.as_of, "recorded_at": there.now.isoformat(), **given}


def _code(word: str, words: dict[str, str]) -> str:
    """The code that an English or Chinese word means; the word itself where it means none."""
    return next((code for code, chinese in words.items() if word.strip() in (code, chinese)), word.strip())
