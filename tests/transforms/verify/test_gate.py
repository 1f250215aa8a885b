"""Ten thousand random sets of grants: of an ungranted person nothing is in any report or relation of a gated rule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import duckdb
import polars as pl

from flows.resources import data_folder, sql_texts
from flows.rulebase import parsed_rules
from schemas.catalogue import TABLES
from schemas.request import PURPOSES
from tests.transforms.verify.request_rows import AS_OF, all_purposes, fact, no_facts
from transforms.policy.files import parse_policies
from transforms.policy.periods import policy_periods
from transforms.policy.resolve import LOCALITY_SCHEMA, resolve
from transforms.rules.engine import findings, mart_relations, marts_asked, prepare
from transforms.rules.examples import DEPARTMENT_SCHEMA
from transforms.rules.loading import load_relations
from transforms.verify.found import NOT_ASKED, asked_items, found_of
from transforms.verify.gate import BY_GRANT, BY_LAW, GRANTS, gate
from transforms.verify.split import whole
from transforms.verify.world import Given, relations

SETS = 10_000
OTHERS = [key for key in TABLES if not key.startswith("civil_affairs.")]
DAYS = [AS_OF + timedelta(days=off) for off in (-400, -30, -1, 0, 1, 30)]


class Sets(NamedTuple):
    """members as asked_items wants them; grants and revocations; the same grants as plain rows by request."""

    members: pl.DataFrame
    grants: pl.DataFrame
    revoked: pl.DataFrame
    rows: dict[str, list[dict[str, Any]]]


@cache
def sets() -> Sets:
    """Each request has one person with up to three signatures; every third person stands in two requests."""
    draw = random.Random(20261122)
    members, grants, revoked = [], [], []
    for at in range(SETS):
        number, key = f"R{at}", f"P{at - 1 if at % 3 == 1 else at}"
        purpose = draw.choice(PURPOSES.split())
        members.append({"request_no": number, "line": at, "person_key": key, "purpose": purpose, "asked_on": AS_OF})
        for _ in range(draw.choice([0, 1, 1, 2, 3])):
            other = draw.random() < 0.2
            grants.append(
                {
                    "request_no": number,
                    "person_key": key,
                    "purpose": draw.choice(PURPOSES.split()) if other else purpose,
                    "signed_on": draw.choice([*DAYS, None]),
                    "valid_until": draw.choice([*DAYS, None, None, None]),
                    "revoked_on": draw.choice([*DAYS, None, None, None, None]),
                    "opens": draw.choice([None, None, [], draw.sample(OTHERS, 2), OTHERS]),
                    "void": draw.choice([None] * 9 + ["读不出"]),
                }
            )
        if draw.random() < 0.1:
            revoked.append({"person_key": key, "purpose": purpose, "revoked_on": draw.choice(DAYS)})
    frame = pl.DataFrame(members, schema_overrides={"line": pl.Int64})
    by_request: dict[str, list[dict[str, Any]]] = {}
    for one in grants:
        by_request.setdefault(one["request_no"], []).append(one)
    ends = pl.DataFrame(revoked, schema={"person_key": pl.String, "purpose": pl.String, "revoked_on": pl.Date})
    return Sets(frame, pl.DataFrame(grants, schema=GRANTS), ends, by_request)


def may_look(given: Sets, one: dict[str, Any], ends: dict[tuple[str, str], list[date]]) -> bool:
    """The rule of the gate, written a second time and plainly, for one person and source."""
    for grant in given.rows.get(one["request_no"], []):
        if grant["purpose"] != one["purpose"] or grant["void"] or grant["signed_on"] is None:
            continue
        stops = [day for day in ends.get((one["person_key"], one["purpose"]), []) if day >= grant["signed_on"]]
        stops += [grant["revoked_on"]] if grant["revoked_on"] else []
        live = grant["signed_on"] <= AS_OF and not any(day <= AS_OF for day in stops)
        in_time = grant["valid_until"] is None or grant["valid_until"] >= AS_OF
        named = grant["opens"] is None or one["source_table"] in grant["opens"]
        if live and in_time and named:
            return True
    return False


@cache
def gated() -> pl.DataFrame:
    given = sets()
    return gate(asked_items(given.members, all_purposes()), given.grants, given.revoked)


@cache
def truly_open() -> frozenset[tuple[str, str]]:
    """(request, table) that a grant opens, by the plain rule."""
    given = sets()
    ends: dict[tuple[str, str], list[date]] = {}
    for one in given.revoked.to_dicts():
        ends.setdefault((one["person_key"], one["purpose"]), []).append(one["revoked_on"])
    asked = gated().filter(pl.col("statute").is_null()).unique(["request_no", "source_table"]).to_dicts()
    return frozenset((one["request_no"], one["source_table"]) for one in asked if may_look(given, one, ends))


def test_gate_opens_exactly_what_a_live_grant_names() -> None:
    rows = gated()
    assert rows.height == asked_items(sets().members, all_purposes()).height
    by_law = rows.filter(pl.col("statute").is_not_null())
    assert set(by_law["basis"]) == {BY_LAW}
    assert by_law["ground"].to_list() == by_law["statute"].to_list()
    others = rows.filter(pl.col("statute").is_null())
    opened = others.filter(pl.col("basis") == BY_GRANT)
    assert frozenset(opened.select("request_no", "source_table").iter_rows()) == truly_open()
    closed = others.filter(pl.col("basis").is_null())
    assert closed["ground"].null_count() == 0
    assert min(opened.height, closed.height) > 5_000  # both happen often, or this proves little


def everything() -> dict[str, pl.DataFrame]:
    """One damning row in every table of every item for every person."""
    keys, facts = sets().members["person_key"].unique().sort().to_list(), no_facts()
    for name, item in all_purposes().items.items():
        fixed = {column: values[0] for column, values in item.where.items()}
        rows = [{"source_table": item.source, "record_no": f"{name}-{key}", "person_key": key} | fixed for key in keys]
        facts[item.fact] = pl.concat([facts[item.fact], fact(item.fact, *rows)])
    return facts


def test_no_report_holds_a_record_of_an_ungranted_person() -> None:
    members = sets().members.with_columns(
        certainty=pl.lit("certain"), number_state=pl.lit("valid"), holder_key=pl.lit(None)
    )
    sources = pl.DataFrame({"source_table": list(TABLES), "cut_off": AS_OF, "late": False})
    nothing = pl.DataFrame(schema={"source_table": pl.String, "record_no": pl.String, "reason": pl.String})
    found = found_of(gated(), members, everything(), sources, nothing, all_purposes())
    records = found.filter(pl.col("record_no").is_not_null() & (pl.col("basis") != BY_LAW))
    assert frozenset(records.select("request_no", "source_table").iter_rows()) == truly_open()
    closed = found.filter(pl.col("class") == NOT_ASKED)
    assert closed["record_no"].null_count() == closed.height > 20_000
    assert closed["note"].str.starts_with("未授权，未查询").all()


def social_world() -> Given:
    """All requests for social assistance as one world, every household on aid and everything held against it."""
    known, mine = all_purposes(), pl.col("purpose") == "社会救助"
    members = sets().members.filter(mine).unique("person_key", keep="first", maintain_order=True)
    rows = gated().join(members.select("request_no"), on="request_no", how="semi")
    one = known.by_name["社会救助"]
    named = {known.items[key].source for key in (*one.items, *one.statutory)}
    facts = everything()
    income = facts["income"].with_columns(
        month=pl.lit(date(2026, 10, 1)),
        from_on=pl.lit(date(2025, 1, 1)),
        yuan_month=pl.lit("9000").cast(pl.Decimal(18, 2)),
        status=pl.when(pl.col("kind") == "pension").then(pl.lit("在发")).otherwise(pl.lit("已缴")),
    )
    full = members.with_columns(
        name=pl.lit("某"),
        id_number=pl.lit(None, pl.String),
        sex=pl.lit("男"),
        birth_date=pl.lit(date(1980, 1, 1)),
        relation=pl.lit("本人"),
        member_kind=pl.lit("共同生活"),
        declared_work=pl.lit("失业"),
        apart_key="person_key",
        member_income_yuan_month=pl.lit(None),
        number_state=pl.lit("empty"),
        holder_key=pl.lit(None, pl.String),
        number_sex=pl.lit(None, pl.String),
        number_birth=pl.lit(None, pl.Date),
    )
    homes = members.select(
        "request_no",
        household_no=pl.lit(None, pl.String),
        program=pl.lit("最低生活保障"),
        applied_on=pl.lit(AS_OF),
        division_code=pl.lit("999901001001"),
        residence=pl.lit("城镇"),
        address=pl.lit(None),
        declared_income_yuan_month=pl.lit(None),
        declared_deposits_yuan=pl.lit(None),
        declared_home_count=pl.lit(None),
    )
    own = frozenset(key for key in TABLES if key.startswith("civil_affairs.") and key not in named)
    opened = rows.filter(pl.col("basis").is_not_null()).select("person_key", "source_table")
    nobody = fact("person")
    nowhere = pl.DataFrame(schema=LOCALITY_SCHEMA)
    policy: Any = type("Policy", (), {"policy": pl.DataFrame(), "locality": nowhere})
    delivered = pl.DataFrame({"department": [], "delivered": []}, schema=DEPARTMENT_SCHEMA)
    return Given(
        homes,
        full,
        opened,
        whole(rows),
        facts | {"income": income},
        nobody,
        nobody,
        policy,
        pl.DataFrame(),
        delivered,
        own,
        AS_OF,
        True,
    )


def test_no_relation_that_rules_read_holds_a_row_of_an_ungranted_person() -> None:
    given = social_world()
    keys = dict(given.members.select("person_key", "request_no").iter_rows())
    seen = 0
    for frame in relations(given).values():
        if {"person_key", "source_table"} <= set(frame.columns):
            other = frame.filter(pl.col("source_table").is_in(OTHERS)).select("person_key", "source_table")
            seen += other.height
            assert {(keys[key], table) for key, table in other.iter_rows()} <= truly_open()
    assert seen > 500


def test_every_rule_marked_authorisation_finds_nobody_who_did_not_sign() -> None:
    """All of them are asked, with DuckDB, in the world of the request."""
    policies = parse_policies({"9999.yml": (data_folder() / "policy" / "9999.yml").read_text("utf-8")})
    given = replace(
        social_world(), policy=resolve(policies, AS_OF, ["999901001001"]), periods=policy_periods(policies, AS_OF)
    )
    signed = set(given.whole["request_no"])
    rules = [rule for rule in parsed_rules() if rule.head.authorisation]
    con = duckdb.connect(":memory:")
    load_relations(con, relations(given))
    prepare(con, "linked", marts_asked(mart_relations(sql_texts("marts")), "\n".join(rule.sql for rule in rules)))
    fired = {rule.id: findings(con, rule)["anchor_record_no"].to_list() for rule in rules}
    con.close()
    told = {anchor.removeprefix("申请:").partition("#")[0] for anchors in fired.values() for anchor in anchors}
    assert told <= signed
    assert {"CB-02", "CB-07"} <= {rule for rule, anchors in fired.items() if anchors}
