"""One world: households of a request as if they were on aid, in the relations that marts and rules read.

A household asked about stands 在享 from the day of the data on, so that the night's rules say of it what they would say
tomorrow if it were granted. Last night's own rows of the same household are left out. People of one world belong to one
household of the request each, so that what one authorisation opens is open in no other household.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from schemas.facts import FACTS, PERSON
from transforms.policy.resolve import ResolvedPolicy
from transforms.rules.engine import FINDING_SCHEMA, World, findings, marts_asked, prepare, verification
from transforms.rules.head import Rule, Verification
from transforms.rules.loading import load_relations
from transforms.rules.worlds import merge_findings, merge_verification
from transforms.source_health import RELATIONS as SOURCE_HEALTH
from transforms.verify.gate import let_through

HOUSEHOLDS, MEMBERS, SIGNED = (
    *("civil_affairs.households", "civil_affairs.household_members"),
    "civil_affairs.authorisations",
)
ASKED = "申请:"
"""Begins the record numbers of what the request tells, in the relations of a world."""
PURPOSE = "社会救助"
"""The one purpose that marts know; a world is of one purpose, so its authorisations go by this name there."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a world is made of. households, members (identified), opened (the gate's answers): those of this world.

    whole: request_no, person_key of members who opened every source of the purpose. facts: of circle.Around.
    people, people_apart: PERSON of everybody in them. own: tables that pass unasked.
    """

    households: pl.DataFrame
    members: pl.DataFrame
    opened: pl.DataFrame
    whole: pl.DataFrame
    facts: Mapping[str, pl.DataFrame]
    people: pl.DataFrame
    people_apart: pl.DataFrame
    policy: ResolvedPolicy
    periods: pl.DataFrame
    departments: pl.DataFrame
    own: frozenset[str]
    as_of: date
    programs: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """outcome: of sql/rules/verification; measures: of sql/verify; doubts: findings anchored in the request.

    measures_apart: measures when likely links are not believed.
    """

    outcome: pl.DataFrame
    measures: pl.DataFrame
    doubts: pl.DataFrame
    measures_apart: pl.DataFrame


def relations(given: Given) -> dict[str, pl.DataFrame]:
    """Every relation below schema `fact`, as transforms.rules.engine wants them."""
    frames = {name: let_through(frame, given.opened, given.own, given.members) for name, frame in given.facts.items()}
    homes = given.households.select(
        "request_no", world_no=pl.coalesce("household_no", pl.lit(ASKED) + pl.col("request_no"))
    )
    replaced = homes["world_no"]
    known = ~pl.col("household_no").is_in(replaced.implode())
    frames["household"] = pl.concat([frames["household"].filter(known), _household(given, homes)])
    frames["member"] = pl.concat([given.facts["member"].filter(known), _member(given, homes)])
    frames["authorisation"] = _authorisation(given, homes)
    frames["person_reference"] = _reference(given)
    own_people = _own_people(given.members, frozenset(given.people["person_key"]))
    frames["person"] = pl.concat([given.people, own_people])
    apart = given.members.with_columns(person_key="apart_key")
    frames["person_apart"] = pl.concat(
        [given.people_apart, _own_people(apart, frozenset(given.people_apart["person_key"]))]
    )
    frames["night"] = pl.DataFrame({"as_of": [given.as_of]}, schema={"as_of": pl.Date})
    frames["policy"], frames["policy_period"] = given.policy.policy, given.periods
    frames["locality"], frames["department"] = given.policy.locality, given.departments
    return frames | {name: pl.DataFrame(schema=schema) for name, schema in SOURCE_HEALTH.items()}


def ask(given: Given, file: Verification, measures: str, rules: Sequence[Rule], marts: Mapping[str, str]) -> Asked:
    """Verification, sums and doubts of one world, certain where both worlds of the links say so."""
    con = duckdb.connect(":memory:")
    try:
        con.execute("SET threads = 1")
        load_relations(con, relations(given))
        asked = marts_asked(marts, "\n".join([file.sql, measures, *(rule.sql for rule in rules)]))
        linked = _one(con, "linked", asked, file, measures, rules)
        apart = _one(con, "apart", asked, file, measures, rules) if _has_likely(given) else None
    finally:
        con.close()
    outcome = merge_verification(linked.outcome, apart.outcome if apart else None)
    identity = [rule.id for rule in rules if rule.head.about_identity]
    found = merge_findings(linked.doubts, apart.doubts if apart else None, identity)
    mine = pl.col("anchor_record_no").str.starts_with(ASKED)
    return Asked(
        outcome.filter(pl.col("record_no").str.starts_with(ASKED)) if given.programs else outcome.clear(),
        linked.measures.filter(pl.col("record_no").str.starts_with(ASKED)),
        found.filter(mine),
        (apart or linked).measures.filter(pl.col("record_no").str.starts_with(ASKED)),
    )


def _one(
    con: duckdb.DuckDBPyConnection,
    world: World,
    marts: Mapping[str, str],
    file: Verification,
    measures: str,
    rules: Sequence[Rule],
) -> Asked:
    prepare(con, world, marts)
    found = pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *(findings(con, rule) for rule in rules)])
    sums = con.execute(measures).pl()
    return Asked(verification(con, file), sums, found, sums)


def _has_likely(given: Given) -> bool:
    members = given.members
    if (members["person_key"] != members["apart_key"]).any():
        return True
    pairs = [
        (column, column.removesuffix("_apart_key") + "_key", frame)
        for frame in given.facts.values()
        for column in frame.columns
        if column.endswith("_apart_key")
    ]
    return any(frame.filter(pl.col(one).ne_missing(pl.col(other))).height for one, other, frame in pairs)


def _shaped(frame: pl.DataFrame, fact: str) -> pl.DataFrame:
    """A frame with exactly a fact's columns; those it lacks are null."""
    columns = FACTS[fact].polars_schema
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in columns.items()
    )


