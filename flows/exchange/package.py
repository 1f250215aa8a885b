"""A package between two centres: a folder with a manifest and csv files, each with its checksum.

The same format serves county, city and province, and the exchange between provinces (docs/exchange.md).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from flows.errors import UsageError
from flows.newest import Newest
from flows.workbook import safe_csv
from transforms.exchange.records import ITEMS, RESULTS

FORMAT = "hedui-exchange/1"
MANIFEST = "manifest.json"
PERSONS, AUTHORISATIONS = "persons.csv", "authorisations.csv"
PAGE = "docs/exchange.md"
_MAX_MANIFEST, _MAX_FILE = 1 << 20, 1 << 28


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


_Division = Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
_Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day)]


class PackageFile(BaseModel):
    """One file of a package."""

    model_config = ConfigDict(frozen=True)
    file: Annotated[str, Field(pattern=r"^\w[\w.-]*$", max_length=200)]
    rows: Annotated[int, Field(ge=0, le=10**6)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Exchange(BaseModel):
    """What a package says of itself. Days are texts YYYY-MM-DD."""

    model_config = ConfigDict(frozen=True)
    format: Literal["hedui-exchange/1"]
    kind: Literal["request", "answer"]
    request_no: Annotated[str, Field(pattern=r"^Q[0-9a-f]{16}$")]
    from_division: _Division
    to_division: _Division
    level: Literal["县内", "市内跨县", "省内跨市", "跨省"]
    purpose: Annotated[str, Field(max_length=50)]
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    asked_on: _Day
    answer_by: _Day
    files: Annotated[tuple[PackageFile, ...], Field(min_length=1, max_length=100)]


def write_package(
    folder: Path, said: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], more: Mapping[str, Any] | None = None
) -> str:
    """Write a package whole or not at all; returns the checksum of its manifest. `more`: further keys of it."""
    if folder.exists():
        raise UsageError(f"{folder} 已经存在,未写入。请换一个 --out。")
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(mode=0o700, parents=True)
        files = []
        for name, frame in tables.items():
            raw = csv_bytes(frame)
            (building / name).write_bytes(raw)
            files.append({"file": name, "rows": frame.height, "sha256": hashlib.sha256(raw).hexdigest()})
        block = {"format": FORMAT, **said, "files": files}
        raw = json.dumps({**(more or {}), "exchange": block}, ensure_ascii=False, indent=1, default=str).encode()
        (building / MANIFEST).write_bytes(raw)
        building.rename(folder)
    except OSError as error:
        shutil.rmtree(building, ignore_errors=True)
        raise UsageError(f"未能写入 {folder}({error.strerror})。请检查磁盘和权限。") from None
    return hashlib.sha256(raw).hexdigest()


@contextmanager
def recorded(folder: Path) -> Iterator[None]:
    """Put a package into the book: one that the book does not take is not left lying for anybody to send."""
    try:
        yield
    except UsageError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """csv in UTF-8; no cell starts like a formula."""
    return safe_csv(frame, quoted=True)


def batch_of(newest: Newest, asked_on: str, file: str, frame: pl.DataFrame, revision: int = 1) -> dict[str, Any]:
    """The manifest that makes a file of answers an ordinary batch of the inbox (docs/contract/exports.yaml)."""
    told = {"table": "answers", "file": file, "format": "csv", "encoding": "utf-8", "rows": frame.height}
    return {
        "department": "exchange",
        "batch_date": newest.as_of.isoformat(),
        "revision": revision,
        "requested_at": f"{asked_on}T00:00:00+08:00",
        "exported_at": newest.now.isoformat(timespec="seconds"),
        "tables": [told | {"sha256": hashlib.sha256(csv_bytes(frame)).hexdigest()}],
    }


def read_package(folder: Path, kind: str) -> tuple[Exchange, str]:
    """What a package says, once every file is there as its manifest says, and the checksum of the manifest.

    Raises UsageError naming what is wrong, never a value.
    """
    path = folder / MANIFEST
    if not folder.is_dir() or path.is_symlink() or not path.is_file():
        raise UsageError(f"{folder} 不是异地核对的包:没有 {MANIFEST}。")
    raw = path.read_bytes()[: _MAX_MANIFEST + 1]
    try:
        said = Exchange.model_validate(json.loads(raw)["exchange"])
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"{path} 不是 {FORMAT} 的清单,未采用。格式见 {PAGE}。") from None
    if said.kind != kind:
        raise UsageError(f"{folder} 是{'答复' if said.kind == 'answer' else '请求'}包,这里应为另一种。")
    if strange := sorted(set(said.items) - set(ITEMS)):
        raise UsageError(f"{path} 中的核对项目不能识别:{'、'.join(strange)}。应为 {'、'.join(ITEMS)} 之中的。")
    if len(set(said.items)) < len(said.items) or len({one.file for one in said.files}) < len(said.files):
        raise UsageError(f"{path} 中有核对项目或文件写了两次,未采用。")
    for one in said.files:
        file = folder / one.file
        if file.is_symlink() or not file.is_file():
            raise UsageError(f"包中缺少文件 {one.file},未采用。请对方重新发送。")
        if file.stat().st_size > _MAX_FILE:
            raise UsageError(f"{one.file} 超过 {_MAX_FILE >> 20} MB,未采用。请对方分成几份请求。")
        if hashlib.sha256(file.read_bytes()).hexdigest() != one.sha256:
            raise UsageError(f"{one.file} 与清单的校验值不符,可能在传送中损坏或被改动,未采用。请对方重新发送。")
    return said, hashlib.sha256(raw).hexdigest()


def counted(results: pl.Series) -> str:
    """JSON: result class -> answers, every class named."""
    found = dict(results.value_counts().iter_rows())
    return json.dumps({name: found.get(name, 0) for name in RESULTS}, ensure_ascii=False)
