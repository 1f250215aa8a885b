"""`hedui rules ...`: list, show and check the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import AsJson, Home, console, print_json

rules = typer.Typer(help="规则:列出、查看、检查。", invoke_without_command=True)

_LEVELS = {"红": "red", "黄": "yellow", "蓝": "blue"}
_STATUSES = {"试运行": "trial", "正式": "live", "停用": "retired", "待数据": "waiting"}


def _word(given: str | None, words: dict[str, str], what: str) -> str | None:
    """A code, given as itself or in Chinese. Raises UsageError."""
    code = words.get(given or "", given)
    if code is not None and code not in words.values():
        raise UsageError(f"{what}“{given}”不能使用,应为 {'、'.join(words)} 之一。")
    return code


@rules.callback()
def rules_list(
    context: typer.Context,
    home: Home = None,
    status: Annotated[str | None, typer.Option(help="只看 正式、试运行、停用 或 待数据")] = None,
    level: Annotated[str | None, typer.Option(help="只看 红、黄 或 蓝")] = None,
    rule_class: Annotated[str | None, typer.Option("--class", help="只看一类,如 错保")] = None,
    as_json: AsJson = False,
) -> None:
    """列出规则:状态、等级、所需的表、参数,以及历夜发现、已决定和属实的数目。"""
    if context.invoked_subcommand is not None:
        return
    from flows.rules.listing import listed
    from flows.rules.screen import show_listed

    chosen = (_word(status, _STATUSES, "状态"), _word(level, _LEVELS, "等级"), rule_class)
    found = listed(load(None, home=home), *chosen)
    if as_json:
        print_json(found.as_data())
    else:
        show_listed(found, console())


@rules.command("show")
def rules_show(
    rule_id: Annotated[str, typer.Argument(help="规则编号,如 CB-07")],
    home: Home = None,
    sql: Annotated[bool, typer.Option("--sql", help="连同 SQL 全文")] = False,
    as_json: AsJson = False,
) -> None:
    """查看一条规则的全部说明、参数、政策依据和历夜结果。"""
    from flows.rules.listing import listed
    from flows.rules.screen import show_rule, show_waiting

    found = listed(load(None, home=home), rule_id=rule_id)
    if as_json:
        print_json(found.as_data()[0] | ({"sql": found.rules[0].sql} if sql and found.rules else {}))
    elif found.rules:
        show_rule(found.rules[0], found.of(found.rules[0]), console(), sql=sql)
    else:
        show_waiting(found.waiting[0], console())


@rules.command("check")
def rules_check(
    files: Annotated[list[Path] | None, typer.Argument(help="规则文件,缺省为自带的全部规则")] = None,
) -> None:
    """检查规则:说明部分、例子、金额时段、受保护的属性。有错误则退出码为 2。"""
    from flows.rules.checking import check

    checked = check(files or [])
    screen = console()
    for one in checked:
        screen.print(f"{one.file}:{'有误' if one.faults else '通过'}", markup=False)
        for fault in one.faults:
            screen.print(f"  {fault}", markup=False)
    wrong = sum(bool(one.faults) for one in checked)
    if wrong:
        raise UsageError(f"共 {len(checked)} 条规则,{wrong} 条有误,不能使用。请按上面所列逐项修改。")
    screen.print(f"共 {len(checked)} 条规则,没有错误。", markup=False)


def backtest(
    rule: Annotated[Path, typer.Argument(help="规则文件,如 CB-07.sql")],
    nights: Annotated[int, typer.Option(min=1, help="最近几夜")] = 7,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把新的或改过的规则在过去几夜上试算:每夜几条、与现行版本的异同、已有决定中的属实比例、工作量和涉及人群。"""
    from flows.rules.backtest import backtest as tried
    from flows.rules.backtest_screen import show_backtest, show_night

    screen = console()
    found = tried(load(None, home=home), rule, nights, lambda one: None if as_json else show_night(one, screen))
    if as_json:
        print_json(found.as_data())
    else:
        show_backtest(found, screen)
