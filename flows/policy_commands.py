"""`hedui policy ...`: what the policy files say on a day, what they leave empty, and which rules that costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import UsageError
from flows.resources import data_folder, sql_texts
from flows.settings import load
from flows.terminal import console, day

if TYPE_CHECKING:
    from transforms.policy.dated import PolicyFile
    from transforms.policy.overview import Asking, Said

policy = typer.Typer(help="政策参数。", no_args_is_help=True)

MARKS = {
    "verified": "已核",
    "cited": "有出处，未核",
    "seed": "种子资料",
    "general_knowledge": "常识，未核",
    "assumed": "假定",
}
UNITS = {
    "yuan": "元",
    "yuan/month": "元/月",
    "yuan/person/month": "元/人月",
    "yuan/person/year": "元/人年",
    "yuan/household": "元/户",
    "m2/person": "平方米/人",
    "months": "个月",
    "days": "天",
    "working days": "个工作日",
}


def unit_text(label: str, unit: str) -> str:
    """A parameter's unit in Chinese, "" where its label says it. Years are ages, or multiples of a yearly standard."""
    if unit == "years":
        return "岁" if "年龄" in label else "倍"
    return UNITS.get(unit, "")


_AsOf = Annotated[str | None, typer.Option(help="哪一天,缺省为该地最近一个有值的起用日")]


@policy.command("check")
def policy_check(
    path: Annotated[Path | None, typer.Argument(help="政策参数文件或目录,缺省为配置中的")] = None,
    as_of: _AsOf = None,
) -> None:
    """检查政策参数:有错误则退出码为 2;逐地列出有值的、空着的、因此略过的规则和提示。"""
    from flows.reference import read_policy
    from transforms.policy import policy_warnings
    from transforms.policy.overview import newest_day

    asked = day(as_of)
    texts = read_policy(path or load(None).policy)
    policies = _parsed(texts)
    rules = _rules()
    screen = console()
    for place in policies:
        for line in _checked(policies, place, asked or newest_day(place), rules):
            screen.print(line, markup=False)
    told = [*policy_warnings(texts), *_apart(policies)]
    for line in (f"提示({len(told)})", *(f"  {warning}" for warning in told)) if told else ():
        screen.print(line, markup=False)
    screen.print(f"共 {len(policies)} 地,没有错误。", markup=False)


@policy.command("show")
def policy_show(
    place: Annotated[str, typer.Argument(help="区划代码前缀、文件名或地名")],
    as_of: _AsOf = None,
    path: Annotated[Path | None, typer.Option("--policy", help="政策参数文件或目录,缺省为配置中的,再为自带的")] = None,
) -> None:
    """列出一地某日的全部参数及依据。"""
    from flows.reference import read_policy
    from transforms.policy.overview import find_place, newest_day, said_on

    asked = day(as_of)
    names: list[str] = []
    for folder in [path] if path else [load(None).policy, data_folder() / "policy" / "places"]:
        policies = _parsed(read_policy(folder))
        found = find_place(policies, place)
        if found is not None:
            break
        names += [f"{policy.locality} {policy.name}" for policy in policies]
    else:
        raise UsageError(f"没有“{place}”的政策文件。可选:{'、'.join(names)}。请检查名称或 --policy。")
    shown = asked or newest_day(found)
    said = said_on(policies, found.locality, shown)
    screen = console()
    screen.print(_heading(found, shown), markup=False)
    for line in (line for one in said if one.entry is not None for line in _in_full(one, shown)):
        screen.print(line, markup=False)
    screen.print(f"文件未写的可选参数 {sum(one.entry is None for one in said)} 个。", markup=False)


def _parsed(texts: dict[str, str]) -> tuple[PolicyFile, ...]:
    from transforms.policy import PolicyError, parse_policies

    try:
        return parse_policies(texts)
    except PolicyError as fault:
        raise UsageError(str(fault)) from None


