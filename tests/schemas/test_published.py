"""What is published against the contract, and that every table and column is explained in Chinese."""

import re
from pathlib import Path

import polars as pl
import pytest
import yaml

from schemas.facts import FACTS
from schemas.published import PublishedTable, duckdb_type, published

CONTRACT = Path(__file__).parents[2] / "docs" / "contract" / "warehouse.yaml"
TABLES = published()


def test_contract_tables_come_first_and_hold_the_contracts_columns() -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    assert list(TABLES)[: len(contract)] == list(contract)
    for name, columns in contract.items():
        assert set(columns) <= set(TABLES[name].dtypes), name
        assert [column for column in TABLES[name].dtypes if column in columns] == columns, name


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_table_and_column_has_a_chinese_comment(table: PublishedTable) -> None:
    assert re.search(r"[\u4e00-\u9fff]", table.comment)
    for column, comment in table.comments.items():
        assert re.search(r"[\u4e00-\u9fff]", comment), column


@pytest.mark.parametrize(
    ("key", "column", "type_"),
    [
        ("alerts", "due_on", "DATE"),
        ("alerts", "frozen", "BOOLEAN"),
        ("verification_results", "income_yuan_month", "DECIMAL(18,2)"),
        ("verification_results", "reasons", "VARCHAR[]"),
        ("runs", "started_at", "TIMESTAMPTZ"),
        ("identity_links", "owner_index", "SMALLINT"),
        ("fact.asset", "area_m2", "DECIMAL(12,4)"),
        ("rules", "class", "VARCHAR"),
    ],
)
def test_types(key: str, column: str, type_: str) -> None:
    assert TABLES[key].types[column] == type_


def test_facts_are_published_without_the_world_apart() -> None:
    assert {f"fact.{name}" for name in FACTS} <= set(TABLES)
    assert not [column for table in TABLES.values() for column in table.dtypes if column.endswith("_apart_key")]


def test_an_empty_table_passes_its_own_model() -> None:
    for table in TABLES.values():
        if table.model is not None:
            table.model.validate(table.empty(), lazy=True)


def test_a_type_that_is_not_published_is_refused() -> None:
    with pytest.raises(KeyError):
        duckdb_type(pl.Float32())
