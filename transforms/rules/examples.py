"""Runs the examples of a head in an in-memory DuckDB: facts typed in YAML, everything else empty.

Filled in where an example leaves it out: source_table by fact and kind, record_no as fact name + position,
x_apart_key as x_key, a `person` row for every key used, one locality 9999 for all division codes, every department
delivered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import polars as pl

from schemas.facts import FACTS, PERSON
from transforms.policy.dated import RESIDENCES, Dated, PolicyFile
from transforms.policy.parameters import PARAMETERS
from transforms.policy.periods import policy_periods
from transforms.policy.resolve import LOCALITY_SCHEMA, resolve
from transforms.rules.engine import World, findings, marts_asked, prepare, verification, words_of
from transforms.rules.head import Example, Rule, Verification
from transforms.rules.loading import load_relations
from transforms.rules.worlds import merge_findings, merge_verification
from transforms.source_health import RELATIONS as SOURCE_HEALTH

LOCALITY = "9999"
_ALWAYS = "1900-01-01"
DEPARTMENTS = ("civil_affairs", "medical_insurance", "housing", "human_resources")
SOURCES: dict[str, str] = {
    "household": "civil_affairs.households",
    "member": "civil_affairs.household_members",
    "authorisation": "civil_affairs.authorisations",
    "benefit": "civil_affairs.benefits",
    "payment": "civil_affairs.payments",
    "marriage": "civil_affairs.marriages",
    "death": "civil_affairs.deaths",
    "staff_relative": "civil_affairs.staff_relatives",
    "office": "civil_affairs.village_officials",
    "temporary_aid": "civil_affairs.temporary_aid",
    "disability_card": "civil_affairs.disabilities",
    "child": "civil_affairs.children",
    "visit": "civil_affairs.elder_care",
    "enrolment": "medical_insurance.enrolments",
    "medical_cost": "medical_insurance.settlements",
    "asset": "housing.properties",
    "rental": "housing.rentals",
    "income": "human_resources.contributions",
    "person_reference": "civil_affairs.household_members",
    "number_doubt": "civil_affairs.household_members",
}
SOURCES_BY_KIND: dict[tuple[str, str], str] = {
    ("asset", "bought"): "housing.sale_contracts",
    ("asset", "sold"): "housing.sale_contracts",
    ("income", "employment"): "human_resources.employments",
    ("income", "pension"): "human_resources.pensions",
    ("income", "unemployment"): "human_resources.unemployment",
}
DEPARTMENT_SCHEMA = {"department": pl.String(), "delivered": pl.Boolean()}


class ExampleError(ValueError):
    """An example names a fact, column or value that does not exist; the message says which."""


def _typed(name: str, given: Any, dtype: pl.DataType) -> Any:
    """A YAML text as the column's exact type."""
    if given is None or (isinstance(given, bool) and dtype == pl.Boolean()):
        return given
    try:
        if dtype == pl.Date():
            return date.fromisoformat(given)
        if isinstance(dtype, pl.Decimal):
            return Decimal(given)
        return int(given) if dtype.is_integer() else str(given)
    except (ValueError, TypeError, ArithmeticError) as fault:
        raise ExampleError(f"{name}:{given} 不是 {dtype}") from fault


@cache
def _empty(relation: str) -> pl.DataFrame:
    """No rows of a fact, of `person` or of a relation of source health: most are empty in most examples."""
    facts = {name: fact.polars_schema for name, fact in (*FACTS.items(), ("person", PERSON))}
    return pl.DataFrame(schema={**facts, **SOURCE_HEALTH}[relation])


