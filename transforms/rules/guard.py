"""The rule guard: no rule sets amounts of different periods against one another or asks a protected attribute.

Reads the tree of a SELECT and works out the kind of every column (transforms/rules/kinds.py) from what
schemas/grains.py declares of facts and policy, through the marts, to the rule. The why: docs/decisions/0017.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.facts import FACTS, PERSON
from schemas.grains import (
    AVERAGES,
    HEADS,
    MONTHLY_ROWS,
    MULTIPLES_OF_A_MONTH,
    ONLY_ORDER,
    Grain,
    fact_grain,
    parameter_grain,
    protected_attribute,
)
from schemas.published import duckdb_type
from transforms.policy.parameters import PARAMETERS, Parameter
from transforms.rules.engine import CONTEXT
from transforms.rules.head import Rule, RuleError, Verification
from transforms.rules.kinds import Kind
from transforms.rules.sqltree import SqlFaultError, tree_of
from transforms.rules.walker import Relation, Walker

RESIDENCE = "户口性质"
_LICENSED = {"性别": ("身份", "数据质量")}
_CARD_TABLE = "civil_affairs.disabilities"


@dataclass(frozen=True)
class Guarded:
    """Every relation that a rule may read, with the kinds of its columns. `faults`: of the marts, in Chinese."""

    relations: Mapping[str, Relation]
    faults: tuple[str, ...] = field(default=())


def guarded(marts: Mapping[str, str]) -> Guarded:
    """Kinds of facts, context and marts (relation name -> SELECT, in order: transforms.rules.engine.mart_relations)."""
    relations = {**_facts(), **_context()}
    faults: list[str] = []
    for name, select in marts.items():
        walker = Walker(relations, mart=name)
        try:
            found = walker.query(tree_of(select))
        except SqlFaultError as fault:
            faults.append(f"sql/marts,{name}:{fault}")
            continue
        faults += [f"sql/marts,{name}:{one}" for one in walker.faults]
        hidden = {attribute for mart, attribute in ONLY_ORDER if mart == name}
        columns = {
            column: Kind(grain=kind.grain, limit=kind.limit, monthly_rows=MONTHLY_ROWS.get((name, column)),
                         heads=kind.heads or (name, column) in HEADS, traits=kind.traits - hidden,
                         average=kind.average or (name, column) in AVERAGES)
            for column, kind in found.columns.items()
        }  # fmt: skip
        relations[name] = Relation(columns, found.traits - hidden)
    return Guarded(relations, tuple(faults))


def faults_of(rule: Rule | Verification, known: Guarded) -> list[str]:
    """What the guard refuses in a rule or the verification, each with the file's name; empty where all is well."""
    if not rule.sql:
        return []  # it waits for data, and asks nothing
    try:
        tree = tree_of(rule.sql)
    except SqlFaultError as fault:
        return [f"{rule.file},SQL:不能解析为一条 SELECT({fault})"]
    walker = Walker(known.relations, converts=rule.head.id)
    walker.query(tree)
    asked = [
        f"使用了受保护的属性“{attribute}”({'、'.join(sorted(where))}):{_why_not(attribute)}"
        for attribute, where in sorted(walker.asked.items())
        if attribute not in licensed(rule)
    ]
    return [f"{rule.file}:{one}" for one in (*dict.fromkeys(walker.faults), *asked)]


def licensed(rule: Rule | Verification) -> frozenset[str]:
    """Protected attributes that a rule may ask, for its legal basis or its class is about them.

    残疾: the head needs the table of disability cards, and title, legal basis or statutory ground name disability (残).
    性别: only a doubt about identity or data, where a record's sex is set against its own number. Residence: never but
    to find the policy.
    """
    about = list(rule.head.legal_basis)
    if isinstance(rule, Rule):
        about += [rule.head.title, rule.head.statutory_ground or ""]
    card = _CARD_TABLE in rule.head.needs and any("残" in text for text in about)
    of_class = rule.head.rule_class if isinstance(rule, Rule) else ""
    sexes = {attribute for attribute, classes in _LICENSED.items() if of_class in classes}
    return frozenset(sexes | ({"残疾"} if card else set()))


def check_guard(rules: Sequence[Rule | Verification], marts: Mapping[str, str]) -> None:
    """Raises RuleError with every fault of marts and rules."""
    known = guarded(marts)
    if faults := [*known.faults, *(fault for rule in rules for fault in faults_of(rule, known))]:
        raise RuleError("\n".join(faults))


def undeclared() -> list[str]:
    """Amounts of facts and policy for which schemas/grains.py declares no grain: `fact.column` or the parameter."""
    facts = [
        f"{name}.{column}"
        for name, fact in FACTS.items()
        for column, spec in fact.columns.items()
        if duckdb_type(spec.dtype) == "DECIMAL(18,2)" and fact_grain(name, column) is None
    ]
    parameters = [one.name for one in PARAMETERS.values() if _is_amount(one) and _grain_of(one) is None]
    return [*facts, *parameters]


def _why_not(attribute: str) -> str:
    if attribute == RESIDENCE:
        return "城乡只可用来取当地政策(policy.residence)"
    if attribute == "残疾":
        return f"须在 needs 中写明 {_CARD_TABLE},并在 legal_basis(或名称、法定依据)中写明以残疾为条件的规定"
    return "规则不得据此判断"


def _facts() -> dict[str, Relation]:
    found = {}
    for name, fact in {**FACTS, "person": PERSON}.items():
        columns = {}
        for column in fact.columns:
            attribute = protected_attribute(name, column)
            columns[column] = Kind(
                grain=fact_grain(name, column),
                monthly_rows=MONTHLY_ROWS.get((name, column)),
                heads=(name, column) in HEADS,
                traits=frozenset({attribute} if attribute else ()),
            )
        whole = protected_attribute(name, "*")
        found[name] = Relation(columns, frozenset({whole} if whole else ()))
    return found


def _context() -> dict[str, Relation]:
    """Policy with its limits; the rest of the context tells of no amount and of nobody."""
    limits = {name: _parameter_kind(parameter) for name, parameter in PARAMETERS.items()}
    place = {"locality": Kind(place=True), "residence": Kind(place=True)}
    policy = Relation({**limits, **place, "in_force_from": Kind(), "in_force_until": Kind()})
    return {name: policy if "policy" in name else Relation() for name in CONTEXT}


def _parameter_kind(parameter: Parameter) -> Kind:
    if _is_amount(parameter):
        return Kind(grain=_grain_of(parameter), limit=True)
    if parameter.name in MULTIPLES_OF_A_MONTH or parameter.unit == "months":
        return Kind(factor="months")
    return Kind(factor="years" if parameter.unit == "years" else None)


def _is_amount(parameter: Parameter) -> bool:
    return parameter.kind in ("yuan", "bands")


def _grain_of(parameter: Parameter) -> Grain | None:
    return parameter_grain(parameter.name, parameter.unit)
