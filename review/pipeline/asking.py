"""May this judgement, ticket or sample result be put down? Asked of the newest night before it waits on the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.centre.store import TICKETS
from flows.centre.ticketing import ticket_row, unless_there
from flows.errors import HeduiError, UsageError
from flows.lake import Lake
from flows.linking.judging import WORDS, verdict_of
from flows.linking.records import key_of, named, newest, one_link, said
from review.pipeline.home import NothingPublishedError, published, settings_of
from schemas.catalogue import TABLES
from transforms.decisions.taking import refused_text

__all__ = [
    "TABLES",
    "WORDS",
    "UnknownColumnError",
    "column_meant",
    "division_of_sample",
    "judged",
    "record_told",
    "reference_told",
    "refused_ticket",
    "tables_of_alert",
]


class UnknownColumnError(Exception):
    """A name that no column has; the text says in Chinese which there are."""


def judged(home: Path, a: str, b: str, verdict: str, reason: str) -> tuple[str | None, dict[str, str]]:
    """Why a judgement on two references (部门.表/业务流水号#角色/第几位) is refused, if it is; and it as it is kept."""
    try:
        settings = settings_of(home)
        word, night = verdict_of(verdict), newest(settings)
        one, other = sorted(key_of(one_link(night, text)) for text in (a, b))
        if one == other:
            return "两处是同一条记录中的同一个人，无须判断", {}
        names = said(night, [one, other])["name"].drop_nulls().to_list()
    except UsageError as why:
        return _plain(why), {}
    except HeduiError as why:
        raise NothingPublishedError(str(why)) from None
    return refused_text(reason, names, "理由"), {"a": named(one), "b": named(other), "verdict": word}


def reference_told(reference: str) -> str:
    """A reference (部门.表/业务流水号#角色) in words: 民政·家庭成员 HM000001840; itself for an unknown table."""
    table, _, record = reference.partition("/")
    if table not in TABLES:
        return reference
    return f"{TABLES[table].department_label}·{TABLES[table].label} {record.partition('#')[0]}"


def column_meant(table: str, text: str) -> str:
    """The column that somebody names as the delivered file does, or by its own name. Raises UnknownColumnError."""
    columns = TABLES[table].columns
    found = next((one.name for one in columns if text in (one.header, one.name)), None)
    if found is None:
        raise UnknownColumnError(f"没有“{text}”这一项。可填：{'、'.join(one.header for one in columns)}")
    return found


def record_told(subject: str) -> str:
    """As reference_told, with the header of the column that `部门.表/业务流水号#列` names."""
    table, column = subject.partition("/")[0], subject.partition("#")[2]
    known = TABLES[table].columns if table in TABLES else ()
    header = next((one.header for one in known if one.name == column), column)
    return f"{reference_told(subject)} {header}".strip()


def tables_of_alert(home: Path, alert_id: str) -> list[tuple[str, str]]:
    """Records that an alert rests on: 部门.表 and business number, each once."""
    with published(home) as file:
        rows = file.rows(
            "SELECT DISTINCT source_table, record_no FROM alert_evidence WHERE alert_id = ? "
            "AND record_no IS NOT NULL ORDER BY ALL",
            [alert_id],
        )
    return [(row["source_table"], row["record_no"]) for row in rows if row["source_table"] in TABLES]


def refused_ticket(home: Path, table: str, record: str, column: str, found: str, by: str) -> str | None:
    """Why a department is not asked to correct a value; None if it may be."""
    try:
        _, entry = ticket_row(settings_of(home), table, record, column or None, found, by, None)
        unless_there(TICKETS.read(Lake(home)), entry)
    except UsageError as why:
        return _plain(why)
    except HeduiError as why:
        raise NothingPublishedError(str(why)) from None
    return None


def division_of_sample(home: Path, sample_id: str) -> str | None:
    """Division of a household of the recall sample, "" if unknown; None for a number that was not drawn."""
    with published(home) as file:
        rows: list[dict[str, Any]] = file.rows(
            "SELECT coalesce(division_code, '') AS code FROM recall_sample WHERE sample_id = ?", [sample_id]
        )
    return rows[0]["code"] if rows else None


def _plain(why: Exception) -> str:
    return str(why).removeprefix("未记录：").rstrip("。")
