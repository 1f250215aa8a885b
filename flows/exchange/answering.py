"""Answering another centre from this centre's own published night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.exchange.asking import AUTHORISATION_COLUMNS, PERSON_COLUMNS, PURPOSE
from flows.exchange.books import EXCHANGE
from flows.exchange.package import (
    AUTHORISATIONS,
    PAGE,
    PERSONS,
    Exchange,
    batch_of,
    counted,
    read_package,
    recorded,
    write_package,
)
from flows.handling.asked import a_day
from flows.handling.rows import rows_of
from flows.newest import newest_of
from flows.resources import sql_texts
from flows.settings import Settings
from flows.warehouse import open_readonly
from transforms.exchange.answering import COLUMNS, answers, judged_people
from transforms.exchange.asked import with_number
from transforms.exchange.records import ITEMS, level_between


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as written, and its results."""

    folder: Path
    results: pl.Series


def answer(settings: Settings, package: Path, out: Path) -> Answered:
    """Answer a request below `out`, and put it into the book. Raises UsageError for a package that cannot be taken."""
    said, _ = read_package(package, "request")
    if said.purpose != PURPOSE:
        raise UsageError(f"请求的用途不是{PURPOSE},未答复。本格式只为{PURPOSE}核对,见 {PAGE}。")
    newest = newest_of(settings)
    persons, authorisations = _persons(package, said), _authorisations(package, said)
    sql = sql_texts("exchange")
    with open_readonly(newest.lake.stable) as con:
        con.register("asked_number", persons.select(id_number="number").drop_nulls().unique())
        known = con.execute(sql["known"]).pl()
        people = judged_people(persons, authorisations, known, said.purpose, newest.today)
        con.register(
            "asked_person", people.filter(pl.col("barred").is_null()).select("person_key").drop_nulls().unique()
        )
        found = con.execute(sql["found"]).pl()
        delivered = dict(con.execute(sql["cutoffs"]).fetchall())
    cutoffs = {item: delivered.get(ITEMS[item]) for item in said.items}
    rows = answers(people, found, said.items, cutoffs, said.request_no, said.to_division, newest.today)
    folder = out / f"{said.request_no}-answer"
    level = level_between(said.from_division, said.to_division)
    block = said.model_dump(exclude={"format", "files", "kind"}) | {"level": level}
    table = f"answers_{newest.today:%Y%m%d}.csv"
    frame = rows.rename(COLUMNS)
    checksum = write_package(
        folder, {"kind": "answer", **block}, {table: frame}, batch_of(newest, said.asked_on, table, frame)
    )
    with recorded(folder):
        EXCHANGE.append(newest.lake, {
            "as_of": newest.as_of, "kind": "answered", "request_no": said.request_no,
            "from_division": said.from_division, "to_division": said.to_division, "level": level,
            "persons": persons.height, "items": list(said.items),
            "answer_by": date.fromisoformat(said.answer_by), "done_on": newest.today, "sha256": checksum,
            "counts": counted(rows["result"]), "asked_of": None, "recorded_at": newest.now.isoformat(),
        })  # fmt: skip
    return Answered(folder, rows["result"])


def _persons(package: Path, said: Exchange) -> pl.DataFrame:
    rows = _rows(package / PERSONS, PERSON_COLUMNS, 2)
    people = pl.DataFrame(rows, schema=dict.fromkeys(PERSON_COLUMNS, pl.String)).with_columns(
        pl.col("id_number").replace("", None)
    )
    numbers = people["person_no"]
    if people.is_empty() or numbers.is_duplicated().any() or not numbers.str.contains(r"^[1-9]\d{0,6}$").all():
        raise UsageError(f"{PERSONS} 中没有人,或人员序号重复、不是序号,未采用。格式见 {PAGE}。")
    _as_declared(said, PERSONS, people.height)
    return with_number(people)


def _as_declared(said: Exchange, file: str, rows: int) -> None:
    """A file that the manifest does not name has no checksum, and anybody may have laid it there."""
    declared = {one.file: one.rows for one in said.files}
    if file not in declared:
        raise UsageError(f"清单中没有 {file},未采用。请对方按 {PAGE} 重新发送。")
    if declared[file] != rows:
        raise UsageError(f"{file} 有 {rows} 行,清单写的是 {declared[file]} 行,未采用。")


def _authorisations(package: Path, said: Exchange) -> pl.DataFrame:
    """Authorisations with days; a row whose days cannot be read authorises nothing."""
    rows, made = _rows(package / AUTHORISATIONS, AUTHORISATION_COLUMNS, len(AUTHORISATION_COLUMNS)), []
    _as_declared(said, AUTHORISATIONS, len(rows))
    for row in rows:
        try:
            days = {name: a_day(row[name], "") for name in ("signed_on", "valid_until")}
        except UsageError:
            continue
        made.append({"person_no": row["person_no"], "purpose": row["purpose"], **days})
    schema = {"person_no": pl.String, "purpose": pl.String, "signed_on": pl.Date, "valid_until": pl.Date}
    return pl.DataFrame(made, schema=schema, orient="row")


def _rows(path: Path, columns: Mapping[str, str], needed: int) -> list[dict[str, str]]:
    rows, ragged = rows_of(path, columns, needed, PAGE)
    if ragged:
        raise UsageError(f"{path.name} 第 {ragged[0][0]} 行:{ragged[0][1]},未采用。格式见 {PAGE}。")
    return [{name: row[name] for name in columns} for row in rows]
