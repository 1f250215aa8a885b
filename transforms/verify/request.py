"""From the rows of a request to households that can be verified, and an answer to every row.

Nothing is guessed: a household with a row that cannot be read, with two answers to one question, or with one person
twice is not verified at all, and each of its rows is told why. A value that may be missing and cannot be read is
unknown, and that is told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from schemas import request as schema
from schemas.catalogue import TABLES, TableSpec, tables_of
from schemas.request import GRANT_COLUMNS, HOUSEHOLD_COLUMNS, REQUEST
from transforms.link.number import read_numbers
from transforms.stage.fields import plain_text
from transforms.stage.table import TableRefusedError, stage
from transforms.verify.gate import UNREADABLE
from transforms.verify.lost import lost_members
from transforms.verify.purposes import Purposes

(SPEC,) = tables_of(schema, REQUEST)
LINE: Final = "line"
AHEAD: Final = timedelta(days=31)
"""How far beyond the data a day may lie: an office asks today about last night's data, and no year to come."""
ANSWERS: Final = {LINE: pl.Int64(), "request_no": pl.String(), "taken": pl.Boolean(), "said": pl.String()}
_NEEDED: Final = ("purpose", "applied_on", "division_code")
_SEPARATORS: Final = r"[、,,;;/\s]+"
_HEADER: Final = {column.name: column.header for column in SPEC.columns}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked.

    households: one row a household taken on: request_no, the HOUSEHOLD_COLUMNS, asked_on (day of the gate).
    members: one row a person of these: request_no, line, the other columns of schemas.request, number_state, first17,
        number_birth, number_sex.
    grants: one row a member who signed: request_no, line, GRANT_COLUMNS, opens (tables; null: all of the purpose),
        void (why it does not count, else null).
    answers: every row that came in, once (ANSWERS): taken or not, and what there is to say of it.
    """

    households: pl.DataFrame
    members: pl.DataFrame
    grants: pl.DataFrame
    answers: pl.DataFrame


def read_request(
    text: pl.DataFrame, purposes: Purposes, as_of: date, broken: Mapping[int, str], notes: Mapping[int, list[str]]
) -> Request:
    """`text`: columns of schemas.request that the file has, all text, and row_number. as_of: day of the data.

    broken: rows that are not in `text` because they cannot be read, with the reason. notes: what reading found on rows.
    A row whose cells are all empty is none: spreadsheets leave such rows behind.
    """
    cells = [plain_text(pl.col(name)) for name in text.columns if name != "row_number"]
    filled = pl.any_horizontal(cell.is_not_null() & (cell != "") for cell in cells) if cells else pl.lit(value=True)
    kept = filled | pl.col("row_number").is_in(list(broken))
    numbered = text.filter(kept).with_columns(record_no=pl.col("row_number").cast(pl.String))
    told: dict[int, list[str]] = {line: list(said) for line, said in notes.items()}
    refused: dict[int, list[str]] = {line: [why] for line, why in broken.items()}
    try:
        staged = stage(numbered, SPEC)
    except TableRefusedError as fault:
        refused |= {line: [str(fault)] for line in numbered["row_number"]}
        return _answered(pl.DataFrame(schema=_row_schema(SPEC)), numbered, refused, told, {})
    for row in staged.quarantine.iter_rows(named=True):
        refused.setdefault(row["row_number"], []).append(row["reason"])
    unread: dict[int, set[str]] = {}
    for row in staged.defects.iter_rows(named=True):
        unread.setdefault(row["row_number"], set()).add(row["column_name"])
        told.setdefault(row["row_number"], []).append(f"{row['reason']}，按未知处理")
    rows = staged.loaded.rename({"row_number": LINE}).drop("record_no")
    numbers = read_numbers(rows["id_number"])
    rows = pl.concat([rows, numbers.with_columns(pl.col("number_state").cast(pl.String))], how="horizontal")
    faults = _household_faults(rows, lost_members(numbered, refused), unread, purposes, as_of)
    for line, number in rows.select(LINE, "request_no").iter_rows():
        if faults.get(number):
            refused.setdefault(line, faults[number])  # a row's own fault says more than that its household waits
    return _answered(rows, numbered, refused, told, unread, as_of)


def _row_schema(spec: TableSpec) -> dict[str, pl.DataType]:
    named = {name: column.dtype.type for name, column in spec.model.to_schema().columns.items() if name != "record_no"}
    more = {LINE: pl.Int64(), "number_state": pl.String(), "first17": pl.Int64()}
    return {**named, **more, "number_birth": pl.Date(), "number_sex": pl.String()}


def _household_faults(
    rows: pl.DataFrame,
    lost: Mapping[str, list[str]],
    unread: Mapping[int, set[str]],
    purposes: Purposes,
    as_of: date,
) -> dict[str, list[str]]:
    """Household -> why it cannot be verified; empty lists for those that can."""
    households: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        households.setdefault(str(row["request_no"]), []).append(row)
    found: dict[str, list[str]] = {}
    for number, lines in households.items():
        found[number] = [
            *lost.get(number, []),
            *_contradictions(lines),
            *_missing(lines, unread, purposes, as_of),
            *_persons(lines),
        ]
    return found


def _said(lines: Sequence[Mapping[str, Any]], column: str) -> list[Any]:
    return list(dict.fromkeys(line[column] for line in lines if line[column] is not None))


def _contradictions(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for column in HOUSEHOLD_COLUMNS:
        if len(_said(lines, column)) > 1:
            yield f"同户各行的“{_HEADER[column]}”不一致"


def _missing(
    lines: Sequence[Mapping[str, Any]], unread: Mapping[int, set[str]], purposes: Purposes, as_of: date
) -> Iterator[str]:
    for column in _NEEDED:
        wrong = any(column in unread.get(line[LINE], ()) for line in lines)
        if wrong or not _said(lines, column):
            yield f"“{_HEADER[column]}”{'读不出' if wrong else '未填'}"
    for column in ("applied_on", "requested_on"):
        if any(day > as_of + AHEAD for day in _said(lines, column)):
            yield f"“{_HEADER[column]}”晚于数据截止日（{as_of}）{AHEAD.days}天以上"
    for column in ("program", "requested_on", "residence"):
        if any(column in unread.get(line[LINE], ()) for line in lines):
            yield f"“{_HEADER[column]}”读不出"
    for purpose in _said(lines, "purpose"):
        wanted = purposes.by_name[purpose].programs
        given = _said(lines, "program")
        if wanted and not given:
            yield f"用途为{purpose}时须填“{_HEADER['program']}”"
        if given and not set(given) <= set(wanted):
            yield f"用途{purpose}不分救助类别，“{_HEADER['program']}”应为空"


def _persons(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    heads = [line[LINE] for line in lines if line["relation"] == "本人" and line["member_kind"] == "共同生活"]
    if len(heads) != 1:
        yield "没有“本人”" if not heads else f"“本人”有{len(heads)}行（第{'、'.join(map(str, heads))}行）"
    seen: dict[object, list[int]] = {}
    for line in lines:
        # a number of 15 digits and the same one of 18 are one; a wrong number is compared as it stands
        key = line["first17"] if line["first17"] is not None else line["id_number"]
        seen.setdefault(key if key is not None else (line["name"], line["birth_date"]), []).append(line[LINE])
    for found in seen.values():
        if len(found) > 1:
            yield f"同一成员出现{len(found)}次（第{'、'.join(map(str, found))}行）"


def _answered(
    rows: pl.DataFrame,
    text: pl.DataFrame,
    refused: Mapping[int, list[str]],
    told: Mapping[int, list[str]],
    unread: Mapping[int, set[str]],
    as_of: date | None = None,
) -> Request:
    taken = rows.filter(~pl.col(LINE).is_in(list(refused))).sort(LINE)
    number = plain_text(pl.col("request_no")) if "request_no" in text.columns else pl.lit(None, pl.String)
    numbers = dict(text.select("row_number", number).iter_rows())
    lines = sorted({*text["row_number"].to_list(), *refused})
    answers = [
        {
            LINE: line,
            "request_no": numbers.get(line),
            "taken": line not in refused,
            "said": "；".join(dict.fromkeys([*refused.get(line, []), *told.get(line, [])])),
        }
        for line in lines
    ]
    first = [pl.col(column).drop_nulls().sort().head(1) for column in HOUSEHOLD_COLUMNS]
    households = taken.group_by("request_no", maintain_order=True).agg(column.first() for column in first)
    households = households.with_columns(asked_on=pl.max_horizontal(pl.lit(as_of, pl.Date), "requested_on"))
    grants, notes = _grants(taken, unread)
    for row in answers:
        if row["taken"] and row[LINE] in notes:
            row["said"] = "；".join(filter(None, [str(row["said"]), notes[int(str(row[LINE]))]]))
    members = taken.drop([*HOUSEHOLD_COLUMNS, *GRANT_COLUMNS])
    return Request(households, members, grants, pl.DataFrame(answers, schema=ANSWERS, orient="row"))


def _scope() -> dict[str, list[str]]:
    """How the sources of an authorisation may be written: a department, by its name or key, or one of its tables."""
    named: dict[str, list[str]] = {}
    for key, spec in TABLES.items():
        for word in (spec.department, spec.department_label):
            named.setdefault(word, []).append(key)
        named[key] = [key]
        named[f"{spec.department_label}·{spec.label}"] = [key]
    return named


def _grants(taken: pl.DataFrame, unread: Mapping[int, set[str]]) -> tuple[pl.DataFrame, dict[int, str]]:
    """Authorisations as the rows tell them, and what to say of those that do not count.

    A date that cannot be read may be a revocation, so the whole authorisation does not count.
    """
    known, rows, notes = _scope(), [], {}
    unsure = [line for line in taken[LINE] if unread.get(line, set()) & set(GRANT_COLUMNS)]
    told = pl.any_horizontal(pl.col(GRANT_COLUMNS).is_not_null())
    asked = taken.filter(told | pl.col(LINE).is_in(unsure))
    words = asked["sources"].str.replace_all(_SEPARATORS, "、").str.strip_chars("、").to_list()
    for row, scope in zip(asked.to_dicts(), words, strict=True):
        parts = [] if not scope or scope == "全部" else scope.split("、")
        strange = [part for part in parts if part not in known]
        void = None
        if row[LINE] in unsure:
            void = UNREADABLE
        elif strange:
            void = f"“{_HEADER['sources']}”有{len(strange)}项无法识别，不予采信"
        elif row["signed_on"] is None:
            void = f"没有“{_HEADER['signed_on']}”，不予采信"
        if void is not None:
            notes[row[LINE]] = f"授权不予采信：{void}"
        opens = sorted({table for part in parts if part in known for table in known[part]}) if parts else None
        rows.append({name: row[name] for name in ("request_no", LINE, *GRANT_COLUMNS)} | {"opens": opens, "void": void})
    types = {name: taken.schema[name] for name in ("request_no", LINE, *GRANT_COLUMNS)}
    return pl.DataFrame(rows, schema={**types, "opens": pl.List(pl.String), "void": pl.String}, orient="row"), notes
