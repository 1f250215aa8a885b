"""What the commands share: the console they speak on, the options that mean the same everywhere, days and JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.errors import UsageError
from flows.settings import day_of

Home = Annotated[Path | None, typer.Option(help="运行目录,缺省为配置中的")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def console(*, stderr: bool = False) -> Console:
    """Plain lines: nothing is coloured by what it looks like, and a long line is not broken."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def day(text: str | None) -> date | None:
    """A day of the command line. Raises UsageError."""
    try:
        return None if text is None else day_of(text)
    except ValueError:
        raise UsageError(f"日期“{text}”无法识别,应为 2026-11-22 这样的写法。") from None


def print_json(data: Any) -> None:
    """Data for another program: nothing but JSON on the screen."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str))
