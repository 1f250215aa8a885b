"""`hedui tickets`, `simulate`, `scorecard` and `handover`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.settings import load

Home = Annotated[Path | None, typer.Option(help="运行目录")]
By = Annotated[str, typer.Option("--by", help="由谁提出、记录或索取")]
On = Annotated[str | None, typer.Option("--on", help="哪一天,缺省为今天")]

tickets = typer.Typer(help="更正单:请部门更正错误的数据,记录答复,后来的批次改正后自动关闭。", no_args_is_help=True)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


@tickets.command("open")
def open_(
    table: Annotated[str, typer.Option(help="部门.表,如 civil_affairs.households")],
    record: Annotated[str, typer.Option(help="业务流水号")],
    found: Annotated[str, typer.Option(help="错在哪里;不得写姓名、证号、账号、电话")],
    by: By,
    column: Annotated[str | None, typer.Option(help="列名,如 division_code;整行有误时不写")] = None,
    on: On = None,
    home: Home = None,
) -> None:
    """为在用批次中的一行开一张更正单。"""
    from flows.centre.ticketing import open_ticket

    made = open_ticket(load(None, home=home), table, record, column, found, by, on)
    _console().print(f"已开更正单 {made},下次运行 hedui nightly 时计入。", markup=False)


@tickets.command("from-quarantine")
def from_quarantine_(
    by: By,
    table: Annotated[str | None, typer.Option(help="只为这张表,缺省为全部")] = None,
    home: Home = None,
) -> None:
    """为每一条尚无更正单的隔离行开一张。"""
    from flows.centre.ticketing import from_quarantine

    made, known = from_quarantine(load(None, home=home), table, by)
    told = f",{known:,} 条原已开过" if known else ""
    _console().print(f"已开更正单 {len(made):,} 张{told},下次运行 hedui nightly 时计入。", markup=False)


@tickets.command("answer")
def answer_(
    ticket: Annotated[str, typer.Argument(metavar="更正单编号")],
    answer: Annotated[str, typer.Option(help="corrected 将更正或已更正,confirmed 确认无误,other 其他")],
    how: Annotated[str, typer.Option(help="答复内容;不得写姓名、证号、账号、电话")],
    by: By,
    on: On = None,
    home: Home = None,
) -> None:
    """记录部门的答复。"""
    from flows.centre.ticketing import answer_ticket

    made = answer_ticket(load(None, home=home), ticket, answer, how, by, on)
    _console().print(f"已记录答复 {made},下次运行 hedui nightly 时计入。", markup=False)


@tickets.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="已关闭的也列出")] = False,
    out: Annotated[Path | None, typer.Option(help="写成 xlsx,每部门一个工作表")] = None,
    home: Home = None,
) -> None:
    """最近一夜的更正单。"""
    from flows.centre.ticket_list import listed, show, written

    found = listed(load(None, home=home), every)
    if out is not None:
        written(found, out)
        _console().print(f"已写出 {found.height:,} 张更正单:{out}", markup=False)
        return
    show(found, _console())
