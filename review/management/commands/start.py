"""`python -m review start`: everything that a first start needs, then the desk itself, until it is stopped."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from gunicorn.app.base import BaseApplication

from review import ledger, serving
from review.models import Night, Role, User
from review.wsgi import application

_FIRST = (("admin", "系统管理员", Role.ADMINISTRATOR), ("desk", "负责人", Role.SUPERVISOR))


class Command(BaseCommand):
    """Tables, the newest night, first accounts, then gunicorn with threads on the loopback address."""

    help = "启动工作台：建表，带入最近一夜，没有账号时建最初两个，打印网址。"

    def add_arguments(self, parser: Any) -> None:
        """Where to listen."""
        parser.add_argument("--bind", default="127.0.0.1:8765", help="地址:端口")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start; returns when the server was stopped."""
        Path(str(settings.STATIC_ROOT)).mkdir(
            mode=0o700, parents=True, exist_ok=True
        )  # whitenoise warns of one that is not there
        call_command("migrate", interactive=False, verbosity=0)
        if fault := _bring_in():
            if not Night.objects.exists():
                raise CommandError(fault)
            self.stdout.write(f"注意：{fault}")
        self.stdout.write(f"数据：{Night.objects.latest().as_of} 夜（{settings.DESK.home}）")
        for username, name, role in _FIRST if not User.objects.exists() else ():
            password = secrets.token_urlsafe(12)
            user = User.objects.create_user(username, password=password, name=name, staff_no=username, role=role)
            ledger.write(None, "建立最初的账号", [("account", user.username)])
            self.stdout.write(
                f"账号 {username}（{user.get_role_display()}），密码 {password}，首次登录须改。只显示这一次。"
            )
        self.stdout.write(f"请用浏览器打开 http://{options['bind']}/ ,按 Ctrl+C 停止。")
        self.stdout.flush()
        _Server(options["bind"]).run()


def _bring_in() -> str:
    """Why the newest night could not be brought in; "" if it was. In a process of its own: polars and DuckDB start
    threads, and a worker forked after that would wait for them.
    """
    done = subprocess.run([sys.executable, "-m", "review", "bring_in"], capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2].removeprefix("CommandError: ") if done.returncode else ""


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn inside this process: one worker with threads, so that a laptop is enough."""

    def __init__(self, bind: str) -> None:
        self._bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Only what differs from gunicorn's defaults."""
        for name in ("worker_class", "threads", "post_worker_init"):
            self.cfg.set(name, getattr(serving, name))
        for name, value in {"bind": self._bind, "workers": 1, "loglevel": "warning"}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        return application
