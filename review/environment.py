"""What the desk is told from outside: DESK_* variables, each with what it does if it is not there.

They do not begin with HEDUI_, because the pipeline refuses any such name that it does not know.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_KNOWN = {
    "DESK_HOME", "DESK_DATABASE_URL", "DESK_SECRET_KEY_FILE", "DESK_HOSTS", "DESK_PRODUCTION", "DESK_UNMASK_PER_DAY",
    "DESK_STATIC_ROOT", "DESK_LOG_HEAD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Environment:
    """home: the pipeline's home, which is read and never written outside home/review; production: behind a proxy
    with TLS, with a key file and named hosts; unmask_per_day: how many persons an account may open by name a day;
    static_root: where collectstatic puts the assets; log_head: the file to which `log_head` adds the log's end.
    """

    home: Path
    folder: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    production: bool
    unmask_per_day: int
    static_root: Path | None
    log_head: Path | None


def environment(default_home: Path) -> Environment:
    """Read it. Raises ImproperlyConfigured, in Chinese, for what cannot be used."""
    strange = sorted(name for name in os.environ if name.startswith("DESK_") and name not in _KNOWN)
    if strange:
        raise ImproperlyConfigured(f"没有这样的环境变量：{'、'.join(strange)}。全部设置见 docs/desk-in-production.md。")
    home = Path(os.environ.get("DESK_HOME") or os.environ.get("HEDUI_HOME") or default_home).absolute()
    folder = home / "review"
    production = os.environ.get("DESK_PRODUCTION", "") == "1"
    if os.environ.get("DESK_PRODUCTION", "") not in {"", "0", "1"}:
        raise ImproperlyConfigured("DESK_PRODUCTION 应为 1（正式运行）或不设。")
    hosts = tuple(one.strip() for one in os.environ.get("DESK_HOSTS", "").split(",") if one.strip())
    if production and (not hosts or "*" in hosts):
        raise ImproperlyConfigured("正式运行须用 DESK_HOSTS 写明主机名，例如 DESK_HOSTS=desk.example.gov.cn。")
    url = os.environ.get("DESK_DATABASE_URL") or f"sqlite:///{folder / 'desk.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ImproperlyConfigured("DESK_DATABASE_URL 应为 postgresql://用户:密码@主机/库 或 sqlite:///文件。")
    return Environment(
        home, folder, url, _key(folder, production), hosts or ("localhost", "127.0.0.1", "[::1]", "testserver"),
        production, _number("DESK_UNMASK_PER_DAY", 50),
        _path("DESK_STATIC_ROOT"), _path("DESK_LOG_HEAD"),
    )  # fmt: skip


def _key(folder: Path, production: bool) -> str:
    """The secret from its file; without production one is made beside the desk's database, open to its owner only."""
    named = os.environ.get("DESK_SECRET_KEY_FILE")
    path = Path(named) if named else folder / "secret.key"
    if named or production:
        try:
            key, mode = path.read_text("utf-8").strip(), path.stat().st_mode
        except OSError:
            raise ImproperlyConfigured(
                f"读不到密钥文件 {path}。请用 DESK_SECRET_KEY_FILE 指明，权限设为 0400。"
            ) from None
        if production and mode & 0o037:
            raise ImproperlyConfigured(f"密钥文件 {path} 别人也能读或改。请设权限：chmod 0400（或 0440）。")
        if len(set(key)) < 5 or len(key) < 50:
            raise ImproperlyConfigured(f"密钥文件 {path} 中的密钥少于 50 个字符，或过于简单。")
        return key
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_urlsafe(64)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(made)
    return made


def _path(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name} 应为整数。")
    return int(text)
