"""`python -m review check_log`: read the chain of the log through, if wanted against ends kept elsewhere."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review import ledger
from review.pages.log import CHECKED

_END = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    """Ends with 1 if the chain does not hold; what came of it is put into the log."""

    help = "逐条检查日志的哈希链；--kept 用 log_head 另存的链尾对照。"

    def add_arguments(self, parser: Any) -> None:
        """Ends kept elsewhere."""
        parser.add_argument(
            "--kept", default="", metavar="文件或 序号:哈希", help="另存的链尾：log_head 打印的，一行一个"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say how fast, and log it."""
        kept = _kept(options["kept"].strip()) if options["kept"] else []
        begun, entries = time.perf_counter(), ledger.head()[0]
        found = ledger.faults(kept)
        seconds = time.perf_counter() - begun
        ledger.write(None, CHECKED, [("log", str(entries))], details={"faults": len(found), "entries": entries},
                     account="check_log")  # fmt: skip
        for one in found[:100]:
            self.stdout.write(one)
        pace = f"{entries:,} 条，{seconds:.1f} 秒，每秒 {entries / max(seconds, 0.001):,.0f} 条。"
        if found:
            raise CommandError(f"日志有 {len(found)} 处不符。检查 {pace}")
        with_ends = f"与另存的 {len(kept)} 个链尾相符。" if kept else ""
        self.stdout.write(f"全链完好。{with_ends}检查 {pace}")


def _kept(text: str) -> list[tuple[int, str]]:
    """One end, or a file with one a line, its time before it as log_head prints it."""
    if told := _END.fullmatch(text):
        return [(int(told[1]), told[2])]
    try:
        lines = [line for line in Path(text).read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError):
        raise CommandError(f"--kept 应为 序号:哈希，或另存链尾的文件；读不到 {text}。") from None
    ends = [_END.fullmatch(line.split()[-1]) for line in lines]
    if not ends or None in ends:
        raise CommandError(f"读不懂 {text}：每行应为 时间 序号:哈希，即 log_head 打印的一行。")
    return [(int(told[1]), told[2]) for told in ends if told]
