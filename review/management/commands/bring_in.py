"""`python -m review bring_in`: the newest published night into the desk's database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from review.bringing import OlderNightError, bring_in
from review.pipeline.home import NothingPublishedError


class Command(BaseCommand):
    """Safe to repeat."""

    help = "把最近一夜的预警带入工作台；可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it in and say what changed."""
        try:
            night = bring_in(settings.DESK.home)
        except (NothingPublishedError, OlderNightError) as why:
            raise CommandError(str(why)) from None
        except DatabaseError as why:
            raise CommandError(f"工作台的数据库没有应答（{type(why).__name__}），没有带入。") from None
        if night.pk is None:
            self.stdout.write(f"{night.as_of} 夜此前已带入，没有变化，共 {night.total:,} 条。")
            return
        self.stdout.write(
            f"已带入 {night.as_of} 夜：新增 {night.added:,} 条、变化 {night.changed:,} 条，共 {night.total:,} 条。"
        )
