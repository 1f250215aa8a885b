"""Everything that must hold of a rule file before it may run: head, reads, exactness, guard, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from schemas.catalogue import TABLES
from transforms.rules.engine import CONTEXT, mart_relations
from transforms.rules.examples import ExampleError, compare, run_example
from transforms.rules.guard import Guarded, faults_of, guarded
from transforms.rules.head import Rule, RuleError, parse_rule, split_file
from transforms.rules.sqltree import SqlFaultError, functions_in, tables_in, tree_of, types_in

_UNREPEATABLE = {
    *("now", "today", "current_date", "current_timestamp", "current_time", "get_current_timestamp"),
    *("random", "uuid", "gen_random_uuid", "sample", "any_value", "arbitrary", "first", "last", "mode"),
    *("arg_min", "arg_max", "min_by", "max_by", "argmin", "argmax"),
    *("read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_json", "glob"),
}
_INEXACT_TYPES = frozenset({"DOUBLE", "FLOAT", "REAL"})


@dataclass(frozen=True)
class Checked:
    """What came of one file. `rule` is None where its head cannot be read; `faults` is empty where all is well."""

    file: str
    rule: Rule | None
    faults: tuple[str, ...]


def check_files(
    con: duckdb.DuckDBPyConnection, texts: Mapping[str, str], marts: Mapping[str, str]
) -> tuple[Checked, ...]:
    """Every file (name -> text), in order of its name. con: in memory, for the examples; marts: files of sql/marts."""
    relations = mart_relations(marts)
    known = guarded(relations)
    return tuple(_checked(con, file, texts[file], relations, known) for file in sorted(texts))


def _checked(con: duckdb.DuckDBPyConnection, file: str, text: str, marts: Mapping[str, str], known: Guarded) -> Checked:
    try:
        if split_file(file, text)[0].get("status") == "waiting":
            return Checked(file, None, known.faults)  # it waits for data and is never asked
        rule = parse_rule(file, text)
    except RuleError as fault:
        return Checked(file, None, tuple(str(fault).splitlines()))
    faults = [*known.faults, *_head_faults(rule, known), *faults_of(rule, known)]
    # Examples of a rule that cannot be read or reads what is not there would only say the same again.
    return Checked(file, rule, tuple(faults) or tuple(_example_faults(con, rule, marts)))


def _head_faults(rule: Rule, known: Guarded) -> list[str]:
    try:
        tree = tree_of(rule.sql)
    except SqlFaultError:
        return []  # the guard tells it
    used, said = tables_in(tree), set(rule.head.reads)
    context = {*CONTEXT, *known.relations}
    told = [
        *(f"needs:约定中没有表 {name}" for name in rule.head.needs if name not in TABLES),
        *(f"SQL:没有 {name} 这个表" for name in sorted(used - context)),
        *(f"reads:缺少 SQL 中用到的 {name}" for name in sorted(used & context - said)),
        *(f"reads:SQL 没有用到 {name}" for name in sorted(said - used)),
        *(f"SQL:{name}() 每次结果可能不同或读取别处" for name in sorted(functions_in(tree) & _UNREPEATABLE)),
        *(f"SQL:金额不得转为 {name}" for name in sorted(types_in(tree) & _INEXACT_TYPES)),
        *(["SQL:/ 的结果是双精度,应以 // 在整数上相除"] if "/" in functions_in(tree) else []),
    ]
    return [f"{rule.file},{one}" for one in told]


def _example_faults(con: duckdb.DuckDBPyConnection, rule: Rule, marts: Mapping[str, str]) -> list[str]:
    faults = []
    for example in rule.head.examples:
        try:
            told = compare(example.expect, run_example(con, rule, example, marts))
        except (ExampleError, RuleError, duckdb.Error) as fault:
            told = [str(fault)]
        faults += [f"{rule.file},例“{example.why}”:{one}" for one in told]
    return faults
