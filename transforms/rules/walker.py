"""Walks the tree of a SELECT and gives every column its kind; gathers what must not be done with amounts or people.

A relation it does not know has columns of no kind: that it does not exist is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from schemas.grains import CONVERSIONS, LABELS, Grain
from transforms.rules.functions import result_of
from transforms.rules.kinds import NOTHING, Kind, KindError, alike, traits_of
from transforms.rules.sqltree import Node, children_of, conditions_of, constant_of, ctes, grouped_by, names_in, texts_in

_RESIDENCE = "户口性质"
_MONTHS = frozenset({"month", "period"})
_KINDS_OF_INCOME = frozenset({"contribution", "employment", "pension", "unemployment"})


@dataclass(frozen=True)
class Relation:
    """Kinds of a relation's columns. traits: what it tells of a person to be in it at all."""

    columns: Mapping[str, Kind] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()


@dataclass
class _Scope:
    """What names mean in one SELECT.

    named: the kinds of income that its conditions name. aliases: its own columns. by_month: its groups are a month's.
    """

    sources: list[tuple[str, Relation]]
    outer: _Scope | None
    named: frozenset[str] = frozenset()
    aliases: dict[str, Kind] = field(default_factory=dict)
    by_month: bool = False

    def find(self, names: list[str]) -> Kind:
        column = names[-1].lower()
        for alias, relation in self.sources:
            if (len(names) == 1 or names[0].lower() == alias) and column in relation.columns:
                return relation.columns[column]
        if len(names) == 1 and column in self.aliases:
            return self.aliases[column]
        return self.outer.find(names) if self.outer else NOTHING


