"""`hedui link ...`: what a person does with the linking of persons. Each command calls a module of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.linking.explain import explain
from flows.linking.screen import show_explained
from flows.settings import load

link = typer.Typer(help="人员关联。", no_args_is_help=True)


@link.command("explain")
def link_explain(
    record: Annotated[str, typer.Argument(help="部门.表/业务流水号")],
    other: Annotated[str, typer.Argument(help="另一条记录,或人员标识")],
    home: Annotated[Path | None, typer.Option(help="运行目录")] = None,
) -> None:
    """说明一条记录为何(不)归于某人:逐项比对及其分量。"""
    show_explained(explain(load(None, home=home).home, record, other), Console(highlight=False, soft_wrap=True))


@link.command("report")
def link_report(
    home: Annotated[Path | None, typer.Option(help="运行目录")] = None,
    out: Annotated[Path | None, typer.Option(help="写出的网页,缺省为运行目录下 reports/")] = None,
) -> None:
    """写出最近一夜人员关联的网页报告:分块、权重、预期差错、变动。"""
    from flows.linking.report import report  # altair is slow to load: other commands must not wait for it

    path = report(load(None, home=home).home, out)
    Console(highlight=False, soft_wrap=True).print(f"已写出 {path}", markup=False)


@link.command("train")
def link_train(
    home: Annotated[Path | None, typer.Option(help="运行目录")] = None,
    out: Annotated[Path | None, typer.Option(help="把所提模型写到这个文件;缺省只显示")] = None,
) -> None:
    """由最近一夜重新估计关联模型,与现行的逐级对比;从不改动现行模型。"""
    from flows.linking.train import train  # imported here: rapidfuzz and the tables of sounds and shapes
    from flows.linking.train_screen import show_trained

    show_trained(train(load(None, home=home), out), Console(highlight=False, soft_wrap=True))
