"""`python -m review log_head`: where the chain of the log ends, to be kept on another machine."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from review import ledger


class Command(BaseCommand):
    """One line: number, colon, hash."""

    help = "打印日志的链尾(序号:哈希),供另存。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        seq, end = ledger.head()
        self.stdout.write(f"{seq}:{end}")
