"""The manifest of a batch: what a department says it delivers. Read strictly, all faults at once."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.errors import HeduiError
from schemas.catalogue import TABLES

MANIFEST = "manifest.json"
MAX_BYTES = 1 << 20
MAX_FILE_NAME = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ManifestRefusedError(HeduiError):
    """A manifest that cannot be used: the whole batch is refused. `faults` are Chinese, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(";".join(faults))
        self.faults = faults


class ManifestTable(BaseModel):
    """One delivered table as the manifest names it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    table: Annotated[str, Field(min_length=1, max_length=64, strict=True)]
    file: Annotated[str, Field(min_length=1, max_length=MAX_FILE_NAME, strict=True)]
    format: Literal["csv", "xlsx", "parquet"]
    encoding: Annotated[str, Field(max_length=32, strict=True)] | None = None
    rows: Annotated[int, Field(ge=0, le=10**9, strict=True)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$", strict=True)]

    @field_validator("file")
    @classmethod
    def _plain(cls, name: str) -> str:
        """Only a name: nothing that leads out of the batch folder or breaks a screen."""
        if set(name) & set("/\\:") or name.startswith(".") or name.strip() != name or not name.isprintable():
            raise ValueError("应为批次目录内的普通文件名,不含路径")
        if name == MANIFEST:
            raise ValueError("不能是清单本身")
        return name

    @field_validator("sha256")
    @classmethod
    def _lower(cls, value: str) -> str:
        return value.lower()


class Manifest(BaseModel):
    """One batch of one department. Times carry an offset; a correction has a higher revision."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    department: Annotated[str, Field(max_length=64, strict=True)]
    batch_date: date
    requested_at: AwareDatetime
    exported_at: AwareDatetime
    revision: Annotated[int, Field(ge=1, le=9999, strict=True)] = 1
    tables: Annotated[tuple[ManifestTable, ...], Field(max_length=1000)]

    @field_validator("batch_date", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        """A day as YYYY-MM-DD and nothing else: pydantic would also take a number of seconds."""
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError("应写作 2026-01-31")
        return value

    @field_validator("requested_at", "exported_at", mode="before")
    @classmethod
    def _time(cls, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("应写作 2026-01-31T01:30:00+08:00")
        return value


def read_manifest(path: Path, department: str, batch_date: date) -> tuple[Manifest, bytes]:
    """The manifest of a batch folder and its bytes.

    Raises ManifestRefusedError naming every fault: unreadable, not of this folder's department and date, unknown or
    repeated tables, names that lead elsewhere.
    """
    raw = _read(path)
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        raise ManifestRefusedError(
            [_fault(one) for one in error.errors(include_url=False, include_input=False)][:50]
        ) from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ManifestRefusedError(["清单不是有效的 JSON(UTF-8),或同一个键出现两次"]) from None
    faults = _contradictions(manifest, department, batch_date)
    if faults:
        raise ManifestRefusedError(faults)
    return manifest, raw


def _read(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise ManifestRefusedError(["清单不是普通文件"])
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError:
        raise ManifestRefusedError(["清单无法读取,请检查文件权限"]) from None
    if len(raw) > MAX_BYTES:
        raise ManifestRefusedError(["清单超过 1 MiB"])
    return raw


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


_SAID = {
    "missing": "缺少此项",
    "literal_error": "应为 csv、xlsx 或 parquet",
    "string_pattern_mismatch": "应为 64 位十六进制的 sha256",
    "int_type": "应为整数",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
    "string_type": "应为文字",
    "string_too_long": "文字过长",
    "string_too_short": "不能为空",
    "timezone_aware": "时间应带时差,如 +08:00",
    "tuple_type": "应为列表",
    "too_long": "条目过多",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
}


def _fault(error: Any) -> str:
    """Place and fault of one item, without the value that stands there."""
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"]) or "清单"
    if error["type"] == "value_error":
        return f"{place}:{error['ctx']['error']}"
    return f"{place}:{_SAID.get(error['type'], '格式不对')}"


def _contradictions(manifest: Manifest, department: str, batch_date: date) -> list[str]:
    """What is well formed and still cannot be."""
    faults = []
    if manifest.department != department:
        faults.append(f"department:清单写的不是本目录的部门 {department}")
    if manifest.batch_date != batch_date:
        faults.append(f"batch_date:清单写的是 {manifest.batch_date},目录是 {batch_date}")
    tables = [entry.table for entry in manifest.tables]
    files = [entry.file for entry in manifest.tables]
    for number, entry in enumerate(manifest.tables, 1):
        if f"{department}.{entry.table}" not in TABLES:
            faults.append(f"tables.{number}.table:约定中没有这张表")
        elif tables.index(entry.table) != number - 1:
            faults.append(f"tables.{number}.table:{entry.table} 出现两次")
        if files.index(entry.file) != number - 1:
            faults.append(f"tables.{number}.file:与另一张表是同一个文件")
    return faults[:50]
