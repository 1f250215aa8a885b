"""What the operator sees while a night runs: one line a step, then the closing table. In Chinese."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Console

LABELS = {
    "receive": "接收",
    "stage": "整理",
    "link": "关联",
    "assemble": "归集",
    "assess": "核对",
    "monitor": "监测",
    "publish": "发布",
    "analysts": "分析文件",
    "desk": "工作台",
}


class Screen:
    """Prints progress to one console; works without a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._day: date | None = None

    def step(self, day: date, step: str, summary: dict[str, Any], seconds: float) -> None:
        """One finished step of one night."""
        if day != self._day:
            self._day = day
            self.console.print(f"[bold]{day.isoformat()} 夜[/bold]")
        note = summary.get("note", "")
        self.console.print(f"  {LABELS[step]}  {note}  [dim]{seconds:.1f} 秒[/dim]")
        for message in (*summary.get("warnings", ()), *summary.get("refused", ())):
            self.console.print(f"    ! {message}", markup=False)