def household_record() -> pl.Expr:
    """Record number of a household of the request."""
    return pl.lit(ASKED) + pl.col("request_no")


def member_record() -> pl.Expr:
    """Record number of a member of the request."""
    return pl.lit(ASKED) + pl.col("request_no") + "#" + pl.col("line").cast(pl.String)


def _household(given: Given, homes: pl.DataFrame) -> pl.DataFrame:
    rows = (
        given.households.drop("household_no")
        .join(homes, on="request_no", maintain_order="left")
        .with_columns(
            source_table=pl.lit(HOUSEHOLDS),
            record_no=household_record(),
            household_no="world_no",
            program=pl.col("program") if given.programs else pl.lit("最低生活保障"),
            status=pl.lit("在享"),
            approved_on=pl.lit(given.as_of),
        )
    )
    return _shaped(rows, "household")


def _member(given: Given, homes: pl.DataFrame) -> pl.DataFrame:
    rows = given.members.drop("household_no", strict=False).join(homes, on="request_no", maintain_order="left")
    return _shaped(
        rows.with_columns(
            source_table=pl.lit(MEMBERS),
            record_no=member_record(),
            household_no="world_no",
            person_apart_key="apart_key",
            declared_income_yuan_month="member_income_yuan_month",
        ),
        "member",
    )


def _authorisation(given: Given, homes: pl.DataFrame) -> pl.DataFrame:
    """One for each member who opened every source of the purpose, in both worlds: who signed is who is asked about."""
    keys = given.members.join(given.whole, on=["request_no", "person_key"], how="semi").join(homes, on="request_no")
    rows = keys.with_columns(
        source_table=pl.lit(SIGNED),
        record_no=member_record(),
        household_no="world_no",
        person_apart_key="apart_key",
        purpose=pl.lit(PURPOSE),
        signed_on=pl.lit(given.as_of),
    )
    return _shaped(rows.drop("valid_until", "revoked_on", "signed_by", strict=False), "authorisation")


def _reference(given: Given) -> pl.DataFrame:
    rows = given.members.with_columns(
        source_table=pl.lit(MEMBERS),
        record_no=member_record(),
        person_role=pl.lit("member"),
        owner_index=pl.lit(1, pl.Int16),
        person_apart_key="apart_key",
        number_holder_key="holder_key",
        number_holder_apart_key="holder_key",
    )
    return _shaped(rows, "person_reference")


def _own_people(members: pl.DataFrame, known: frozenset[str]) -> pl.DataFrame:
    """People whom only the request knows. What their number says goes before what was written beside it."""
    rows = members.filter(~pl.col("person_key").is_in(list(known))).unique(
        "person_key", keep="first", maintain_order=True
    )
    valid = pl.col("number_state") == "valid"
    return rows.select(
        "person_key",
        "name",
        pl.when(valid).then("id_number").alias("id_number"),
        pl.coalesce("number_sex", "sex").alias("sex"),
        pl.coalesce("number_birth", "birth_date").alias("birth_date"),
    ).cast(pl.Schema(PERSON.polars_schema))
