"""The repository as text: its root and the files that a fresh clone would hold."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[str, ...]:
    """Paths from the root, "/" between, of every file git holds or would take up; sorted."""
    command = ["git", "-C", str(ROOT), "-c", "core.quotePath=false", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(name for name in set(listed) if name and (ROOT / name).is_file()))


def text(name: str) -> str | None:
    """What a file says; None when it is not UTF-8 text."""
    try:
        return (ROOT / name).read_text("utf-8")
    except UnicodeDecodeError:
        return None


def modules(*layers: str) -> list[str]:
    """Python files of the named top folders."""
    return [name for name in files() if name.endswith(".py") and name.split("/")[0] in layers]
