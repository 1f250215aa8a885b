"""sql/exchange: whether somebody is only suspected in another centre's answer."""

from __future__ import annotations

import duckdb
import pytest

from flows.resources import sql_texts


@pytest.mark.parametrize("table", ["asset", "income", "death", "aid_elsewhere"])
def test_a_record_that_falls_away_without_likely_links_is_only_suspected(table: str) -> None:
    con = duckdb.connect(":memory:")
    con.execute("CREATE SCHEMA fact")
    for name in ("asset", "income", "death", "aid_elsewhere"):
        con.execute(f"CREATE TABLE fact.{name} (person_key VARCHAR, person_apart_key VARCHAR)")
        con.execute(f"INSERT INTO fact.{name} VALUES ('P', 'P'), ('P', 'Q'), (NULL, NULL)")
    asked = sql_texts("exchange")["only_suspected"]
    assert con.execute(asked).fetchall() == [(False,)]
    con.execute(f"INSERT INTO fact.{table} VALUES ('P', NULL)")
    assert con.execute(asked).fetchall() == [(True,)]
