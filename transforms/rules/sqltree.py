"""The tree of a SELECT, as DuckDB's own parser reads it: what is checked is what will run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb

Node = dict[str, Any]


class SqlFaultError(ValueError):
    """The text is no single SELECT; the message is the parser's, with the place."""


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """One connection in memory for all texts: opening one takes longer than reading a hundred SELECTs."""
    return duckdb.connect(":memory:", config={"threads": 1})


def tree_of(sql: str) -> Node:
    """Query node of one SELECT (DuckDB's json_serialize_sql). Raises SqlFaultError."""
    row = _parser().cursor().execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    read: Node = json.loads(row[0] if row else "{}")
    if read.get("error") or len(read.get("statements", ())) != 1:
        raise SqlFaultError(str(read.get("error_message", "不是单独一条 SELECT")))
    node: Node = read["statements"][0]["node"]
    return node


def ctes(node: Node) -> Iterator[tuple[str, Node]]:
    """Names and query nodes of the WITH parts, in order."""
    for entry in node.get("cte_map", {}).get("map", ()):
        yield entry["key"].lower(), entry["value"]["query"]["node"]


def constant_of(node: Node) -> Fraction | None:
    """The exact number of a constant; None for texts, days and null."""
    value = node.get("value", {})
    said, kind = value.get("value"), value.get("type", {})
    if isinstance(said, bool) or not isinstance(said, int | float) or value.get("is_null"):
        return None
    scale = (kind.get("type_info") or {}).get("scale", 0) if kind.get("id") == "DECIMAL" else 0
    return Fraction(str(said)) / Fraction(10) ** int(scale)


def text_of(node: Node) -> str | None:
    """The text of a constant; None for anything else."""
    said = node.get("value", {}).get("value") if node.get("class") == "CONSTANT" else None
    return said if isinstance(said, str) else None


def texts_in(node: Any) -> set[str]:
    """Every text constant below a node."""
    if isinstance(node, list):
        return set().union(*map(texts_in, node))
    if not isinstance(node, dict):
        return set()
    own = text_of(node)
    return ({own} if own is not None else set()).union(*map(texts_in, node.values()))


def children_of(node: Node) -> list[Node]:
    """Every expression directly below an expression, whatever its role."""
    found: list[Node] = []
    for key, value in node.items():
        if key == "subquery":
            continue
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, dict):
                found += [part] if "class" in part else children_of(part)
    return found


def conditions_of(table: Node | None) -> list[Node]:
    """ON conditions below a FROM, of this SELECT only."""
    if not table or table["type"] != "JOIN":
        return []
    own = [table["condition"]] if table.get("condition") else []
    return [*own, *conditions_of(table["left"]), *conditions_of(table["right"])]


def names_in(node: Any) -> list[str]:
    """Columns named below a node, in order."""
    if isinstance(node, list):
        return [name for part in node for name in names_in(part)]
    if not isinstance(node, dict):
        return []
    if node.get("class") == "COLUMN_REF":
        return [node["column_names"][-1]]
    return [name for part in node.values() for name in names_in(part)]


def tables_in(node: Any, hidden: frozenset[str] = frozenset()) -> set[str]:
    """Relations that a query reads, but for its own WITH parts."""
    if isinstance(node, list):
        return set().union(*(tables_in(part, hidden) for part in node))
    if not isinstance(node, dict):
        return set()
    if "cte_map" in node:
        hidden |= {name for name, _ in ctes(node)}
    own = {node["table_name"].lower()} - hidden if node.get("type") == "BASE_TABLE" else set()
    return own.union(*(tables_in(part, hidden) for part in node.values()))


def functions_in(node: Any) -> set[str]:
    """Functions and operators called anywhere in a query."""
    if isinstance(node, list):
        return set().union(*map(functions_in, node))
    if not isinstance(node, dict):
        return set()
    own = {node["function_name"].lower()} if node.get("function_name") else set()
    return own.union(*map(functions_in, node.values()))


def types_in(node: Any) -> set[str]:
    """Types that a query casts to."""
    if isinstance(node, list):
        return set().union(*map(types_in, node))
    if not isinstance(node, dict):
        return set()
    own = {str(node.get("cast_type", {}).get("id"))} if node.get("class") == "CAST" else set()
    return own.union(*map(types_in, node.values()))


def grouped_by(node: Node) -> set[str]:
    """Plain columns that a SELECT groups by; of GROUP BY ALL those that it gives as they are."""
    parts = node.get("group_expressions") or ()
    if node.get("aggregate_handling") == "FORCE_AGGREGATES":
        parts = node["select_list"]
    return {part["column_names"][-1].lower() for part in parts if part["class"] == "COLUMN_REF"}
