"""A frame of a few rows, written out as values, stands in DuckDB as one that was handed over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from schemas.facts import FACTS
from transforms.policy.resolve import POLICY_SCHEMA
from transforms.rules import loading
from transforms.rules.loading import load_relations

BANDS = pl.List(pl.Struct({"from": pl.Int64, "yuan": pl.Decimal(18, 4)}))
FRAME = pl.DataFrame(
    {
        "text": ["it's", '{"a": [1]}', "", None, "?; DROP TABLE fact.odd --\\'", "张\u3000三\r\n🏠"],
        "day": [date(2026, 2, 28), None, date(1, 1, 1), date(9999, 12, 31), None, None],
        "flag": [True, False, None, None, True, False],
        "whole": [2**63 - 1, -(2**63), 0, None, 1, 2],
        "money": [Decimal("0.0001"), Decimal("-99999999999999.9999"), None, Decimal("1E+3"), Decimal(0), None],
        "texts": [["a'", "b"], [], None, [None], ["、"], ["[1]"]],
        "bands": [[{"from": 60, "yuan": Decimal("1.5")}], [], None, [{"from": None, "yuan": None}], [], []],
        "none": [None] * 6,
    },
    schema={
        "text": pl.String,
        "day": pl.Date,
        "flag": pl.Boolean,
        "whole": pl.Int64,
        "money": pl.Decimal(18, 4),
        "texts": pl.List(pl.String),
        "bands": BANDS,
        "none": pl.Decimal(18, 2),
    },
)


def stands(frames: dict[str, pl.DataFrame]) -> dict[str, tuple[list[str], list[Any]]]:
    """Types and rows of each table."""
    with duckdb.connect() as con:
        load_relations(con, frames)
        made = {name: con.table(f"fact.{name}") for name in frames}
        return {name: ([*map(str, one.types), *one.columns], one.fetchall()) for name, one in made.items()}


def empties() -> dict[str, pl.DataFrame]:
    schemas = {**{name: fact.polars_schema for name, fact in FACTS.items()}, "policy": POLICY_SCHEMA}
    return {name: pl.DataFrame(schema=schema) for name, schema in schemas.items()}


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param({"odd": FRAME}, id="every type"),
        pytest.param({"odd": FRAME.clear()}, id="no row"),
        pytest.param({"odd": FRAME.select("none", "day").head(0).vstack(FRAME[3:4].select("none", "day"))}, id="a day"),
        pytest.param({"odd": FRAME.select("none")}, id="rows of nothing"),
        pytest.param({"odd": FRAME[:1].with_columns(text=pl.lit("a\0b"))}, id="a text that SQL cannot hold"),
        pytest.param({"odd": pl.concat([FRAME] * 10)}, id="many"),
        pytest.param(empties(), id="facts and policy"),
    ],
)
def test_written_out_is_as_handed_over(frames: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    written = stands(frames)
    monkeypatch.setattr(loading, "_written_out", lambda *_: None)
    assert written == stands(frames)


def test_a_full_table_is_emptied_and_one_of_a_few_rows_is_written_out() -> None:
    with duckdb.connect() as con:
        load_relations(con, {"odd": FRAME})
        load_relations(con, {"odd": FRAME.clear()})
        assert con.sql("SELECT count(*) FROM fact.odd").fetchall() == [(0,)]
    assert loading._written_out("odd", FRAME) is not None
