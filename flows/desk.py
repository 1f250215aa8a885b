"""The review desk as the pipeline sees it: another program. Nothing of Django is imported here (decision 0022)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.journal import nights
from flows.lake import Lake
from flows.settings import Settings, load, sample_inbox


def review(
    home: Annotated[Path | None, typer.Option(help="运行目录,缺省为配置中的")] = None,
    bind: Annotated[str, typer.Option(help="监听的地址:端口")] = "127.0.0.1:8765",
) -> None:
    """启动处置工作台:在最近一夜的结果上(还没有的,先用自带的示例城市运行一次)。"""
    settings = load(None, home=home)
    if not nights(Lake(settings.home.absolute())):
        _sample_nights(settings)
    raise typer.Exit(desk(settings, ["start", "--bind", bind]))


def desk(settings: Settings, words: list[str]) -> int:
    """Run one command of the desk on this home, with this program's screen; returns its exit code."""
    told = {**os.environ, "DESK_HOME": str(settings.home.absolute())}
    return subprocess.run([sys.executable, "-m", "review", *words], env=told, check=False).returncode


def _sample_nights(settings: Settings) -> None:
    from flows.closing import report_of
    from flows.report import show
    from flows.screen import Screen
    from flows.walk import plain, run_nights

    screen = Screen()
    screen.console.print(f"{settings.home} 还没有发布过,先用自带的示例城市运行一次。")
    outcome = run_nights(settings.model_copy(update={"inbox": sample_inbox()}), plain, screen.step)
    show(report_of(outcome), screen.console)
