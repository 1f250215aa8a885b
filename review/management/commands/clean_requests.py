"""`python -m review clean_requests --days 90`: files of old requests are deleted; run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review.requests.cleaning import clean


class Command(BaseCommand):
    """Safe to repeat."""

    help = "删除超过保存期限的核对请求文件；请求的登记、行数和结论计数保留。"

    def add_arguments(self, parser: Any) -> None:
        """How long files are kept."""
        parser.add_argument("--days", type=int, default=90, help="保存天数，缺省 90")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        if options["days"] < 1:
            raise CommandError("--days 应不小于 1。")
        done = clean(options["days"])
        self.stdout.write(
            f"已清理 {done.requests:,} 份超过 {options['days']} 天的核对请求，删除 {done.files:,} 个文件；"
            f"放弃 {done.previews:,} 份未确认的核查表预览。"
        )
