"""Where the project's own text lives: `sql/` and `data/`, in a checkout or inside an installed wheel."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    # A wheel carries the folders inside `flows`; an editable install would find a stale copy there, hence the order.
    live = _PACKAGE.parent / name
    return live if (_PACKAGE.parent / "pyproject.toml").is_file() else _PACKAGE / f"_{name}"


def sql_folder() -> Path:
    """Rules, marts, verification and views as plain SQL files."""
    return _folder("sql")


def data_folder() -> Path:
    """Policy files, reference files and the bundled sample city."""
    return _folder("data")


def link_model() -> Path:
    """The reviewed model that records are linked with unless a setting names another."""
    return data_folder() / "link" / "model.yml"


def default_home() -> Path:
    """Run-time folder: `data/` of a checkout (its lake, journal and warehouse are ignored by git), else here."""
    return _PACKAGE.parent / "data" if (_PACKAGE.parent / "pyproject.toml").is_file() else Path("hedui-home")


def sql_texts(folder: str) -> dict[str, str]:
    """Every SQL file below `sql/<folder>`: file name without ending -> text, in order of the names."""
    return {path.stem: path.read_text("utf-8") for path in sorted((sql_folder() / folder).glob("*.sql"))}


@cache
def code_version() -> str:
    """Version and fingerprint of all code and SQL, so that a changed rule is never taken for the old one."""
    digest = hashlib.sha256()
    for path in _code():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('hedui')}+{digest.hexdigest()[:12]}"


@cache
def code_files() -> dict[str, str]:
    """Fingerprint of each file of code and SQL, so that a replay can say which of them is another one now."""
    folders = {sql_folder().parent: "", data_folder().parent: ""} | {_PACKAGE.parent: ""}
    named = {}
    for path in _code():
        root = next(folder for folder in folders if path.is_relative_to(folder))
        named[str(path.relative_to(root))] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return named


def _code() -> list[Path]:
    root = _PACKAGE.parent
    files = [path for part in ("flows", "transforms", "schemas") for path in (root / part).rglob("*.py")]
    return sorted([*files, *sql_folder().rglob("*.sql"), *(data_folder() / "link").glob("*.yml")])
