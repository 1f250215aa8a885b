"""`hedui link explain` on the case with known truth."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.errors import UsageError
from flows.linking.explain import Explained, explain
from flows.settings import load
from tests.conftest import RunNights

TABLE = "civil_affairs.disabilities"


def told_of(city: RunNights, record: str, other: str, role: str | None = None) -> Explained:
    return explain(load(None, home=city.home), record, other, role)


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
    told = told_of(city_a, f"{TABLE}/{record}", key)
    assert [row["field"] for row in told.rows][::8] == ["起点", "结论"]
    assert told.rows[-1]["total"] == pytest.approx(told.record["match_weight"], abs=0.002)
    assert told.same_person
    assert all(one["match_probability"] < 0.5 for one in told.others)
    assert told.namesakes is not None
    assert told.as_data()["record"]["reference"] == f"{TABLE}/{record}#holder"


def test_an_equal_number_needs_no_comparison(city_a: RunNights) -> None:
    record, key = some_link(city_a, "exact_id")
    told = told_of(city_a, f"{TABLE}/{record}", key)
    assert told.rows == []
    assert "此证号就是此人的" in "".join(told.number)


def test_a_repaired_number_is_told_by_its_place(city_a: RunNights) -> None:
    record, key = some_link(city_a, "repaired_id")
    words = "".join(told_of(city_a, f"{TABLE}/{record}", key).number)
    assert "证号有误" in words
    assert "只差第" in words or "颠倒" in words


def test_a_role_chooses_among_several_people(city_a: RunNights) -> None:
    with city_a.published(date(2026, 11, 22)) as con:
        wives = "SELECT record_no, person_key FROM identity_links WHERE person_role = 'wife' ORDER BY record_no LIMIT 1"
        ((record, key),) = con.sql(wives).fetchall()
    table = "civil_affairs.marriages"
    one = told_of(city_a, f"{table}/{record}#wife", key)
    assert one == told_of(city_a, f"{table}/{record}", key, "wife")
    assert one.record["person_key"] == key
    with pytest.raises(UsageError, match="husband、wife"):
        told_of(city_a, f"{table}/{record}", key, "child")


@pytest.mark.parametrize("record", ["x", f"{TABLE}/none", "civil_affairs.households/HH1"])
def test_what_is_not_there_is_said(city_a: RunNights, record: str) -> None:
    with pytest.raises(UsageError):
        told_of(city_a, record, "P0")
