"""Names of townships, from the newest published file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flows.lake import Lake
from flows.resources import sql_texts
from review.pipeline.home import NothingPublishedError, published


def township_names(home: Path) -> dict[str, str]:
    """Code of nine digits -> full name; read once a published file. Empty before the first."""
    try:
        made = Lake(home.absolute()).stable.stat()
    except OSError:
        return {}
    return _names(home, made.st_ino, made.st_mtime_ns)


@lru_cache(maxsize=4)
def _names(home: Path, inode: int, changed: int) -> dict[str, str]:
    try:
        with published(home) as file:
            return dict(file.con.execute(sql_texts("desk")["township_names"]).fetchall())
    except NothingPublishedError:
        return {}
