"""A PostgreSQL of one's own: a cluster in a scratch folder, on a socket there, stopped and gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses='' -c max_connections=60"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl: on the path, or where Debian's package puts it; None without one."""
    found = shutil.which("initdb")
    here = [Path(found).resolve().parent] if found else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    for folder in (*here, *debian, Path("/usr/local/bin")):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def _other_user() -> dict[str, Any]:
    """initdb refuses root: then as `postgres`, or `nobody`."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}
    raise RuntimeError("neither an account postgres nor nobody")


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; its URL, with a database `desk`. Raises CalledProcessError with what PostgreSQL said."""
    folder = programs()
    assert folder is not None
    who = _other_user()
    scratch = Path(tempfile.mkdtemp(prefix="hedui-pg-"))  # a short path: a socket's holds 107 bytes
    if who:
        os.chown(scratch, who["user"], who["group"])
    data = scratch / "data"

    def run(*words: str) -> None:
        subprocess.run(
            words, check=True, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=120,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGHOST": str(scratch)}, **who,
        )  # fmt: skip

    try:
        run(
            str(folder / "initdb"),
            "-D",
            str(data),
            "-U",
            "desk",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        )
        options = f"-k {scratch} {_QUICK}"
        run(str(folder / "pg_ctl"), "-D", str(data), "-l", str(scratch / "log"), "-o", options, "-w", "start")
        try:
            run(str(folder / "createdb"), "-h", str(scratch), "-U", "desk", "desk")
            yield f"postgresql://desk@{str(scratch).replace('/', '%2F')}/desk"
        finally:
            run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
