"""Runs marts, alert rules and verification in a DuckDB connection that the caller made and filled.

The caller creates schema `fact` with one relation each of schemas.facts.FACTS, `person`, `person_apart`, `night`,
`policy`, `policy_period`, `locality` and `department`. `prepare` makes unqualified views of them for one world, then
runs the marts; the SQL of marts and rules comes as text and knows nothing of worlds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Literal

import duckdb
import polars as pl

from schemas.facts import FACTS
from transforms.rules.explain import sentence, value_text
from transforms.rules.head import Rule, RuleError, Verification
from transforms.source_health import RELATIONS as SOURCE_HEALTH

_WORD = re.compile(r"\w+")
World = Literal["linked", "apart"]
CONTEXT = ("night", "policy", "policy_period", "locality", "department", *SOURCE_HEALTH)
EVIDENCE_TYPE = 'STRUCT(source_table VARCHAR, record_no VARCHAR, what VARCHAR, "value" VARCHAR, "on" DATE)[]'
LEFT_OUT = "left_out"
ANCHOR = ("anchor_table", "anchor_record_no")
FIXED = (*ANCHOR, "person_key", "household_no", "program", "division_code", "evidence")
EVIDENCE = pl.List(
    pl.Struct({"source_table": pl.String, "record_no": pl.String, "what": pl.String, "value": pl.String, "on": pl.Date})
)
FINDING_SCHEMA: dict[str, pl.DataType] = {
    "rule_id": pl.String(),
    **{name: pl.String() for name in FIXED if name != "evidence"},
    "locality": pl.String(),
    "residence": pl.String(),
    "evidence": EVIDENCE,
    "values": pl.String(),
    "sentence": pl.String(),
}
NO_FINDINGS = pl.DataFrame(schema=FINDING_SCHEMA)


def _world_view(name: str, columns: Iterable[str], world: World, without: bool) -> str:
    """View of a fact for a world: rules see x_key only; in world apart it holds x_apart_key."""
    keys = [column.removesuffix("_apart_key") for column in columns if column.endswith("_apart_key")]
    hidden = f" EXCLUDE ({', '.join(f'{key}_apart_key' for key in keys)})" if keys else ""
    swapped = ""
    if keys and world == "apart":
        swapped = f" REPLACE ({', '.join(f'{key}_apart_key AS {key}_key' for key in keys)})"
    left_out = f" ANTI JOIN fact.{LEFT_OUT} USING (source_table, record_no)" if without else ""
    return f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT *{hidden}{swapped} FROM fact.{name}{left_out}"


def prepare(
    con: duckdb.DuckDBPyConnection,
    world: World,
    marts: Mapping[str, str],
    *,
    without: bool = False,
    named: Set[str] | None = None,
) -> None:
    """Make the views of a world and run the marts (relation name -> SELECT, in order) as temporary tables.

    marts: of `mart_relations`. without: as if the records in `fact.left_out` (source_table, record_no) had not been
    delivered. named: words of all that will be asked (`words_of`); views of other relations are not made.
    Raises RuleError naming the mart that fails.
    """
    for name, fact in FACTS.items():
        if named is None or name in named:
            con.execute(_world_view(name, fact.columns, world, without))
    person = "person" if world == "linked" else "person_apart"
    con.execute(f"CREATE OR REPLACE TEMP VIEW person AS SELECT * FROM fact.{person}")
    for name in CONTEXT:
        if named is None or name in named or name == "locality":  # every finding asks for its locality
            con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM fact.{name}")
    for name, select in marts.items():
        try:
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{select}")
        except duckdb.Error as fault:
            raise RuleError(f"sql/marts,{name}:{fault}") from fault


def mart_relations(texts: Mapping[str, str]) -> dict[str, str]:
    """Mart files by name (`10_death_of.sql`) -> relation name -> SELECT, in order of the file names."""
    relations = {}
    for file in sorted(texts):
        stem = file.rpartition("/")[2].removesuffix(".sql")
        relations[stem.partition("_")[2]] = texts[file]
    return relations


def words_of(*texts: str) -> frozenset[str]:
    """Every word of SQL texts, the names of what they ask among them."""
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def marts_asked(marts: Mapping[str, str], sql: str) -> dict[str, str]:
    """Of all marts, in their order, those that `sql` names, those that these name, and what every finding asks."""
    return relations_asked(marts, sql, "household_place")


def relations_asked(relations: Mapping[str, str], *texts: str) -> dict[str, str]:
    """Of relations by name (-> SELECT), in their order, those that `texts` name and those that these name."""
    asked: set[str] = set()
    waiting = [*texts]
    while waiting:
        words = set(_WORD.findall(waiting.pop()))
        new = (words & set(relations)) - asked
        asked |= new
        waiting += [relations[name] for name in new]
    return {name: select for name, select in relations.items() if name in asked}


def findings(con: duckdb.DuckDBPyConnection, rule: Rule) -> pl.DataFrame:
    """Findings of one rule in the prepared world, one row an anchor, in order of the anchor; FINDING_SCHEMA.

    `values` is JSON text of the rule's other columns as people read them; `sentence` the filled sentence;
    `locality` and `residence` say whose policy held. Raises RuleError for SQL that fails, a missing column,
    an empty anchor or two rows for one anchor.
    """
    try:
        made = con.execute(f"CREATE OR REPLACE TEMP TABLE found_rows AS\n{rule.sql}").fetchone()
    except duckdb.Error as fault:
        raise RuleError(f"{rule.file}:{fault}") from fault
    columns = [row[0] for row in con.execute("DESCRIBE found_rows").fetchall()]
    missing = [name for name in FIXED if name not in columns]
    if missing:
        raise RuleError(f"{rule.file}:查询结果缺少列 {'、'.join(missing)}")
    extra = [name for name in columns if name not in (*FIXED, "locality", "residence")]
    said = _sentence(rule, extra)
    if made is not None and made[0] == 0:
        return NO_FINDINGS
    frame = con.execute(_findings_query(columns, extra)).pl()
    _check_anchors(rule, frame)
    return _worded(rule, frame, extra, said)


def _findings_query(columns: Sequence[str], extra: Sequence[str]) -> str:
    """The rows found, typed, with the place whose policy held: the rule's own answer, else by code and household."""
    locality = "coalesce(f.locality, place.locality)" if "locality" in columns else "place.locality"
    residence = (
        "coalesce(f.residence, home.residence, '')" if "residence" in columns else "coalesce(home.residence, '')"
    )
    fixed = ", ".join(f"CAST(f.{name} AS VARCHAR) AS {name}" for name in FIXED if name != "evidence")
    others = "".join(f', f."{name}"' for name in extra)
    return f"""
        SELECT {fixed}, {locality} AS locality, {residence} AS residence,
            CAST(f.evidence AS {EVIDENCE_TYPE}) AS evidence{others}
        FROM found_rows AS f
        LEFT JOIN locality AS place ON place.division_code = coalesce(f.division_code, '')
        LEFT JOIN household_place AS home ON home.household_no = f.household_no
        ORDER BY f.anchor_table, f.anchor_record_no
    """


