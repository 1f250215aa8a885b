"""A city of a handful of rows, delivered as csv by all four departments: for tests of one sentence of the contract."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.settings import load
from flows.walk import Outcome, plain, run_nights
from flows.warehouse import open_readonly
from schemas.catalogue import TABLES

POLICY = Path(__file__).parents[2] / "data" / "policy" / "9999.yml"
VILLAGE = "999901001001"
Row = dict[str, str]


def number(birth: str, sequence: int = 101) -> str:
    """A valid 18-digit number of county 999901."""
    digits = f"999901{birth}{sequence:03d}"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def household(no: str, **changed: str) -> Row:
    """An active 低保 household, verified lately."""
    row = {"record_no": f"HH{no}", "household_no": no, "program": "最低生活保障", "status": "在享"}
    days = {"applied_on": "2024-12-01", "approved_on": "2025-01-01", "last_verified_on": "2026-11-01"}
    return {**row, **days, "division_code": VILLAGE, **changed}


def member(no: str, home: str, name: str, id_number: str, **changed: str) -> Row:
    """A member who lives there and applied."""
    row = {"record_no": no, "household_no": home, "name": name, "id_number": id_number}
    return {**row, "relation": "本人", "member_kind": "共同生活", **changed}


def authorisation(no: str, home: str, name: str, id_number: str, **changed: str) -> Row:
    """An authorisation for 社会救助 without an end."""
    row = {"record_no": no, "household_no": home, "name": name, "id_number": id_number}
    return {**row, "purpose": "社会救助", "signed_on": "2025-01-01", "signed_by": "本人", **changed}


def pension(no: str, name: str, id_number: str) -> Row:
    """A pension of 3,000 yuan in payment."""
    row = {"record_no": no, "name": name, "id_number": id_number, "kind": "企业职工", "monthly_yuan": "3000"}
    return {**row, "start_on": "2024-01-01", "status": "在发"}


@dataclass
class TinyCity:
    """Inbox and home in a temporary folder."""

    root: Path

    def deliver(
        self,
        day: str,
        tables: Mapping[str, Sequence[Row]],
        change: Callable[[str, dict[str, Any], Path], None] | None = None,
    ) -> None:
        """All tables, empty ones with a header only; `change` may alter a department's manifest and folder."""
        for department in dict.fromkeys(spec.department for spec in TABLES.values()):
            folder = self.root / "inbox" / department / day
            folder.mkdir(parents=True, exist_ok=True)
            specs = [spec for spec in TABLES.values() if spec.department == department]
            entries = [self._write(folder, spec.table, spec.headers, tables.get(spec.table, ())) for spec in specs]
            manifest = {
                "department": department,
                "batch_date": day,
                "requested_at": f"{day}T00:30:00+08:00",
                "exported_at": f"{day}T01:00:00+08:00",
                "tables": entries,
            }
            if change is not None:
                change(department, manifest, folder)
            (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")

    def _write(self, folder: Path, table: str, headers: Mapping[str, str], rows: Sequence[Row]) -> dict[str, Any]:
        text = io.StringIO()
        cells = [[row.get(column, "") for column in headers.values()] for row in rows]
        csv.writer(text).writerows([list(headers), *cells])
        return entry(folder, table, text.getvalue().encode(), len(rows))

    def run(self, policy: Path = POLICY) -> Outcome:
        """Every night, as plain functions."""
        settings = load(None, inbox=self.root / "inbox", home=self.root / "home", policy=policy)
        return run_nights(settings, plain, lambda *_: None)

    def rows(self, query: str, night: date | str) -> list[tuple[Any, ...]]:
        """Answer of a query to the file published after a night."""
        (version,) = (self.root / "home" / "warehouse").glob(f"hedui-{night}-*.duckdb")
        with open_readonly(version) as con:
            return con.sql(query).fetchall()

    def alert(self, rule: str, anchor: str, night: str) -> tuple[Any, ...] | None:
        """(state, frozen, level, confidence) of an alert after a night; None where there is none."""
        where = f"rule_id = '{rule}' AND anchor_record_no = '{anchor}'"
        found = self.rows(f"SELECT state, frozen, level, confidence FROM alerts WHERE {where}", night)
        return found[0] if found else None


def entry(folder: Path, table: str, content: bytes, rows: int) -> dict[str, Any]:
    """Write a csv file and give its entry in the manifest."""
    (folder / f"{table}.csv").write_bytes(content)
    told = {"table": table, "file": f"{table}.csv", "format": "csv", "encoding": "UTF-8", "rows": rows}
    return {**told, "sha256": hashlib.sha256(content).hexdigest()}
