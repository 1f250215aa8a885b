"""One in-memory DuckDB for all examples; the marts read once."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.rules.rule_files import texts
from transforms.rules.engine import mart_relations


@pytest.fixture(scope="session")
def marts() -> dict[str, str]:
    return mart_relations(texts("marts"))


@pytest.fixture(scope="session")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"threads": 1})
    yield connection
    connection.close()
