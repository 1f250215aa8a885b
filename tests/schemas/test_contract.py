"""The pandera models and the export contract say the same, column by column."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from schemas.catalogue import TABLES, TableSpec
from schemas.types import POLARS_TYPES

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "docs/contract/exports.yaml").read_text("utf-8"))
TABLES_OF_CONTRACT: dict[str, tuple[str, dict[str, Any]]] = {
    f"{department}.{table}": (content["label"], given)
    for department, content in CONTRACT["departments"].items()
    for table, given in content["tables"].items()
}


def test_same_tables_in_the_same_order() -> None:
    assert list(TABLES) == list(TABLES_OF_CONTRACT)


@pytest.mark.parametrize("key", TABLES_OF_CONTRACT)
def test_table_agrees_with_contract(key: str) -> None:
    spec, (department_label, given) = TABLES[key], TABLES_OF_CONTRACT[key]
    assert (spec.key, spec.department_label, spec.label, spec.kind) == (
        key,
        department_label,
        given["label"],
        given["kind"],
    )
    columns = {
        name: (one["header"], one.get("type", "code"), bool(one.get("required")), tuple(one.get("codes", ())))
        for name, one in given["columns"].items()
    }
    assert {one.name: (one.header, one.type, one.required, one.codes) for one in spec.columns} == columns
    assert [one.name for one in spec.columns] == list(columns)
    persons = [tuple(person) + (None,) * (5 - len(person)) for person in given.get("person", [])]
    assert [astuple(person) for person in spec.persons] == persons


@pytest.mark.parametrize("spec", TABLES.values(), ids=list(TABLES))
def test_model_is_strict_typed_and_described(spec: TableSpec) -> None:
    schema = spec.model.to_schema()
    assert (schema.strict, schema.ordered, schema.coerce) == (True, True, False)
    assert {name: column.dtype.type for name, column in schema.columns.items()} == {
        one.name: POLARS_TYPES[one.type] for one in spec.columns
    }
    assert spec.grain.startswith(f"{spec.label}. Grain: ")
    assert set(spec.headers) == {one.header for one in spec.columns}, "a header stands twice"


@pytest.mark.parametrize("spec", TABLES.values(), ids=list(TABLES))
def test_amounts_and_measures_have_a_unit(spec: TableSpec) -> None:
    assert [one.name for one in spec.columns if one.type in ("yuan", "area", "percent") and not one.unit] == []
    for one in spec.columns:
        if one.name.endswith("_yuan_month") or one.name == "monthly_yuan":
            assert one.unit == "元/月", one.name


def test_no_amount_is_a_floating_point_number() -> None:
    assert not {pl.Float32, pl.Float64} & {type(dtype) for dtype in POLARS_TYPES.values()}
