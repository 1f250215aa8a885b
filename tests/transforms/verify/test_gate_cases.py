"""The gate by literal cases: one grant on its days, and a row that might be another's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from flows.resources import sql_texts
from flows.rulebase import parsed_rules
from schemas.facts import PERSON
from tests.transforms.verify.request_rows import AS_OF, fact, read, row, valid_number
from transforms.rules.engine import mart_relations, marts_asked
from transforms.verify.gate import BY_GRANT, GRANTS, UNREADABLE, gate, let_through, unread_is_void
from transforms.verify.identity import identify
from transforms.verify.split import worlds


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"signed_on": AS_OF + timedelta(days=1)}, "核对日尚未签署"),
        ({"valid_until": AS_OF}, ""),
        ({"valid_until": AS_OF - timedelta(days=1)}, "授权已过期"),
        ({"revoked_on": AS_OF + timedelta(days=1)}, ""),
        ({"revoked_on": AS_OF}, "授权已撤销"),
        ({"opens": ["housing.rentals"]}, "授权范围不含此来源"),
        ({"purpose": "慈善帮扶"}, "没有授权书"),
        ({"request_no": "another"}, "没有授权书"),
    ],
)
def test_one_grant_on_its_days(changed: dict[str, Any], why: str) -> None:
    grant = {"request_no": "R", "person_key": "P", "purpose": "社会救助", "signed_on": AS_OF} | changed
    asked = pl.DataFrame(
        {
            "request_no": "R",
            "person_key": "P",
            "purpose": "社会救助",
            "source_table": "housing.properties",
            "day": AS_OF,
            "statute": None,
        },
        schema_overrides={"statute": pl.String},
    )
    grants = pl.DataFrame([{name: grant.get(name) for name in GRANTS}], schema=GRANTS)
    answer = gate(
        asked, grants, pl.DataFrame(schema={"person_key": pl.String, "purpose": pl.String, "revoked_on": pl.Date})
    ).row(0, named=True)
    assert (answer["basis"], answer["ground"]) == ((None, why) if why else (BY_GRANT, None))


def test_row_that_would_be_another_asked_persons_is_kept_back() -> None:
    """By likely links it is P's, who signed; without them it is Q's, who is asked about too and did not."""
    rows = fact(
        "asset",
        {"source_table": "housing.properties", "record_no": "1", "person_key": "P", "person_apart_key": "Q"},
        {"source_table": "housing.properties", "record_no": "2", "person_key": "P", "person_apart_key": "stranger"},
        {"source_table": "housing.rentals", "record_no": "3", "person_key": "P"},
    )
    opened = pl.DataFrame({"person_key": ["P"], "source_table": ["housing.properties"]})
    asked = pl.DataFrame({"person_key": ["P", "Q"]})
    assert let_through(rows, opened, frozenset(), asked)["record_no"].to_list() == ["2"]


ELSEWHERE = ("asset", "rental", "enrolment", "medical_cost", "income")
"""Facts that other departments tell."""


def test_rule_without_authorisation_that_reads_another_department_names_its_ground() -> None:
    """Asked of the SQL and of every mart it rests on, not of what the head says it needs."""
    marts = mart_relations(sql_texts("marts"))
    silent, grounded = [], []
    for rule in parsed_rules():
        read = "\n".join([rule.sql, *marts_asked(marts, rule.sql).values()])
        bare = re.sub(r"--.*|'[^']*'", "", read)
        if not rule.head.authorisation and re.search(rf"\b(?:FROM|JOIN)\s+(?:{'|'.join(ELSEWHERE)})\b", bare):
            (grounded if rule.head.statutory_ground else silent).append(rule.id)
    assert {"LB-05", "LB-06", "LB-16", "CB-31"} <= set(grounded)
    assert silent == []


def test_people_of_two_households_of_a_request_never_share_a_world() -> None:
    members = pl.DataFrame({"request_no": ["A", "A", "B", "C"], "person_key": ["1", "2", "2", "3"]})
    households = pl.DataFrame({"request_no": ["A", "B", "C", "D"], "household_no": ["H1", "H2", None, None]})
    assert worlds(members, households) == {"A": 0, "B": 1, "C": 0}
    again = households.with_columns(household_no=pl.lit("H1"))
    assert worlds(members, again) == {"A": 0, "B": 1, "C": 2}


def test_signature_of_the_register_that_cannot_be_read_does_not_count() -> None:
    """Its day of revocation may be the cell that could not be read."""
    signed = fact("authorisation", *[{"source_table": "civil_affairs.authorisations", "record_no": no} for no in "12"])
    cells = [("1", "revoked_on"), ("1", "valid_until"), ("2", "id_number")]
    told = pl.DataFrame(cells, schema=["record_no", "column_name"], orient="row")
    told = told.with_columns(source_table=pl.lit("civil_affairs.authorisations"))
    assert unread_is_void(signed, told)["void"].to_list() == [UNREADABLE, None]


def test_two_rows_of_a_household_are_never_one_person() -> None:
    """The son bears his father's name and has no number: what he signs must not open what the father did not."""
    known = pl.DataFrame({"household_no": ["H"], "person_key": ["P1"]})
    father = row(name="王一", household_no="H", birth_date="1960-01-01", signed_on="", signed_by="")
    son = row(name="王一", id_number="", relation="子")
    holder = {"person_key": "P1", "name": "王一", "id_number": valid_number(1), "birth_date": date(1960, 1, 1)}
    people = pl.DataFrame([holder], schema=PERSON.polars_schema)

    def keys(*rows: dict[str, str]) -> list[tuple[str | None, str]]:
        request = read(*rows)
        home = request.households.select("request_no", "household_no", "purpose", "asked_on")
        found = identify(request.members.join(home, on="request_no"), people, known).sort("line")
        return list(found.select("certainty", "person_key").iter_rows())

    assert keys(father, son) == [("certain", "P1"), (None, "申请:A1#2")]
    alone = son | {"relation": "本人", "household_no": "H"}
    assert keys(alone) == [("likely", "P1")]
