"""`python -m review check_log`: read the chain of the log through, if wanted against an end kept elsewhere."""

from __future__ import annotations

import re
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review import ledger
from review.pages.log import CHECKED


class Command(BaseCommand):
    """Ends with 1 if the chain does not hold; what came of it is put into the log."""

    help = "逐条检查日志的哈希链;--kept 用 log_head 另存的链尾对照。"

    def add_arguments(self, parser: Any) -> None:
        """An end kept elsewhere."""
        parser.add_argument("--kept", default="", metavar="序号:哈希")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say how fast, and log it."""
        kept = None
        if options["kept"]:
            if not (told := re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", options["kept"].strip())):
                raise CommandError("--kept 应写作 序号:哈希,即 log_head 打印的一行。")
            kept = int(told[1]), told[2]
        begun, entries = time.perf_counter(), ledger.head()[0]
        found = ledger.faults(kept)
        seconds = time.perf_counter() - begun
        ledger.write(None, CHECKED, [("log", str(entries))], details={"faults": len(found), "entries": entries},
                     account="check_log")  # fmt: skip
        for one in found[:100]:
            self.stdout.write(one)
        pace = f"{entries:,} 条,{seconds:.1f} 秒,每秒 {entries / max(seconds, 0.001):,.0f} 条。"
        if found:
            raise CommandError(f"日志有 {len(found)} 处不符。检查 {pace}")
        self.stdout.write(f"全链完好。检查 {pace}")