def _frame(relation: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of one relation, typed; unknown columns are a fault."""
    if not rows:
        return _empty(relation)
    schema = _empty(relation).schema
    unknown = sorted({column for row in rows for column in row} - set(schema))
    if unknown:
        raise ExampleError(f"{relation}:没有列 {'、'.join(unknown)}")
    typed = [
        {column: _typed(f"{relation}.{column}", row.get(column), dtype) for column, dtype in schema.items()}
        for row in rows
    ]
    return pl.DataFrame(typed, schema=schema, orient="row")


def _filled(fact: str, position: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A fact row with the defaults that every example would otherwise repeat."""
    kind = str(row.get("kind", ""))
    source = SOURCES_BY_KIND.get((fact, kind), SOURCES[fact])
    filled = {"source_table": source, "record_no": f"{fact}{position}", **row}
    for column in FACTS[fact].columns:
        if column.endswith("_apart_key"):
            filled.setdefault(column, filled.get(column.replace("_apart_key", "_key")))
    return filled


def example_facts(given: Mapping[str, list[dict[str, Any]]]) -> dict[str, pl.DataFrame]:
    """Frames of all facts, `person` and `person_apart`. Raises ExampleError for what does not exist."""
    unknown = sorted(set(given) - set(FACTS) - {"person", "department", *SOURCE_HEALTH})
    if unknown:
        raise ExampleError(f"没有事实表 {'、'.join(unknown)}")
    frames = {}
    for name in FACTS:
        rows = [_filled(name, position, row) for position, row in enumerate(given.get(name, []), start=1)]
        frames[name] = _frame(name, rows)
    people = {row["person_key"]: row for row in given.get("person", [])}
    for relation, suffix in (("person", "_key"), ("person_apart", "_apart_key")):
        used = {
            key
            for frame in frames.values()
            if not frame.is_empty()
            for column in frame.columns
            if column.endswith(suffix) and (suffix == "_apart_key" or not column.endswith("_apart_key"))
            for key in frame[column].drop_nulls().to_list()
        }
        rows = [people.get(key, {"person_key": key}) for key in sorted(used | set(people))]
        frames[relation] = _frame("person", rows)
    return frames


def example_policy(given: Mapping[str, Any]) -> PolicyFile:
    """The policy of an example: one locality. {城镇: …, 农村: …} splits a value, {2026-07-01: …} dates it.

    A value without a day has always held; what is not given is unknown.
    """
    unknown = sorted(set(given) - set(PARAMETERS))
    if unknown:
        raise ExampleError(f"policy:未知的参数 {'、'.join(unknown)}")
    values = []
    for name, value in given.items():
        dated = value if isinstance(value, dict) and not set(value) <= set(RESIDENCES) else {_ALWAYS: value}
        for day, part in dated.items():
            split = part if isinstance(part, dict) else {"": part}
            read = {at: None if one is None else PARAMETERS[name].read(one) for at, one in split.items()}
            begins = _typed(f"policy.{name}", day, pl.Date())
            values += [Dated(name, begins, at, one, None, None) for at, one in read.items()]
    return PolicyFile("", LOCALITY, "", tuple(values))


def _departments(given: Mapping[str, list[dict[str, Any]]]) -> pl.DataFrame:
    delivered = dict.fromkeys(DEPARTMENTS, True)
    delivered.update({row["department"]: row["delivered"] for row in given.get("department", [])})
    return pl.DataFrame(
        {"department": list(delivered), "delivered": list(delivered.values())}, schema=DEPARTMENT_SCHEMA
    )


def load_example(con: duckdb.DuckDBPyConnection, example: Example) -> None:
    """All relations that `prepare` needs, from one example."""
    frames = example_facts(example.given)
    codes = {
        code or ""
        for frame in frames.values()
        if not frame.is_empty() and "division_code" in frame.columns
        for code in frame["division_code"].to_list()
    } | {""}
    as_of, policies = date.fromisoformat(example.as_of), [example_policy(example.policy)]
    frames["night"] = pl.DataFrame({"as_of": [as_of]}, schema={"as_of": pl.Date()})
    frames["policy"] = resolve(policies, as_of, []).policy
    frames["policy_period"] = policy_periods(policies, as_of)
    frames["locality"] = pl.DataFrame(
        {"division_code": sorted(codes), "locality": [LOCALITY] * len(codes)}, schema=LOCALITY_SCHEMA
    )
    frames["department"] = _departments(example.given)
    frames |= {name: _frame(name, example.given.get(name, [])) for name in SOURCE_HEALTH}
    load_relations(con, frames)


def _has_likely_links(example: Example) -> bool:
    """Without a link below certain the two worlds are one."""
    rows = [row for rows in example.given.values() for row in rows]
    return any(
        row[key] != row.get(key.replace("_apart", "")) for row in rows for key in row if key.endswith("_apart_key")
    )


def _one_world(
    con: duckdb.DuckDBPyConnection, file: Rule | Verification, world: World, marts: Mapping[str, str]
) -> pl.DataFrame:
    asked = marts_asked(marts, file.sql)
    prepare(con, world, asked, named=words_of(file.sql, *asked.values()))
    return findings(con, file) if isinstance(file, Rule) else verification(con, file)


def run_example(
    con: duckdb.DuckDBPyConnection, file: Rule | Verification, example: Example, marts: Mapping[str, str]
) -> pl.DataFrame:
    """The merged result of both worlds for one example: findings of a rule with certainty, or verification rows."""
    load_example(con, example)
    linked = _one_world(con, file, "linked", marts)
    apart = _one_world(con, file, "apart", marts) if _has_likely_links(example) else None
    if isinstance(file, Rule):
        return merge_findings(linked, apart, [file.id] if file.head.about_identity else [])
    return merge_verification(linked, apart)


def compare(expect: list[dict[str, Any]], result: pl.DataFrame) -> list[str]:
    """What differs, empty when every expected row is there once and no other row is.

    Only the columns an expected row names are compared, as text: of the result, else of the rule's own `values`.
    Rows are matched in order of the first column expected.
    """
    if len(expect) != result.height:
        return [f"应有{len(expect)}行,实有{result.height}行"]
    if not expect:
        return []
    lead = next(iter(expect[0]))
    wanted = sorted(expect, key=lambda row: str(row.get(lead)))
    rows = sorted(map(_opened, result.to_dicts()), key=lambda row: str(row.get(lead)))
    return [
        f"第{number}行 {column}:应为 {value},实为 {row.get(column)}"
        for number, (want, row) in enumerate(zip(wanted, rows, strict=True), start=1)
        for column, value in want.items()
        if _comparable(row.get(column)) != _comparable(value)
    ]


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    """A result row with the rule's own columns beside the fixed ones."""
    return {**json.loads(row.get("values") or "{}"), **row}


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _comparable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_comparable(part) for part in value]
    return None if value is None else str(value)
