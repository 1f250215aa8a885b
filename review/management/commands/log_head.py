"""`python -m review log_head`: the log's end, to be kept elsewhere; with --check, whether the log still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from review import ledger
from review.models import Entry


class Command(BaseCommand):
    """One line: time, number of the last entry, its hash."""

    help = "打印日志链尾(并追加到 DESK_LOG_HEAD);--check 文件:按另存的链尾核对日志。"

    def add_arguments(self, parser: Any) -> None:
        """What to check against."""
        parser.add_argument("--check", type=Path, metavar="文件", help="另存的链尾,每行一条")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or check every kept end; exit 1 with the faults."""
        if options["check"]:
            ends = _kept(options["check"])
            there = dict(Entry.objects.filter(seq__in=[seq for seq, _ in ends]).values_list("seq", "hash"))
            faults = ledger.faults(max(ends, default=None))
            faults += [f"第 {seq} 条与另存的链尾不符。" for seq, end in ends if seq and there.get(seq) != end]
            if faults:
                raise CommandError("\n".join(["日志不完整:", *dict.fromkeys(faults)]))
            self.stdout.write(f"日志完整,与另存的 {len(ends)} 个链尾相符。")
            return
        seq, end = ledger.head()
        line = f"{timezone.localtime().isoformat(timespec='seconds')} {seq} {end}"
        if settings.DESK.log_head:
            with settings.DESK.log_head.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        self.stdout.write(line)


def _kept(path: Path) -> list[tuple[int, str]]:
    try:
        rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [(int(seq), end) for _, seq, end in rows]
    except (OSError, ValueError):
        raise CommandError(f"读不懂 {path}:每行应为 时间 序号 散列。") from None
