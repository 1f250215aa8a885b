"""Every example of every head gives the rows it promises. One rule only: pytest tests/rules -k LB-01."""

from __future__ import annotations

import re

import duckdb
import pytest

from tests.rules.rule_files import texts
from transforms.rules.examples import compare, run_example
from transforms.rules.head import Example, Rule, Verification, parse_rule, parse_verification

UNEVEN = re.compile(r"(?<![\d.,])[\d,]+(?:\.(?:\d|\d{3,}))?元")
"""An amount without exactly two places."""


def examples() -> list[object]:
    """One test a head and example; a file that cannot be read is left to test_heads."""
    cases: list[object] = []
    for folder, parse in (("rules/alert", parse_rule), ("rules/verification", parse_verification)):
        for file, text in texts(folder).items():
            try:
                rule = parse(file, text)
            except ValueError:
                continue
            cases += [pytest.param(rule, example, id=f"{rule.head.id}-{example.why}") for example in rule.head.examples]
    return cases


@pytest.mark.parametrize(("rule", "example"), examples())
def test_example(
    con: duckdb.DuckDBPyConnection, marts: dict[str, str], rule: Rule | Verification, example: Example
) -> None:
    result = run_example(con, rule, example, marts)
    assert compare(example.expect, result) == [], f"{result.to_dicts()}"
    told = result["explanation"] if isinstance(rule, Rule) else result["reasons"].explode().drop_nulls()
    assert [text for text in told if UNEVEN.search(text)] == [], "amounts have two places"
