"""Invented requests, people and facts for the tests of verification on request."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from flows.rulebase import parsed_rules
from schemas.facts import FACTS, PERSON
from transforms.link.number import number18
from transforms.verify.purposes import Purposes, parse_purposes
from transforms.verify.request import SPEC, Request, read_request

AS_OF = date(2026, 11, 22)
FOLDER = Path(__file__).parents[3] / "data" / "purposes"


def purpose_texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yml"))}


def gated_rules() -> dict[str, bool]:
    return {rule.id: rule.head.authorisation for rule in parsed_rules()}


def all_purposes() -> Purposes:
    return parse_purposes(purpose_texts(), gated_rules())


@cache
def valid_number(serial: int) -> str:
    """A citizen number of nobody (area 999901) with a right check digit."""
    first17 = 999901_19600101_000 + serial
    return str(pl.select(number18(pl.lit(first17, pl.Int64))).item())


def row(**given: str) -> dict[str, str]:
    """A row that is in order; what is given goes before."""
    return {
        "request_no": "A1",
        "purpose": "社会救助",
        "program": "最低生活保障",
        "applied_on": "2026-11-20",
        "division_code": "999901001001",
        "name": "王一",
        "id_number": valid_number(1),
        "relation": "本人",
        "member_kind": "共同生活",
        "signed_on": "2026-11-01",
        "signed_by": "本人",
    } | given


def text_of(*rows: dict[str, str]) -> pl.DataFrame:
    """Rows as reading gives them: text, with row_number from 1."""
    columns = [column.name for column in SPEC.columns if column.name != "record_no"]
    frame = pl.DataFrame(
        [[one.get(name) for name in columns] for one in rows], dict.fromkeys(columns, pl.String), orient="row"
    )
    return frame.with_row_index("row_number", 1).with_columns(pl.col("row_number").cast(pl.Int64))


def read(*rows: dict[str, str], broken: dict[int, str] | None = None) -> Request:
    return read_request(text_of(*rows), all_purposes(), AS_OF, broken or {}, {})


def fact(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a fact; x_apart_key is x_key unless given."""
    schema = (FACTS | {"person": PERSON})[name].polars_schema
    filled = []
    for one in rows:
        keys = {
            column: one.get(column.replace("_apart_key", "_key")) for column in schema if column.endswith("_apart_key")
        }
        filled.append({column: ({**keys, **one}).get(column) for column in schema})
    return pl.DataFrame(filled, schema=schema)


def no_facts() -> dict[str, pl.DataFrame]:
    return {name: fact(name) for name in FACTS}
