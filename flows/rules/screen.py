"""Screens of `hedui rules`. Unknown is written as such, never as 0."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.policy_commands import unit_text
from flows.rules.listing import Listed
from transforms.basis import basis_text
from transforms.policy.parameters import PARAMETERS
from transforms.rules.head import Rule

LEVELS = {"red": "红", "yellow": "黄", "blue": "蓝"}
STATUSES = {"trial": "试运行", "live": "正式", "retired": "停用", "waiting": "待数据"}
UNKNOWN = "未知"


def show_listed(found: Listed, console: Console) -> None:
    """One line a rule."""
    table = Table(
        title=f"规则（{len(found.rules) + len(found.waiting)} 条）",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for title in ("规则", "状态", "等级"):
        table.add_column(title, no_wrap=True)
    table.add_column("名称", overflow="fold", min_width=16)
    for title in ("表", "参数", "发现", "未消除", "已决定", "属实", "属实比例"):
        table.add_column(title, justify="right", no_wrap=True)
    for rule in found.rules:
        row = found.of(rule)
        table.add_row(
            rule.id,
            STATUSES.get(rule.head.status, rule.head.status),
            LEVELS.get(rule.head.level, rule.head.level),
            rule.head.title,
            str(len(rule.head.needs)),
            str(len(rule.head.parameters)),
            *(told(row[name]) for name in ("fired", "open", "decided", "confirmed")),
            interval(row),
        )
    for head in found.waiting:
        cells = (head["id"], STATUSES["waiting"], LEVELS.get(head.get("level", ""), ""), head.get("title", ""))
        table.add_row(*cells, *[""] * 7)
    console.print(table)
    nights = UNKNOWN if found.nights is None else f"{found.nights} 夜"
    console.print(
        f"所据：{nights}。表、参数：所需的个数。没有人决定过的规则，属实比例未知。详情：hedui rules show 规则编号"
    )


def show_rule(rule: Rule, row: dict[str, Any], console: Console, *, sql: bool) -> None:
    """One rule in full."""
    head = rule.head
    ground = basis_text(head.statutory_ground or "只用民政数据")
    lines = [
        f"{rule.id} {head.title}（第 {head.version} 版，{STATUSES.get(head.status, head.status)}，"
        f"{LEVELS.get(head.level, head.level)}，{head.rule_class}）",
        f"说明：{head.sentence}",
        *([f"乡镇所见：{head.township}"] if head.township else []),
        "以成员授权为前提" if head.authorisation else f"不以授权为前提：{ground}",
        "所需的表：" + "、".join(head.needs),
        "参数：" + ("、".join(_parameter(name) for name in head.parameters) or "无"),
        "政策依据：",
        *(f"  {basis_text(text)}" for text in head.legal_basis),
        "常见误报及核实办法：",
        *(f"  {one.case}：{one.check}" for one in head.false_positives),
        f"发现 {told(row['fired'])}，未消除 {told(row['open'])}，已决定 {told(row['decided'])}，"
        f"属实 {told(row['confirmed'])}，属实比例 {interval(row)}",
        *(["", rule.sql] if sql else []),
    ]
    for line in lines:
        console.print(line, markup=False)


def show_waiting(head: dict[str, Any], console: Console) -> None:
    """A rule that waits for data, and for which."""
    console.print(f"{head['id']} {head.get('title', '')}（{STATUSES['waiting']}，从不运行）", markup=False)
    for name, label in (("waits_for", "等待的数据"), ("legal_basis", "政策依据")):
        for text in head.get(name) or ():
            console.print(f"  {label}：{basis_text(text)}", markup=False)


def told(value: object) -> str:
    """A count; 未知 where nobody knows it."""
    return UNKNOWN if value is None else f"{value:,}"


def interval(row: dict[str, Any]) -> str:
    """A share with its interval, as 73%(61%–82%)."""
    if row.get("share") is None:
        return UNKNOWN
    return f"{row['share']:.0%}({row['low']:.0%}–{row['high']:.0%})"


def _parameter(name: str) -> str:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return name
    unit = unit_text(parameter.label, parameter.unit)
    return f"{parameter.label}（{name}{'，' + unit if unit else ''}）"
