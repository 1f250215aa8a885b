"""`hedui verify` as people call it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import Home, console


def verify(
    request: Annotated[Path | None, typer.Argument(help="核对请求：.xlsx 或 .csv，每名成员一行")] = None,
    out: Annotated[Path | None, typer.Option(help="输出目录，须为新的或空的")] = None,
    home: Home = None,
    policy: Annotated[Path | None, typer.Option(help="政策参数文件或目录")] = None,
    with_pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="报告是否也生成 PDF")] = True,
    reports: Annotated[bool, typer.Option("--reports/--no-reports", help="是否逐户生成报告，还是只要应答文件")] = True,
    template: Annotated[Path | None, typer.Option(help="只写出一份空的请求表（.xlsx）")] = None,
) -> None:
    """按最近一夜的数据核对请求中的家庭:逐户出核对报告(PDF、xlsx),整批出一份应答文件,请求的每一行都有答复。"""
    if template is not None:
        _template(template)
        return
    if request is None or out is None:
        raise UsageError("请给出请求文件和 --out 输出目录，或用 --template 生成空的请求表。")
    from flows.verify.batch import REPORTS, verify_file

    done = verify_file(load(None, home=home, policy=policy), request, out, with_pdf, reports)
    told = "、".join(f"{code} {count:,}" for code, count in done.codes.items() if count)
    console().print(
        f"数据截止 {done.as_of}。请求 {done.rows:,} 行，未受理 {done.refused:,} 行；{sum(done.codes.values()):,} 户"
        f"{'：' + told if told else ''}\n应答 {done.answer}" + (f"\n报告 {out / REPORTS}" if reports else ""),
        markup=False,
    )
    if done.refused:
        raise typer.Exit(3)


def _template(path: Path) -> None:
    from flows.lake import write_asked_bytes
    from flows.verify.reading import template

    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} 应以 .xlsx 结尾。")
    if path.exists():
        raise UsageError(f"{path} 已存在，不会覆盖。请换一个文件名。")
    write_asked_bytes(path, template())
    console().print(f"空的请求表 {path}", markup=False)
