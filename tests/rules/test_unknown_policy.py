"""A household is not assessable for an unknown policy value only where its result depends on that value."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.rules.rule_files import texts
from transforms.policy.plain_yaml import load_text
from transforms.rules.examples import compare, run_example
from transforms.rules.head import Example, parse_verification

GIVEN = load_text(Path(__file__).with_name("unknown_policy.yaml").read_text(encoding="utf-8"))
EXAMPLES = [Example.model_validate(given) for given in GIVEN["examples"]]
OUTCOME = parse_verification("outcome.sql", texts("rules/verification")["outcome.sql"])


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.why for example in EXAMPLES])
def test_unknown_policy_values(con: duckdb.DuckDBPyConnection, marts: dict[str, str], example: Example) -> None:
    assert compare(example.expect, run_example(con, OUTCOME, example, marts)) == []
