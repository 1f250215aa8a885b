"""`hedui replay` as people call it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from flows.settings import load
from flows.terminal import AsJson, Home, console, day, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from flows.replay import Replayed

_POOL = "POLARS_MAX_THREADS"
_INPUTS = {"policy": "政策", "site": "本地对照", "divisions": "区划", "model": "关联模型", "code": "程序"}


def replay(
    as_of: Annotated[str, typer.Option(help="重算哪一夜")],
    count: Annotated[int, typer.Option("--nights", min=1, help="连同之前几夜,共几夜")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, help="用几个线程,缺省为全部")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """用当时的交付、政策和上一夜的结果重算过去的一夜,逐表与当时发布的比对。有不同则退出码为 1。"""
    if threads is not None and os.environ.get(_POOL) != str(threads):
        # polars counts its threads when it is loaded, so another number wants another process.
        own = {_POOL: str(threads), "HEDUI_THREADS": str(threads)}
        command = [sys.executable, "-m", "flows.cli", *sys.argv[1:]]
        raise typer.Exit(subprocess.run(command, env=os.environ | own, check=False).returncode)
    from flows.replay import replay as again

    asked = day(as_of)
    assert asked is not None
    screen = console()
    done = again(
        load(None, home=home, threads=threads), asked, count, lambda one: None if as_json else _show(one, screen)
    )
    if as_json:
        print_json([one.as_data() for one in done])
    equal = sum(one.equal for one in done)
    if not as_json:
        screen.print(f"共重算 {len(done)} 夜,{equal} 夜与当时发布的完全相同。")
    raise typer.Exit(0 if equal == len(done) else 1)


def _show(one: Replayed, screen: Console) -> None:
    verdict = "相同" if one.equal else f"{len(one.differs)} 张表不同"
    screen.print(f"{one.night} 夜:{one.tables} 张表,{verdict}({one.seconds:.1f} 秒)")
    for table, (then, now) in one.differs.items():
        screen.print(f"  {table}:当时 {then:,} 行,现在 {now:,} 行", markup=False)
    for name, files in one.changed.items():
        used = "当时的已无法取回,用的是现在的" if name == "code" else "重算用的是当时的"
        shown = "、".join(files[:6]) + (f" 等 {len(files)} 个文件" if len(files) > 6 else "")
        screen.print(f"  {_INPUTS[name]}自那夜以后有变({used}):{shown}", markup=False)
