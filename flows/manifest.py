"""The manifest of a batch: what a department says it delivers. Read strictly, all faults at once."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.errors import HeduiError
from flows.manifest_tables import Entries, entries_of, faults_of

MAX_BYTES = 1 << 20
_MAX_FAULTS = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ManifestRefusedError(HeduiError):
    """A manifest that cannot be used: the whole batch is refused. `faults` are Chinese, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(";".join(faults))
        self.faults = faults


class Manifest(BaseModel):
    """One batch of one department. Times carry an offset; a correction has a higher revision."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    department: Annotated[str, Field(max_length=64, strict=True)]
    batch_date: date
    requested_at: AwareDatetime
    exported_at: AwareDatetime
    revision: Annotated[int, Field(ge=1, le=9999, strict=True)] = 1
    tables: Annotated[tuple[Any, ...], Field(max_length=1000)]
    """As delivered: `manifest_tables.entries_of` reads them one by one."""

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


def read_manifest(path: Path, department: str, batch_date: date) -> tuple[Manifest, Entries, bytes]:
    """The manifest of a batch folder, its entries, and its bytes.

    Raises ManifestRefusedError for a fault of the manifest itself, naming all there are: unreadable, or not of this
    folder's department and date. A fault of one entry is that table's alone.
    """
    raw = _read(path)
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        raise ManifestRefusedError(faults_of(error)[:_MAX_FAULTS]) from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ManifestRefusedError(["清单不是有效的 JSON(UTF-8),或同一个键出现两次"]) from None
    entries = entries_of(manifest.tables, department)
    faults = _contradictions(manifest, department, batch_date)
    if faults:
        raise ManifestRefusedError([*faults, *entries.faults][:_MAX_FAULTS])
    return manifest, entries, raw


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


def _contradictions(manifest: Manifest, department: str, batch_date: date) -> list[str]:
    """What is well formed and still cannot be."""
    faults = []
    if manifest.department != department:
        faults.append(f"department:清单写的不是本目录的部门 {department}")
    if manifest.batch_date != batch_date:
        faults.append(f"batch_date:清单写的是 {manifest.batch_date},目录是 {batch_date}")
    return faults
