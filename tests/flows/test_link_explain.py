"""`hedui link explain` on the case with known truth."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.errors import UsageError
from flows.linking.explain import explain
from tests.conftest import RunNights

TABLE = "civil_affairs.disabilities"


def some_link(city: RunNights, method: str) -> tuple[str, str]:
    """record_no and person key of a card linked by a method."""
    with city.published(date(2026, 11, 22)) as con:
        rows = con.sql(
            "SELECT record_no, person_key, method FROM identity_links "
            "WHERE table_name = 'disabilities' ORDER BY record_no"
        ).pl()
    first = rows.filter(pl.col("method") == method).row(0, named=True)
    return first["record_no"], first["person_key"]


def test_a_link_by_weights_is_explained(city_a: RunNights) -> None:
    record, key = some_link(city_a, "probabilistic")
    told = explain(city_a.home, f"{TABLE}/{record}", key)
    assert [row["field"] for row in told.rows][::8] == ["起点", "结论"]
    assert told.rows[-1]["total"] == pytest.approx(told.link["match_weight"], abs=0.002)
    assert told.second < 0.5


def test_an_equal_number_needs_no_comparison(city_a: RunNights) -> None:
    record, key = some_link(city_a, "exact_id")
    assert explain(city_a.home, f"{TABLE}/{record}", key).rows == []


@pytest.mark.parametrize("record", ["x", f"{TABLE}/none", "civil_affairs.households/HH1"])
def test_what_is_not_there_is_said(city_a: RunNights, record: str) -> None:
    with pytest.raises(UsageError):
        explain(city_a.home, record, "P0")
