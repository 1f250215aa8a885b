"""The tables that a manifest lists: each entry is read for itself, so that a faulty one costs its own table only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flows.inbox import MANIFEST
from schemas.catalogue import TABLES

MAX_FILE_NAME = 200
_MAX_SHOWN = 40
_MAX_NOTES = 20


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


@dataclass(frozen=True, slots=True)
class Entries:
    """What a manifest lists of the contract's tables: good entries, and faults by table. `notes` tell of the rest."""

    good: dict[str, ManifestTable]
    faulty: dict[str, list[str]]
    notes: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """All faults of all tables."""
        return [fault for faults in self.faulty.values() for fault in faults]


def entries_of(listed: Sequence[Any], department: str) -> Entries:
    """Sort the entries of a manifest.

    An entry that cannot be read, a table listed twice and a file that two tables share are faults of those tables
    alone. A table that the contract does not have is a note: only tables named there are read.
    """
    known: list[tuple[str, str, dict[str, Any]]] = []
    notes = []
    for number, one in enumerate(listed, 1):
        name = one.get("table") if isinstance(one, dict) else None
        if isinstance(name, str) and f"{department}.{name}" in TABLES:
            known.append((f"tables.{number}", name, one))
        else:
            notes.append(f"清单第{number}项{_shown(name)},未读取。")
    times = Counter(name for _, name, _ in known)
    files = Counter(str(one.get("file")) for _, _, one in known)
    good: dict[str, ManifestTable] = {}
    faulty: dict[str, list[str]] = {}
    for place, name, one in known:
        entry, faults = _read(one, place)
        if times[name] > 1:
            faults.append(f"{place}.table:{name} 出现{times[name]}次")
        elif entry is not None and files[entry.file] > 1:
            faults.append(f"{place}.file:与另一张表是同一个文件")
        if entry is not None and not faults:
            good[name] = entry
        else:
            faulty.setdefault(name, []).extend(faults)
    return Entries(good, faulty, tuple(notes[:_MAX_NOTES]))


def _read(one: Any, place: str) -> tuple[ManifestTable | None, list[str]]:
    try:
        return ManifestTable.model_validate(one), []
    except ValidationError as error:
        return None, faults_of(error, place)


def _shown(name: object) -> str:
    """What is said of an entry that is no table of the contract: its name only where it can be no person's data."""
    if not isinstance(name, str) or not name:
        return "没有写明是哪张表(table)"
    if name.isprintable() and sum(map(str.isdigit, name)) < 6:
        return f"“{name[:_MAX_SHOWN]}”不是约定的表"
    return "不是约定的表"


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


def faults_of(error: ValidationError, place: str = "") -> list[str]:
    """Place and fault of every item, without the value that stands there."""
    return [_fault(one, place) for one in error.errors(include_url=False, include_input=False)]


def _fault(error: Any, prefix: str) -> str:
    place = ".".join(filter(None, (prefix, *map(str, error["loc"])))) or "清单"
    if error["type"] == "value_error":
        return f"{place}:{error['ctx']['error']}"
    return f"{place}:{_SAID.get(error['type'], '格式不对')}"
