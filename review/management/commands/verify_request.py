"""`python -m review verify_request NUMBER`: answer one uploaded request; the desk starts this beside itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from review.models import Request
from review.requests.answering import answer


class Command(BaseCommand):
    """Does nothing for a request that is not waiting."""

    help = "处理一份上传的核对请求；由工作台自行启动。"

    def add_arguments(self, parser: Any) -> None:
        """Which request, and its lock if it was inherited."""
        parser.add_argument("number", type=UUID, help="请求编号")
        parser.add_argument("--lock", type=int, default=None, help="继承的锁（由工作台给出）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer it."""
        request = Request.objects.select_related("by").filter(number=options["number"]).first()
        if request is None:
            raise CommandError("没有这份请求。")
        try:
            done = answer(request, options["lock"])
        except BlockingIOError:
            raise CommandError("这份请求正由另一个进程处理。") from None
        self.stdout.write(f"{done.get_state_display()}：{done.rows:,} 行，{done.households or 0:,} 户。{done.told}")
