"""`hedui tickets`, `simulate`, `scorecard` and `handover`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import load
from flows.terminal import Home, console

By = Annotated[str, typer.Option("--by", help="由谁提出、记录或索取")]
On = Annotated[str | None, typer.Option("--on", help="哪一天,缺省为今天")]

tickets = typer.Typer(help="更正单:请部门更正错误的数据,记录答复,后来的批次改正后自动关闭。", no_args_is_help=True)


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
    console().print(f"已开更正单 {made},下次运行 hedui nightly 时计入。", markup=False)


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
    console().print(f"已开更正单 {len(made):,} 张{told},下次运行 hedui nightly 时计入。", markup=False)


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
    console().print(f"已记录答复 {made},下次运行 hedui nightly 时计入。", markup=False)


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
        console().print(f"已写出 {found.height:,} 张更正单:{out}", markup=False)
        return
    show(found, console())


def simulate(
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="试算的取值,如 standard=1100、standard.农村@9999=900,可多次")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="试算的政策文件或目录,代替现行的")] = None,
    out: Annotated[Path | None, typer.Option(help="写成 xlsx,含变动户清单")] = None,
    home: Home = None,
) -> None:
    """标准调整的影响:用最近一夜的数据试算,谁进入、谁离开、花多少钱。不改动任何结果。"""
    from flows.centre import simulate as simulated

    told = simulated.simulate(load(None, home=home), set_ or [], policy)
    simulated.show(told, console())
    if out is not None:
        simulated.write(told, out)
        console().print(f"已写出 {out}", markup=False)


def handover(
    to: Annotated[str, typer.Option(help="移交给谁,如 medical_insurance;见 data/handover")],
    month: Annotated[str, typer.Option(help="月份,如 2026-10:取该月最后一夜")],
    by: By,
    out: Annotated[Path | None, typer.Option(help="输出目录,缺省为运行目录的 handovers/<对象>/<月份>")] = None,
    home: Home = None,
) -> None:
    """移交救助对象名单:现有人员,以及比上次新增、变更、退出的人员。谁索取都留有记录。"""
    from flows.centre.handover import handover as handed_over

    made = handed_over(load(None, home=home), to, month, by, out)
    screen, counts = console(), made.counts
    since = f"与 {made.last} 的名单比" if made.last else "首次移交"
    again = "(与上次移交的相同)" if made.again else ""
    screen.print(f"名单截至 {made.night} 夜{again},{since}:", markup=False)
    screen.print("  " + "、".join(f"{name} {count:,}" for name, count in counts.items()), markup=False)
    for why, persons in made.kept.items():
        if persons:
            screen.print(f"  照上次名单保留 {persons:,} 人:{why},不作退出或降类。", markup=False)
    if made.nobodys:
        screen.print(
            "  请先核对退出人员:本夜有救助家庭或成员的记录没有装入,又没有业务流水号,无法判断是哪一户(表 quarantine)。",
            markup=False,
        )
    for why, persons in made.left_out.items():
        if persons:
            screen.print(f"  未列入 {persons:,} 人:{why}。", markup=False)
    screen.print(f"已写出 {made.folder}:名单(csv、xlsx)和 manifest.json。含个人信息,请按规定交付。", markup=False)


def scorecard(
    month: Annotated[str | None, typer.Option(help="月份,如 2026-10,缺省为最近一夜所在的月份")] = None,
    out: Annotated[Path | None, typer.Option(help="输出目录,缺省为运行目录的 reports/scorecard-<月份>")] = None,
    home: Home = None,
) -> None:
    """月度记分:部门、乡镇、救助类别各一页(HTML),另有 xlsx。只列计数。"""
    from flows.centre.scorecard import PAGES
    from flows.centre.scorecard import scorecard as written

    folder = written(load(None, home=home), month, out)
    console().print(f"已写出 {folder}:{'、'.join(name for name, _ in PAGES)}、scorecard.xlsx", markup=False)
