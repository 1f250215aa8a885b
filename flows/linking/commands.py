"""`hedui link ...`: what a person does with the linking of persons. Each command calls a module of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

link = typer.Typer(help="人员关联。", no_args_is_help=True)


@link.command("explain")
def link_explain(
    record: Annotated[str, typer.Argument(help="部门.表/业务流水号")],
    other: Annotated[str, typer.Argument(help="另一条记录,或人员标识")],
    home: Annotated[Path | None, typer.Option(help="运行目录")] = None,
) -> None:
    """说明一条记录为何(不)归于某人:逐项比对及其分量。"""
    # Here and not above: `hedui link run` needs nothing of a night, and starting would take longer than linking.
    from flows.linking.explain import explain
    from flows.linking.screen import show_explained
    from flows.settings import load

    show_explained(explain(load(None, home=home).home, record, other), Console(highlight=False, soft_wrap=True))


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

    show_run(run(settings, first, second, out, model), out, Console(highlight=False))
