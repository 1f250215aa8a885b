"""`hedui link ...`: what a person does with the linking of persons. Each command calls a module of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import AsJson, Home, console, print_json

link = typer.Typer(help="人员关联。", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="判断人")]


@link.command("explain")
def link_explain(
    record: Annotated[str, typer.Argument(help="部门.表/业务流水号,有几个人时加 #角色")],
    other: Annotated[str, typer.Argument(help="另一条记录,或人员标识")],
    home: Home = None,
    role: Annotated[str | None, typer.Option(help="记录中的哪一个角色")] = None,
    owner: Annotated[int | None, typer.Option(min=1, help="一格多人时的第几位")] = None,
    as_json: AsJson = False,
) -> None:
    """说明一条记录为何(不)归于某人:证号说明什么、逐项比对及其分量、其他可能的人。"""
    from flows.linking.explain import explain
    from flows.linking.screen import show_explained

    told = explain(load(None, home=home), record, other, role, owner)
    if as_json:
        print_json(told.as_data())
    else:
        show_explained(told, console())


@link.command("judge")
def link_judge(
    record: Annotated[str, typer.Argument(help="部门.表/业务流水号,有几个人时加 #角色")],
    other: Annotated[str, typer.Argument(help="另一条记录")],
    verdict: Annotated[str, typer.Option(help="同一人、非同一人 或 无法判断")],
    by: By,
    reason: Annotated[str, typer.Option(help="理由;其中的姓名和证号会被打码")] = "",
    home: Home = None,
) -> None:
    """记下一条判断:两条记录是不是同一人。下次运行 hedui nightly 时生效。"""
    from flows.linking.judging import put_down, verdict_of
    from flows.linking.records import newest, one_link

    said, asked = verdict_of(verdict), newest(load(None, home=home))
    made = put_down(asked, one_link(asked, record), one_link(asked, other), said, by, reason)
    console().print(f"已记录判断 {made},下次运行 hedui nightly 时生效。", markup=False)


@link.command("review")
def link_review(
    by: By,
    most: Annotated[int, typer.Option("--next", min=1, help="至多看几对")] = 20,
    home: Home = None,
) -> None:
    """逐对判断最值得人看的记录。会显示姓名和打码的证号。"""
    from flows.linking.records import newest
    from flows.linking.review import review

    if not by.strip():
        raise UsageError("请用 --by 写明判断人。")
    if not sys.stdin.isatty():
        raise UsageError("hedui link review 须在终端中使用。不在终端时请用 hedui link judge 逐条记录判断。")
    screen = console()
    done = review(newest(load(None, home=home)), by, most, screen.input, screen)
    screen.print(f"本次判断 {done.judged:,} 对,队列中还有 {done.left:,} 对。下次运行 hedui nightly 时生效。")


@link.command("judgements")
def link_judgements(
    home: Home = None,
    by: Annotated[str | None, typer.Option("--by", help="只看此人的判断")] = None,
    changed: Annotated[bool, typer.Option("--changed", help="只看须重看的")] = False,
    measure: Annotated[bool, typer.Option("--measure", help="用全部判断衡量关联的准确与找全")] = False,
    as_json: AsJson = False,
) -> None:
    """列出全部判断,或用它们衡量关联。"""
    from flows.linking.listing import listed, measures, show_listed, show_measures
    from flows.linking.records import newest

    asked = newest(load(None, home=home))
    rows = measures(asked) if measure else listed(asked, by, changed=changed)
    if as_json:
        print_json(rows)
    elif measure:
        show_measures(rows, console())
    else:
        show_listed(rows, console())


@link.command("report")
def link_report(
    home: Home = None,
    out: Annotated[Path | None, typer.Option(help="写出的网页,缺省为运行目录下 reports/")] = None,
) -> None:
    """写出最近一夜人员关联的网页报告:分块、权重、预期差错、变动。"""
    from flows.linking.report import report  # altair is slow to load: other commands must not wait for it

    path = report(load(None, home=home).home, out)
    console().print(f"已写出 {path}", markup=False)


@link.command("train")
def link_train(
    home: Home = None,
    out: Annotated[Path | None, typer.Option(help="把所提模型写到这个文件;缺省只显示")] = None,
) -> None:
    """由最近一夜重新估计关联模型,与现行的逐级对比;从不改动现行模型。"""
    from flows.linking.train import train  # imported here: rapidfuzz and the tables of sounds and shapes
    from flows.linking.train_screen import show_trained

    show_trained(train(load(None, home=home), out), console())


@link.command("run")
def link_run(
    first: Annotated[Path, typer.Argument(metavar="A", help="A 表:parquet 或 csv")],
    second: Annotated[Path | None, typer.Argument(metavar="[B]", help="B 表;不给则在 A 表内查重")] = None,
    settings: Annotated[Path, typer.Option(help="设置文件:字段、比较、分组规则")] = ...,  # type: ignore[assignment]
    out: Annotated[Path, typer.Option(help="结果目录")] = ...,  # type: ignore[assignment]
    model: Annotated[Path | None, typer.Option(help="以前训练的 model.yml,给出则不再训练")] = None,
) -> None:
    """按设置文件关联任意两张人员表,或在一张表内查重。"""
    from flows.linking.run import run
    from flows.linking.runscreen import show_run

    show_run(run(settings, first, second, out, model), out, console())
