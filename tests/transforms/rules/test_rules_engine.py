"""Heads, sentences, the engine's refusals, the two worlds and the report of unknown parameters."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from tests.rules.rule_files import texts
from transforms.rules.engine import FINDING_SCHEMA, findings, mart_relations, prepare
from transforms.rules.examples import ExampleError, compare, example_facts, load_example, run_example
from transforms.rules.head import Example, Rule, RuleError, parse_rule, parse_rules
from transforms.rules.skipped import skipped_parameters
from transforms.rules.worlds import merge_findings, merge_verification

MARTS = mart_relations(texts("marts"))
HEAD = """/*---
id: SJ-99
title: 试
title_en: try
class: 数据质量
level: blue
status: trial
version: 1
needs: [civil_affairs.households]
reads: [household, policy]
parameters: [visit_days]
authorisation: false
legal_basis: [某办法]
false_positives: [{case: 甲, check: 乙}]
sentence: 家庭{household_no}有{things}项,标准{visit_days}
examples:
  - why: 有
    as_of: 2026-11-22
    policy: {visit_days: 3}
    given: {household: [{record_no: R1, household_no: H1}]}
    expect: [{anchor_record_no: R1}]
  - {why: 无, as_of: 2026-11-22, given: {}, expect: []}
---*/
"""
SQL = """SELECT 'civil_affairs.households' AS anchor_table, household.record_no AS anchor_record_no, NULL AS person_key,
    household_no, program, division_code, 1.50 AS things, visit_days, [] AS evidence