def _rules() -> tuple[Asking, ...]:
    """The live rules and the verification, by what they ask of the policy."""
    from transforms.policy.overview import Asking
    from transforms.rules.head import parse_rules, parse_verification

    rules = parse_rules({f"{name}.sql": text for name, text in sql_texts("rules/alert").items()})
    outcome = parse_verification("outcome.sql", sql_texts("rules/verification")["outcome"]).head
    return (
        *(
            Asking(rule.id, rule.head.title, tuple(rule.head.parameters), rule.head.policy_by)
            for rule in rules
            if rule.head.status == "live"
        ),
        Asking("核对", f"{outcome.title}(结论取决于所缺值的家庭无法核对)", tuple(outcome.parameters)),
    )


def _heading(place: PolicyFile, day: date) -> str:
    return f"{place.name}({place.locality},{place.file}),{day}"


def _value(said: Said) -> str:
    from transforms.policy.resolve import value_text

    entry = said.entry
    if entry is None or entry.value is None:
        return "空"
    unit = unit_text(said.parameter.label, said.parameter.unit) if said.parameter.kind != "bands" else ""
    return f"{said.residence} {value_text(entry.value)}{unit}".strip()


def _span(said: Said) -> str:
    entry = said.entry
    if entry is None:
        return ""
    until = f"至 {entry.valid_until}" if entry.valid_until else "起"
    return f"{entry.valid_from} {until}"


def _reason(said: Said, day: date) -> str:
    entry = said.entry
    if entry is None:
        return "文件未写"
    if entry.valid_until is not None and entry.valid_until < day:
        return f"{entry.valid_until} 已到期,其后未写"
    return entry.reason or "未写原因"


def _checked(policies: Sequence[PolicyFile], place: PolicyFile, day: date, rules: Sequence[Asking]) -> Iterator[str]:
    """The lines of one place."""
    from transforms.policy.overview import said_on, skipped_on

    said = said_on(policies, place.locality, day)
    known = [one for one in said if one.known]
    empty = [one for one in said if not one.known and (one.entry is not None or not one.parameter.optional)]
    unsaid = len(said) - len(known) - len(empty)
    skipped = skipped_on(policies, place.locality, day, rules)
    yield _heading(place, day)
    yield f"  有值({len(known)})"
    for one in known:
        mark = MARKS.get((one.entry.mark if one.entry else None) or "", "未标性质")
        yield f"    {one.parameter.name} {one.parameter.label}:{_value(one)}({_span(one)},{mark})"
    yield f"  空着({len(empty)}),另有 {unsaid} 个可选参数未写"
    for one in empty:
        yield f"    {one.parameter.name} {one.parameter.label}{one.residence}:{_reason(one, day)}"
    yield f"  因此略过的规则({len(skipped)})" if skipped else "  没有因此略过的规则"
    for rule, missing in skipped:
        yield f"    {rule.id} {rule.title}:缺 {'、'.join(missing)}"


def _in_full(said: Said, day: date) -> Iterator[str]:
    """The lines of one parameter, with its source."""
    entry = said.entry
    if entry is None:
        return
    mark = MARKS.get(entry.mark or "", "未标性质")
    what = f"{said.parameter.name} {said.parameter.label}:{_value(said)}"
    yield f"  {what}({_span(said)},{mark})" if said.known else f"  {what}({_span(said)})"
    if entry.source:
        yield f"    依据:{entry.source}"
    if entry.reason or not said.known:
        yield f"    说明:{entry.reason if said.known else _reason(said, day)}"


def _apart(policies: Sequence[PolicyFile]) -> Iterator[str]:
    """Files of unrelated places in one folder: rows without a division code go by the shortest prefix."""
    from transforms.policy.dated import chain_of

    roots = [place for place in policies if len(chain_of(policies, place.locality)) == 1]
    if len(roots) > 1:
        listed = "、".join(f"{place.locality} {place.name}" for place in roots)
        yield (
            f"这些政策文件互不隶属:{listed}。没有区划代码的行一律按前缀最短的 {roots[0].locality} 核对,"
            "正式运行请只放本地及其上级的文件"
        )