class Walker:
    """One walk through a rule, or through a mart. `converts`: whose conversions hold (schemas.grains.CONVERSIONS).

    faults: in Chinese. asked: protected attribute -> columns by which a rule asks it.
    """

    def __init__(self, relations: Mapping[str, Relation], mart: str | None = None, converts: str | None = None) -> None:
        self._known, self._mart, self._converts = relations, mart, mart or converts
        self.faults: list[str] = []
        self.asked: dict[str, set[str]] = {}
        self._deciding = False
        self._grains: set[Grain] | None = None

    def query(self, node: Node, env: Mapping[str, Relation] | None = None, outer: _Scope | None = None) -> Relation:
        """Kinds of the columns that a query gives."""
        env = dict(env or {})
        for name, part in ctes(node):
            env[name] = self.query(part, env, outer)
        if node["type"] == "SELECT_NODE":
            return self._select(node, env, outer)
        sides = [self.query(node[side], env, outer) for side in ("left", "right") if node.get(side)]
        if not sides:
            return Relation()
        rows = zip(*(side.columns.values() for side in sides), strict=False)
        kinds = [self._try(partial(alike, row, "合并"), node) for row in rows]
        traits = frozenset().union(*(side.traits for side in sides))
        return Relation(dict(zip(sides[0].columns, kinds, strict=False)), traits)

    def _select(self, node: Node, env: Mapping[str, Relation], outer: _Scope | None) -> Relation:
        conditions = [node.get(name) for name in ("where_clause", "having", "qualify")]
        named = frozenset(texts_in([*conditions, conditions_of(node.get("from_table"))])) & _KINDS_OF_INCOME
        scope = _Scope([], outer, named, by_month=bool(_MONTHS & grouped_by(node)))
        traits = self._from(node.get("from_table"), env, scope)
        columns = self._columns(node, env, scope)
        scope.aliases = columns
        with self._decide():
            for condition in conditions:
                traits |= self._kind(condition, env, scope).traits if condition else frozenset()
        for part in node.get("group_expressions") or ():
            self._kind(part, env, scope)
        return Relation(columns, traits if self._mart else frozenset())

    def _columns(self, node: Node, env: Mapping[str, Relation], scope: _Scope) -> dict[str, Kind]:
        columns: dict[str, Kind] = {}
        for place, part in enumerate(node["select_list"]):
            if part["class"] == "STAR":
                columns |= self._star(part, env, scope)
                continue
            name = (part.get("alias") or (part.get("column_names") or [f"_{place}"])[-1]).lower()
            columns[name] = self._converted(name, part, env, scope)
        return columns

    def _star(self, part: Node, env: Mapping[str, Relation], scope: _Scope) -> dict[str, Kind]:
        only, hidden = (part.get("relation_name") or "").lower(), str(part.get("exclude_list") or "").lower()
        found: dict[str, Kind] = {}
        for alias, relation in scope.sources:
            if not only or alias == only:
                found = {**relation.columns, **found}
        found = {name: kind for name, kind in found.items() if f"'{name}'" not in hidden}
        for entry in part.get("replace_list") or ():
            found[str(entry["key"]).lower()] = self._kind(entry["value"], env, scope)
        return found

    def _converted(self, name: str, part: Node, env: Mapping[str, Relation], scope: _Scope) -> Kind:
        """The kind of a column, or what CONVERSIONS says of it where it is made of what is said there."""
        conversion = CONVERSIONS.get((self._converts or "", name))
        # A column taken over as it is was converted where it was made.
        if conversion is None or part["class"] == "COLUMN_REF":
            return self._kind(part, env, scope)
        faults, self.faults, self._grains = self.faults, [], set()
        kind = self._kind(part, env, scope)
        strange, self.faults, self._grains = self._grains - conversion.takes, faults, None
        if strange:
            said = "、".join(LABELS[grain] for grain in sorted(strange))
            self.faults.append(f"{name} 的换算只许由约定的时段得出,不能由{said}")
        return Kind(conversion.gives, traits=kind.traits)

    def _from(self, table: Node | None, env: Mapping[str, Relation], scope: _Scope) -> frozenset[str]:
        """Put the sources of a FROM into the scope; gives what their conditions and they themselves tell of people."""
        if not table:
            return frozenset()
        alias = (table.get("alias") or table.get("table_name") or "").lower()
        if table["type"] == "BASE_TABLE":
            name = table["table_name"].lower()
            relation = env.get(name) or self._known.get(name) or Relation()
            self._ask(relation.traits, name)
        elif table["type"] == "SUBQUERY":
            relation = self.query(table["subquery"]["node"], env, scope)
        elif table["type"] == "JOIN":
            return self._join(table, env, scope)
        else:
            relation = Relation()
        scope.sources.append((alias, relation))
        return relation.traits

    def _join(self, table: Node, env: Mapping[str, Relation], scope: _Scope) -> frozenset[str]:
        traits = self._from(table["left"], env, scope)
        left = list(scope.sources)
        traits |= self._from(table["right"], env, scope)
        with self._decide():
            if table.get("condition"):
                traits |= self._kind(table["condition"], env, scope).traits
            for column in table.get("using_columns") or ():
                sides = [relation.columns.get(column.lower(), NOTHING) for _, relation in scope.sources]
                traits |= traits_of(sides) if not any(kind.place for kind in sides) else frozenset()
        if table.get("join_type") in ("SEMI", "ANTI"):
            scope.sources[:] = left
        return traits

    def _kind(self, node: Node, env: Mapping[str, Relation], scope: _Scope) -> Kind:
        """Kind of one expression; what must not be is put down and makes it an expression of no kind."""

        def of(part: Node) -> Kind:
            return self._kind(part, env, scope)

        kind = node["class"]
        if kind == "COLUMN_REF":
            return self._column(node["column_names"], scope)
        if kind == "CONSTANT":
            return Kind(constant=constant_of(node))
        if kind == "CAST":
            return of(node["child"])
        if kind == "SUBQUERY":
            return self._subquery(node, env, scope)
        if kind == "CASE":
            with self._decide():
                told = traits_of(of(check["when_expr"]) for check in node["case_checks"])
            values = [of(check["then_expr"]) for check in node["case_checks"]]
            values += [of(node["else_expr"])] if node.get("else_expr") else []
            return self._try(lambda: alike(values, "代以"), node).with_traits(told)
        if kind in ("COMPARISON", "BETWEEN") or node["type"] in ("COMPARE_IN", "COMPARE_NOT_IN"):
            return self._compared(node, of)
        if node["type"] == "OPERATOR_COALESCE":
            return self._try(lambda: alike(map(of, node["children"]), "代以"), node)
        if kind in ("FUNCTION", "WINDOW"):
            return self._function(node, of, scope)
        return Kind(traits=traits_of(map(of, children_of(node))))

    def _column(self, names: list[str], scope: _Scope) -> Kind:
        found = scope.find(names)
        self._ask(found.traits if self._deciding else found.traits - {_RESIDENCE}, ".".join(names))
        if self._grains is not None and found.grain:
            self._grains.add(found.grain)
        excused = found.monthly_rows or frozenset()
        one_month = scope.by_month or (scope.named and scope.named <= excused)
        return replace(found, monthly_rows=None) if one_month else found

    def _compared(self, node: Node, of: Callable[[Node], Kind]) -> Kind:
        asked = {attribute: set(where) for attribute, where in self.asked.items()}
        kinds = [of(part) for part in children_of(node)]
        if any(kind.place for kind in kinds):
            self.asked = asked
            return NOTHING
        return self._try(lambda: alike(kinds, "比较"), node).plain()

    def _function(self, node: Node, of: Callable[[Node], Kind], scope: _Scope) -> Kind:
        name = node["function_name"].lower()
        rest = [node[key] for key in ("filter", "filter_expr") if node.get(key)]
        with self._decide():
            told = traits_of(map(of, rest))
        parts = [of(part) for part in node.get("children") or ()]
        told |= traits_of(of(part) for part in node.get("partitions") or ())
        named = (frozenset(texts_in(rest)) & _KINDS_OF_INCOME) or scope.named
        return self._try(lambda: result_of(name, parts, named), node).with_traits(told)

    def _subquery(self, node: Node, env: Mapping[str, Relation], scope: _Scope) -> Kind:
        found = self.query(node["subquery"]["node"], env, scope)
        first = next(iter(found.columns.values()), NOTHING)
        if node.get("child"):
            child = self._kind(node["child"], env, scope)
            return self._try(lambda: alike((child, first), "比较"), node).plain().with_traits(found.traits)
        return first.with_traits(found.traits)

    def _ask(self, traits: Iterable[str], where: str) -> None:
        if self._mart is None:
            for attribute in traits:
                self.asked.setdefault(attribute, set()).add(where)

    def _try(self, work: Callable[[], Kind], node: Any) -> Kind:
        try:
            return work()
        except KindError as fault:
            names = "、".join(dict.fromkeys(names_in(node)))
            self.faults.append(f"{fault}({names})" if names else str(fault))
            return NOTHING

    @contextmanager
    def _decide(self) -> Iterator[None]:
        before, self._deciding = self._deciding, True
        try:
            yield
        finally:
            self._deciding = before
