"""`python -m review add_account USERNAME ...`: an account from the machine, its first password printed once."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from review import ledger
from review.accounts.duties import conflict_told
from review.models import Role, User


class Command(BaseCommand):
    """Whoever may run this may read the database anyway; the log has it all the same."""

    help = "新建一个账号，打印初始密码（只显示一次）。"

    def add_arguments(self, parser: Any) -> None:
        """Who."""
        parser.add_argument("username", help="账号")
        parser.add_argument("--role", required=True, choices=Role.values, help="角色")
        parser.add_argument("--division", default="", help="区划代码；不写为全部，乡镇经办须为 9 位")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--staff-no", required=True, help="工号")
        parser.add_argument("--codes", action="store_true", help="须用动态码")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say what is wrong with what was given."""
        user = User(
            username=options["username"], role=options["role"], division=options["division"], name=options["name"],
            staff_no=options["staff_no"], otp_required=options["codes"], must_change=True,
        )  # fmt: skip
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as why:
            raise CommandError(
                "；".join(f"{name}：{' '.join(said)}" for name, said in why.message_dict.items())
            ) from None
        details = {"role": user.role, "division": user.division, "from": "command line"}
        with transaction.atomic():
            user.save()
            ledger.write(None, "建账号", [("account", user.username)], details=details)
        told = conflict_told(user)
        if told:
            self.stderr.write(f"注意：{told}")
        self.stdout.write(
            f"账号 {user.username}（{user.get_role_display()}），密码 {password}，首次登录须改。只显示这一次。"
        )
