"""`python -m review log_head`: the log's end, to be kept on another machine (`check_log --kept` checks against it)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from review import ledger


class Command(BaseCommand):
    """One line: time, number of the last entry and its hash."""

    help = "打印日志链尾，并追加到 DESK_LOG_HEAD；核对用 check_log --kept。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, and add it to the file if one is set."""
        seq, end = ledger.head()
        line = f"{timezone.localtime().isoformat(timespec='seconds')} {seq}:{end}"
        if settings.DESK.log_head:
            with settings.DESK.log_head.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        self.stdout.write(line)
