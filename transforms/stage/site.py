"""Site differences: what a department of one place calls its columns and codes. Data, not code.

One YAML file a department (`--site`; there is none by default):

    department: medical_insurance
    headers:                         # their header: the contract's header; holds for every table that has it
      社会保障号码: 证件号码
    codes:                           # table.column, then their code: the contract's code
      enrolments.scheme:
        城乡居民基本医疗保险: 居民医保
        城镇职工基本医疗保险: 职工医保

The contract's own headers and codes are always understood besides. All scalars are text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.catalogue import TABLES, ColumnSpec, TableSpec
from transforms.policy.plain_yaml import YamlError, load_text
from transforms.stage.headers import bare

_KEYS = ("department", "headers", "codes")


class SiteFaultError(ValueError):
    """Site files that cannot be used; the Chinese message lists every fault with its file."""


@dataclass(frozen=True, slots=True)
class TableWording:
    """A site's words for one table: header -> canonical column, and canonical column -> {their code: our code}."""

    headers: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_sites(texts: Mapping[str, str]) -> dict[str, TableWording]:
    """Wording by table key ("department.table"), for the tables that any file words otherwise.

    `texts`: file name -> content. Raises SiteFaultError with all faults of all files.
    """
    faults: list[str] = []
    wordings: dict[str, TableWording] = {}
    owners: dict[str, str] = {}
    for name, text in texts.items():
        try:
            content = load_text(text)
        except YamlError as fault:
            faults.append(f"{name}:{fault}")
            continue
        found = list(_faults(content))
        department = content.get("department") if isinstance(content, dict) else None
        if isinstance(department, str) and owners.setdefault(department, name) != name:
            found.append(f"部门 {department} 已有对照文件 {owners[department]},请合并")
        faults += [f"{name}:{fault}" for fault in found]
        if not found:
            wordings |= _wordings(content)
    if faults:
        raise SiteFaultError("本地对照文件有误:\n" + "\n".join(f"- {fault}" for fault in faults))
    return wordings


def _tables(department: str) -> list[TableSpec]:
    return [spec for spec in TABLES.values() if spec.department == department]


def _wordings(content: Mapping[str, Any]) -> dict[str, TableWording]:
    """Wording of each table of a faultless file."""
    headers, codes = content.get("headers") or {}, content.get("codes") or {}
    built = {}
    for spec in _tables(content["department"]):
        own = spec.headers
        wording = TableWording(
            headers={theirs: own[ours] for theirs, ours in headers.items() if ours in own},
            codes={
                path.partition(".")[2]: dict(words)
                for path, words in codes.items()
                if path.partition(".")[0] == spec.table
            },
        )
        if wording.headers or wording.codes:
            built[spec.key] = wording
    return built


def _faults(content: Any) -> Iterator[str]:
    if not isinstance(content, dict) or not isinstance(content.get("department"), str):
        yield "应写明 department(部门),其下为 headers(表头)和 codes(代码)"
        return
    yield from (f"不认识的项 {key},只能有 {'、'.join(_KEYS)}" for key in content if key not in _KEYS)
    tables = _tables(content["department"])
    if not tables:
        known = "、".join(dict.fromkeys(spec.department for spec in TABLES.values()))
        yield f"不认识的部门 {content['department']},应为:{known}"
        return
    headers, codes = content.get("headers") or {}, content.get("codes") or {}
    if _is_words(headers):
        yield from _header_faults(headers, tables)
    else:
        yield "headers 应为“本地表头: 约定表头”的对照"
    if isinstance(codes, dict):
        yield from (fault for path, words in codes.items() for fault in _code_faults(path, words, tables))
    else:
        yield "codes 应为“表.列”下“本地代码: 约定代码”的对照"


def _is_words(given: Any) -> bool:
    return isinstance(given, dict) and all(isinstance(word, str) for pair in given.items() for word in pair)


def _header_faults(headers: Mapping[str, str], tables: list[TableSpec]) -> Iterator[str]:
    known: dict[str, str] = {}
    for theirs, ours in headers.items():
        if known.setdefault(bare(theirs), ours) != ours:
            yield f"表头 {theirs}:与另一个只差空格的表头对照到不同的约定表头"
        having = [spec for spec in tables if ours in spec.headers]
        if not having:
            yield f"表头 {theirs}:该部门没有约定表头 {ours}"
        for spec in having:
            if bare(theirs) in spec.headers and bare(theirs) != ours:
                yield f"表头 {theirs}:在“{spec.label}”中本身就是约定表头,不能又当作 {ours}"


def _code_faults(path: Any, words: Any, tables: list[TableSpec]) -> Iterator[str]:
    table, _, name = str(path).partition(".")
    spec = next((spec for spec in tables if spec.table == table), None)
    column = next((column for column in spec.columns if column.name == name), None) if spec else None
    if spec is None:
        yield f"codes {path}:该部门没有表 {table}"
    elif column is None:
        yield f"codes {path}:表 {table} 没有列 {name}"
    elif not column.codes:
        yield f"codes {path}:列 {name}({column.header})不是代码列"
    elif not _is_words(words):
        yield f"codes {path}:应为“本地代码: 约定代码”的对照"
    else:
        yield from _word_faults(path, words, column)


def _word_faults(path: str, words: Mapping[str, str], column: ColumnSpec) -> Iterator[str]:
    for theirs, ours in words.items():
        if ours not in column.codes:
            yield f"codes {path}:{ours} 不是约定代码,应为:{'、'.join(column.codes)}"
        if theirs in column.codes and theirs != ours:
            yield f"codes {path}:{theirs} 本身就是约定代码,不能又当作 {ours}"