FROM household INNER JOIN policy ON policy.locality = '9999' AND policy.residence = '' AND policy.visit_days > 0
"""


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def example(**given: list[dict[str, object]]) -> Example:
    return Example(why="试", as_of="2026-11-22", policy={"visit_days": "3"}, given=given, expect=[])


def prepared(con: duckdb.DuckDBPyConnection, **given: list[dict[str, object]]) -> duckdb.DuckDBPyConnection:
    load_example(con, example(**given))
    prepare(con, "linked", MARTS)
    return con


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: blue", "level: orange", "SJ-99.sql,level:"),
        ("title: 试\n", "", "SJ-99.sql,title:缺少"),
        ("version: 1", "version: 1\nowner: 甲", "SJ-99.sql,owner:多出的字段"),
        ("[visit_days]", "[visit_dayz]", "parameters:未知的参数 visit_dayz"),
        ("[household, policy]", "[household, policy, payment]", "reads:SQL 中没有 payment"),
        ("id: SJ-99", "id: SJ-98", "id:SJ-98 与文件名不一致"),
        ("[civil_affairs.households]", "[housing.rentals]", "statutory_ground:"),
        ("expect: []}", "expect: [{anchor_record_no: R1}]}", "须至少一例触发、一例不触发"),
        ("/*---", "/*--", "文件应以 /*--- 开头"),
        ("level: blue", "level: blue\nlevel: red", "键 level 写了两次"),
    ],
)
def test_head_faults_name_file_and_field(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError) as fault:
        parse_rule("SJ-99.sql", HEAD.replace(old, new) + SQL)
    assert message in str(fault.value)


def test_faults_of_all_files_come_at_once() -> None:
    with pytest.raises(RuleError) as fault:
        parse_rules(
            {"SJ-98.sql": HEAD + SQL, "SJ-99.sql": SQL, "SJ-97.sql": HEAD.replace("level: blue", "level: x") + SQL}
        )
    assert len(str(fault.value).splitlines()) == 3


def test_a_finding_carries_values_sentence_and_place(con: duckdb.DuckDBPyConnection) -> None:
    household = {"record_no": "R1", "household_no": "H1", "residence": "农村", "division_code": "999901001001"}
    found = findings(prepared(con, household=[household]), parse_rule("SJ-99.sql", HEAD + SQL))
    assert found.schema == pl.Schema(FINDING_SCHEMA)
    row = found.row(0, named=True)
    assert (row["sentence"], row["values"]) == ("家庭H1有1.5项,标准3", '{"things":"1.5","visit_days":"3"}')
    assert (row["locality"], row["residence"], row["evidence"]) == ("9999", "农村", [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("FROM household", "FROM (FROM household UNION ALL FROM household) AS household", "同一锚定记录出现多行"),
        ("household.record_no AS", "NULL AS", "没有锚定记录"),
        ("NULL AS person_key,", "", "缺少列 person_key"),
        ("AS things", "AS thingz", "说明中的 things 不是查询结果的列"),
        ("visit_days > 0", "visit_dayz > 0", "SJ-99.sql"),
    ],
)
def test_the_engine_refuses(con: duckdb.DuckDBPyConnection, old: str, new: str, message: str) -> None:
    prepared(con, household=[{"record_no": "R1", "household_no": "H1"}])
    rule = parse_rule("SJ-99.sql", HEAD + SQL)
    with pytest.raises(RuleError, match=message):
        findings(con, Rule(rule.file, rule.head, SQL.replace(old, new)))


def test_a_broken_mart_is_named(con: duckdb.DuckDBPyConnection) -> None:
    load_example(con, example())
    with pytest.raises(RuleError, match="death_of"):
        prepare(con, "linked", {"death_of": "SELECT nothing FROM death"})


def finding(*anchors: str, rule: str = "CB-06") -> pl.DataFrame:
    rows = [
        {"rule_id": rule, "anchor_table": "t", "anchor_record_no": anchor, "sentence": "甲。"} for anchor in anchors
    ]
    return pl.DataFrame(
        rows,
        schema={"rule_id": pl.String, "anchor_table": pl.String, "anchor_record_no": pl.String, "sentence": pl.String},
    )


def test_what_only_likely_links_support_is_likely() -> None:
    merged = merge_findings(finding("1", "2"), finding("2", "3"))
    assert merged.select("anchor_record_no", "certainty", "explanation").rows() == [
        ("1", "likely", "疑似同一人，需先核实身份：甲。"),
        ("2", "certain", "甲。"),
        ("3", "likely", "疑似同一人，需先核实身份：甲。"),
    ]
    answered = merge_findings(finding("1", rule="SF-03"), finding("1", "3", rule="SF-03"), ["SF-03"])
    assert answered.select("anchor_record_no", "certainty").rows() == [("1", "certain")]
    assert merge_findings(finding("1"), None).get_column("certainty").to_list() == ["certain"]


def result(*outcomes: tuple[str, str]) -> pl.DataFrame:
    rows = [
        {"record_no": no, "household_no": no, "program": "低保边缘", "outcome": outcome, "reasons": ["甲"]}
        for no, outcome in outcomes
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize(
    ("linked", "apart", "outcome"),
    [
        ("fail", "fail", "fail"),
        ("fail", "pass", "needs_review"),
        ("fail", "not_assessable", "needs_review"),
        ("fail", None, "needs_review"),
        ("pass", "fail", "pass"),
        ("not_assessable", "fail", "not_assessable"),
    ],
)
def test_a_fail_that_rests_on_a_likely_link_needs_review(linked: str, apart: str | None, outcome: str) -> None:
    apart_result = result(("R1", apart)) if apart else result(("R9", "fail"))
    merged = merge_verification(result(("R1", linked)), apart_result).row(0, named=True)
    assert merged["outcome"] == outcome
    assert (len(merged["reasons"]) == 2) is (outcome == "needs_review")
    assert merge_verification(result(("R1", linked)), None).row(0, named=True)["outcome"] == linked


@pytest.mark.parametrize(
    ("policy_by", "expected"),
    [
        ("household", [("9999", ""), ("9999", "农村")]),
        ("row", [("9999", "")]),
        ("both", [("9999", ""), ("9999", "农村")]),
    ],
)
def test_unknown_parameters_are_reported_where_there_are_rows(
    con: duckdb.DuckDBPyConnection, policy_by: str, expected: list[tuple[str, str]]
) -> None:
    split = example(
        household=[
            {"household_no": "H1", "status": "申请中"},
            {"household_no": "H2", "status": "申请中", "residence": "农村"},
            {"household_no": "H3", "status": "已退出", "residence": "城镇"},
        ]
    ).model_copy(update={"policy": {"visit_days": {"城镇": "1"}}})
    load_example(con, split)
    prepare(con, "linked", MARTS)
    rule = parse_rule("SJ-99.sql", HEAD.replace("level: blue", f"level: blue\npolicy_by: {policy_by}") + SQL)
    skipped = skipped_parameters(con, [rule])
    assert skipped.select("locality", "residence").rows() == expected
    assert set(skipped.get_column("parameter")) == {"visit_days"}


def test_examples_refuse_what_does_not_exist(con: duckdb.DuckDBPyConnection) -> None:
    for given in ({"homes": []}, {"member": [{"age": "3"}]}, {"member": [{"declared_income_yuan_month": "x"}]}):
        with pytest.raises(ExampleError):
            example_facts(given)


def test_compare_names_the_difference(con: duckdb.DuckDBPyConnection) -> None:
    rule = parse_rule("SJ-99.sql", HEAD + SQL)
    found = run_example(con, rule, rule.head.examples[0], MARTS)
    assert compare([{"anchor_record_no": "R1", "things": "1.5"}], found) == []
    assert compare([{"anchor_record_no": "R1", "things": "2"}], found) == ["第1行 things:应为 2,实为 1.5"]
    assert compare([], found) == ["应有0行,实有1行"]
