"""Every rule file: head complete and true of its SQL, SQL plain and deterministic, empty tables give no row."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from schemas.catalogue import TABLES
from schemas.facts import FACTS
from tests.rules.rule_files import texts
from transforms.rules.engine import CONTEXT, findings, prepare, verification
from transforms.rules.examples import load_example
from transforms.rules.head import Example, is_waiting, parse_rule, parse_verification, split_file
from transforms.rules.waiting import parse_waiting

MARTS = texts("marts")
WAITING = {file: text for file, text in texts("rules/alert").items() if is_waiting(file, text)}
RULES = {file: text for file, text in texts("rules/alert").items() if file not in WAITING}
VERIFICATION = texts("rules/verification")
EVERY_SQL = {**{f"marts/{name}": text for name, text in MARTS.items()}, **RULES, **VERIFICATION}
MART_NAMES = {name.removesuffix(".sql").partition("_")[2] for name in MARTS}
RELATIONS = {*FACTS, "person", *CONTEXT, *MART_NAMES}
FORBIDDEN = (
    r"\bnow\s*\(", r"\bcurrent_(date|time|timestamp)\b", r"\btoday\s*\(", r"\brandom\s*\(", r"\bany_value\b",
    r"\bfirst\s*\(", r"\blast\s*\(", r"\barg_(min|max)", r"\b(min|max)_by\b", r"\bmode\s*\(", r"\buuid\s*\(",
    r"\bDOUBLE\b", r"\bFLOAT\b", r"\bREAL\b", r"\bavg\s*\(", r"\bLIMIT\b", r"[^/]/[^/*]", r"\{\{", r"\{%",
)  # fmt: skip
NOTHING = Example(why="空表", as_of="2026-11-22", given={}, expect=[])


def plain(sql: str) -> str:
    """SQL without comments and texts, so that only what runs is searched."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL))


@pytest.mark.parametrize("file", RULES)
def test_head_is_complete_and_true(file: str) -> None:
    rule = parse_rule(file, RULES[file])
    assert set(rule.head.needs) <= set(TABLES)
    assert set(rule.head.reads) <= RELATIONS
    used = {name for name in RELATIONS if re.search(rf"(FROM|JOIN)\s+{name}\b", plain(rule.sql))}
    assert used == set(rule.head.reads), "reads names the relations of the SQL, no more and no fewer"
    declared = {*rule.head.parameters, *rule.head.parameters_if_given}
    asked = set(re.findall(r"\bpolicy\.(\w+)", rule.sql)) - {"locality", "residence"}
    assert asked <= declared, f"parameters lacks {asked - declared}"


@pytest.mark.parametrize("file", VERIFICATION)
def test_verification_head(file: str) -> None:
    parsed = parse_verification(file, VERIFICATION[file])
    assert set(parsed.head.needs) <= set(TABLES)
    assert set(parsed.head.reads) <= RELATIONS


@pytest.mark.parametrize("file", EVERY_SQL)
def test_sql_is_deterministic_and_exact(file: str) -> None:
    text = EVERY_SQL[file]
    sql = plain(split_file(file, text)[1] if text.startswith("/*---") else text)
    assert [word for word in FORBIDDEN if re.search(word, sql, re.IGNORECASE)] == []


@pytest.fixture(scope="module")
def nothing(marts: dict[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A world without a row, all marts made; rules only ask it."""
    with duckdb.connect(config={"threads": 1}) as connection:
        load_example(connection, NOTHING)
        prepare(connection, "linked", marts)
        yield connection


@pytest.mark.parametrize("file", RULES)
def test_empty_tables_give_nothing_and_placeholders_are_columns(nothing: duckdb.DuckDBPyConnection, file: str) -> None:
    assert findings(nothing, parse_rule(file, RULES[file])).height == 0


def test_verification_of_nothing(nothing: duckdb.DuckDBPyConnection) -> None:
    for file, text in VERIFICATION.items():
        assert verification(nothing, parse_verification(file, text)).height == 0


@pytest.mark.parametrize("file", [*MARTS, *RULES, *VERIFICATION])
def test_files_stay_small(file: str) -> None:
    text = {**MARTS, **RULES, **VERIFICATION}[file]
    sql = split_file(file, text)[1] if text.startswith("/*---") else text
    assert len(sql.splitlines()) <= 80


def test_mart_names_are_unique() -> None:
    assert len(MART_NAMES) == len(MARTS)
    assert not MART_NAMES & {*FACTS, "person", *CONTEXT}


@pytest.mark.parametrize("file", WAITING)
def test_a_waiting_rule_says_what_it_waits_for(file: str) -> None:
    waiting = parse_waiting(file, WAITING[file])
    assert all(":" in data or "：" in data for data in waiting.head.waits_for), "department: table and columns"


def test_the_catalogue_is_whole_and_no_rule_is_twice() -> None:
    assert {file.removesuffix(".sql") for file in {**RULES, **WAITING}} <= {
        f"{kind}-{number:02d}"
        for kind, last in (("CB", 32), ("LB", 21), ("CF", 12), ("SF", 9), ("SJ", 12), ("ZJ", 14), ("RQ", 7), ("ZD", 12))
        for number in range(1, last + 1)
    }
