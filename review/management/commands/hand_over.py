"""`python -m review hand_over`: what waits for the pipeline, a JSON object a line; flows/desk.py reads it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from review.work.night import handed, newest_run


class Command(BaseCommand):
    """First line: the run that the desk has. Safe to repeat until `taken` answers."""

    help = "把待夜间处理的办理交出（供 hedui nightly 调用）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them."""
        try:
            acts, newest = handed(), newest_run()
        except DatabaseError as why:
            raise CommandError(f"工作台的数据库没有应答（{type(why).__name__}），待办理的没有交出。") from None
        for row in ({"newest": newest}, *acts):
            self.stdout.write(json.dumps(row, ensure_ascii=False))
