"""`python -m review taken`: what became of the acts that were handed over, a JSON object a line on standard input."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from review.work.night import taken


class Command(BaseCommand):
    """Safe to repeat."""

    help = "记下夜间处理接受和未接受的办理（供 hedui nightly 调用）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Read them and put them down."""
        try:
            known, refused = taken(json.loads(line) for line in sys.stdin if line.strip())
        except DatabaseError as why:
            raise CommandError(f"工作台的数据库没有应答（{type(why).__name__}），收回的结果没有记下。") from None
        self.stdout.write(f"已接受 {known:,} 件，未接受 {refused:,} 件。")
