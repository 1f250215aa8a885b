"""`hedui lists`: workbooks for those who act on the night's lists: each payer, each township."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import Home, console


def lists(
    out: Annotated[Path, typer.Option(help="写到哪个目录")],
    home: Home = None,
) -> None:
    """写出最近一夜的名单:身后名单每个付款方一份,待探访和未落实名单每个乡镇一份,覆盖情况一份。"""
    from flows.lake import write_asked_bytes
    from flows.lists.books import books_of
    from flows.published import opened
    from flows.workbook import workbook

    with opened(load(None, home=home)) as file:
        if not file.columns("after_death_by_payer"):
            raise UsageError("最近一夜由旧版程序生成,没有名单。请重新运行 hedui nightly。")
        books = books_of(file)
        night = file.night
    for name, sheets in books.items():
        write_asked_bytes(out / f"{name}_{night}.xlsx", workbook(sheets))
    screen = console()
    screen.print(f"已写出 {len(books):,} 份名单到 {out}(截至 {night})。", markup=False)
    for name, sheets in books.items():
        told = "、".join(f"{sheet.title} {sheet.frame.height:,}" for sheet in sheets)
        screen.print(f"  {name}_{night}.xlsx:{told}", markup=False)
