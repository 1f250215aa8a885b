"""`hedui analysts-file`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.errors import UsageError
from flows.settings import load
from flows.terminal import Home, console


def analysts_file(
    home: Home = None,
    out: Annotated[
        Path | None, typer.Option(help="写到哪个文件,缺省为 运行目录/analysts/hedui-analysts.duckdb")
    ] = None,
    purpose: Annotated[str | None, typer.Option(help="用途;不同用途的化名互不相同")] = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="换新密钥:此后的化名与以前的文件对不上")] = False,
) -> None:
    """由最近发布的一夜写出分析文件:没有姓名、证号、住址、账号,人员和家庭用化名,年龄、区划、金额、日期取约数。"""
    from flows.analysts.file import PURPOSE, write_analysts_file

    if out is not None and out.suffix != ".duckdb":
        raise UsageError(f"分析文件应以 .duckdb 结尾:{out}。请检查 --out。")
    if purpose is not None and not purpose.strip():
        raise UsageError("用途不能是空的。请用 --purpose 写明,例如 --purpose 年度评估。")
    written = write_analysts_file(load(None, home=home), out, (purpose or PURPOSE).strip(), new_key=new_key)
    screen = console()
    screen.print(
        f"已写出 {written.night} 夜的分析文件:{written.path}"
        f"({written.tables} 张表、{written.rows:,} 行、{written.size / 1e6:,.1f} MB,密钥版本 {written.key_version})",
        markup=False,
    )
    for row in written.small.iter_rows(named=True):
        screen.print(
            f"  {row['combination']}:{row['cells']:,} 格,其中不足 5 人的 {row['small_cells']:,} 格、"
            f"{row['people_in_small_cells']:,} 人",
            markup=False,
        )
    screen.print("  这是去标识化的个人信息,不是匿名信息;请只给约定用途的分析人员,并以只读方式打开。", markup=False)