def _check_anchors(rule: Rule, frame: pl.DataFrame) -> None:
    if frame.select(pl.any_horizontal(pl.col(ANCHOR).is_null()).any()).item():
        raise RuleError(f"{rule.file}:有结果没有锚定记录")
    twice = frame.height - frame.unique(ANCHOR).height
    if twice:
        raise RuleError(f"{rule.file}:同一锚定记录出现多行(多出{twice}行);每条记录至多一条预警")


def _sentence(rule: Rule, extra: Sequence[str]) -> pl.Expr:
    """The filled sentence; placeholders may name the rule's own columns and the fixed text columns."""
    try:
        return sentence(rule.head.sentence, {*extra, *(name for name in FIXED if name != "evidence")})
    except ValueError as fault:
        raise RuleError(f"{rule.file},sentence:{fault}") from fault


def _worded(rule: Rule, frame: pl.DataFrame, extra: Sequence[str], said: pl.Expr) -> pl.DataFrame:
    """Add `values` and `sentence`."""
    schema = frame.schema
    texts = frame.with_columns(value_text(name, schema[name]).alias(name) for name in extra)
    values = pl.struct(*extra).struct.json_encode() if extra else pl.lit("{}")
    return (
        texts.with_columns(pl.lit(rule.id).alias("rule_id"), values.alias("values"), said.alias("sentence"))
        .select(list(FINDING_SCHEMA))
        .cast(pl.Schema(FINDING_SCHEMA))
    )


def verification(con: duckdb.DuckDBPyConnection, file: Verification) -> pl.DataFrame:
    """One row a household row in scope, in order of (household_no, program, record_no), in the prepared world."""
    try:
        return con.execute(f"SELECT * FROM (\n{file.sql}\n) AS v ORDER BY household_no, program, record_no").pl()
    except duckdb.Error as fault:
        raise RuleError(f"{file.file}:{fault}") from fault
