"""The desk as it stands in production: settings, checks, health, the log's end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as desk
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from review import environment, ledger
from review.models import User
from review.pages import health

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/desk-in-production.md").read_text("utf-8")


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """A machine's environment: key file, hosts, home; PostgreSQL where the tests have one."""
    key = tmp_path / "key"
    key.write_text("k3y-" * 10 + "0123456789abcdefghijklmnop")
    key.chmod(0o400)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DESK_", "DJANGO_"))}
    url = os.environ.get("TEST_POSTGRES_URL")
    return kept | ({"DESK_DATABASE_URL": url} if url else {}) | {
        "DESK_PRODUCTION": "1", "DESK_HOSTS": "desk.example.gov.cn", "DESK_HOME": str(tmp_path / "home"),
        "DESK_SECRET_KEY_FILE": str(key), "DESK_STATIC_ROOT": str(tmp_path / "static"),
    }  # fmt: skip


def run(told: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "review", *words]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def test_deploy_check_is_clean(production: dict[str, str]) -> None:
    done = run(production, "check", "--deploy", "--fail-level", "INFO")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout or "0 个" in done.stdout or "没有" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DESK_HOSTS": ""}, "DESK_HOSTS"),
        ({"DESK_SECRET_KEY_FILE": "/nowhere/key"}, "读不到密钥文件"),
        ({"DESK_STRANGE": "1"}, "DESK_STRANGE"),
        ({"DESK_PRODUCTION": "yes"}, "DESK_PRODUCTION"),
        ({"DESK_HOSTS": "*"}, "DESK_HOSTS"),
        ({"DESK_UNMASK_PER_DAY": "many"}, "DESK_UNMASK_PER_DAY"),
        ({"DESK_DATABASE_URL": "nonsense"}, "DESK_DATABASE_URL"),
    ],
)
def test_settings_that_cannot_be_used_are_said(production: dict[str, str], change: dict[str, str], said: str) -> None:
    done = run(production | change, "check")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mode", [0o404, 0o444, 0o644, 0o460, 0o660, 0o402])
def test_key_that_others_may_read_is_refused(
    production: dict[str, str], mode: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _told(monkeypatch, production)
    Path(production["DESK_SECRET_KEY_FILE"]).chmod(mode)
    with pytest.raises(environment.ImproperlyConfigured, match="权限"):
        environment.environment(tmp_path)


@pytest.mark.parametrize(("key", "mode"), [("short", 0o400), ("a" * 80, 0o400)])
def test_poor_key_is_refused(
    production: dict[str, str], key: str, mode: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _told(monkeypatch, production)
    path = tmp_path / "poor"
    path.write_text(key)
    path.chmod(mode)
    monkeypatch.setenv("DESK_SECRET_KEY_FILE", str(path))
    with pytest.raises(environment.ImproperlyConfigured, match="密钥"):
        environment.environment(tmp_path)


def test_key_made_on_a_laptop_is_its_owners_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _told(monkeypatch, {"DESK_HOME": str(tmp_path)})
    first = environment.environment(tmp_path).secret_key
    assert (tmp_path / "review/secret.key").stat().st_mode & 0o777 == 0o600
    assert environment.environment(tmp_path).secret_key == first


def _told(monkeypatch: pytest.MonkeyPatch, told: dict[str, str]) -> None:
    for name in [one for one in os.environ if one.startswith("DESK_")]:
        monkeypatch.delenv(name)
    for name, value in told.items():
        if name.startswith("DESK_"):
            monkeypatch.setenv(name, value)


def test_every_setting_is_on_the_page() -> None:
    assert [name for name in sorted(environment._KNOWN) if f"`{name}`" not in PAGE] == []


@pytest.mark.long
def test_production_answers_have_what_only_tls_allows(production: dict[str, str]) -> None:
    script = """
import django; django.setup()
from django.test import Client
c, host = Client(), {"host": "desk.example.gov.cn"}
plain, safe = c.get("/login/", headers=host), c.get("/login/", headers=host, secure=True)
other = c.get("/login/", headers={"host": "other"}, secure=True)
print(plain.status_code, plain["Location"], safe.status_code, safe["Strict-Transport-Security"], end=" ")
print(safe.cookies["csrftoken"]["secure"])
print(plain["Content-Security-Policy"] == safe["Content-Security-Policy"], other.status_code)
"""
    told = production | {"DJANGO_SETTINGS_MODULE": "review.settings"}
    Path(production["DESK_HOME"], "review").mkdir(parents=True)
    assert run(told, "migrate", "--verbosity", "0").returncode == 0 or "TEST_POSTGRES_URL" in os.environ
    assert run(told, "collectstatic", "--noinput", "--verbosity", "0").returncode == 0
    asset = Path(production["DESK_STATIC_ROOT"], "review/desk.css")
    assert asset.stat().st_mode & 0o777 == 0o644  # the desk is another account than the one that collects
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert first == "301 https://desk.example.gov.cn/login/ 200 max-age=31536000; includeSubDomains; preload True"
    assert second == "True 400"


# Health


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_last", (float("-inf"), False))


@pytest.mark.django_db
def test_health_says_ok_without_an_account_and_without_data(desk_home: Path, fresh: None) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.django_db
def test_health_says_what_is_missing(
    settings: Any, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    settings.DESK = replace(desk.DESK, home=tmp_path)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"published\n")

    def gone() -> None:
        raise DatabaseError("connection to 10.0.0.9 refused")

    monkeypatch.setattr(connection, "cursor", gone)
    assert Client().get("/healthz").content == b"database published\n"


# The log's end


@pytest.mark.django_db
def test_log_head_is_kept_and_checked(
    account: Callable[..., User], settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from dataclasses import replace

    kept = tmp_path / "heads"
    settings.DESK = replace(desk.DESK, log_head=kept)
    user = account()
    for number in range(3):
        ledger.write(user, "看预警", [("alert", f"A{number}")])
        call_command("log_head")
    call_command("check_log", kept=str(kept))
    assert "3 个链尾相符" in capsys.readouterr().out
    kept.write_text(kept.read_text().replace(" 2:", " 1:"))
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("check_log", kept=str(kept))
    assert "第 1 条与另存的链尾不符" in capsys.readouterr().out
    kept.write_text("2026-11-22T00:00:00 9:" + "0" * 64)
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("check_log", kept=str(kept))
    assert "另存的链尾为第 9 条" in capsys.readouterr().out
    kept.write_text("nonsense")
    with pytest.raises(CommandError, match="读不懂"):
        call_command("check_log", kept=str(kept))
