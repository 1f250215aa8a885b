"""Policy files: text of data/policy/<division prefix>.yml -> dated values with their sources, all faults at once.

A fault is what would give a wrong value or leave open which one holds: it stops the night. What can be read in one
way only, or concerns no value, is a warning: an unknown parameter, a YAML file that is no policy, days out of order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePosixPath

from transforms.policy.checks import check_dates, check_standards
from transforms.policy.dated import RESIDENCES, Dated, PolicyFile
from transforms.policy.parameters import PARAMETERS, Parameter, Value
from transforms.policy.plain_yaml import YamlError, load_text

MARKS = ("verified", "cited", "seed", "general_knowledge", "assumed")
_VALUE_KEYS = {"value", "source", "mark", "valid_until", "reason"}


class PolicyError(ValueError):
    """One or more policy files cannot be used; the message names file, key and what to write."""


@dataclass
class _Reader:
    """Reads one file and keeps every fault and warning with the key it belongs to."""

    file: str
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fault(self, key: str, reason: str) -> None:
        self.faults.append(self._told(key, reason))

    def warn(self, key: str, reason: str) -> None:
        self.warnings.append(self._told(key, reason))

    def _told(self, key: str, reason: str) -> str:
        return f"{self.file},{key}:{reason}" if key else f"{self.file}:{reason}"

    def read(self, text: str) -> PolicyFile | None:
        try:
            document = load_text(text)
        except YamlError as fault:
            self.fault("", str(fault))
            return None
        if not isinstance(document, dict) or document.get("locality") is None:
            self.warn("", "没有 locality(区划代码前缀),不是政策文件,已略过")
            return None
        locality = self._locality(document)
        name = document.get("name")
        if not isinstance(name, str) or not name:
            self.warn("name", "缺少地方名称,以区划代码前缀代替")
            name = locality
        values = [
            value for key in document if key not in ("locality", "name") for value in self._entry(key, document[key])
        ]
        return PolicyFile(self.file, locality, name, tuple(sorted(values, key=lambda value: value.valid_from)))

    def _locality(self, document: Mapping[str, object]) -> str:
        locality = document.get("locality")
        if not isinstance(locality, str) or not locality.isascii() or not locality.isdigit() or len(locality) > 12:
            self.fault("locality", "应为加引号的区划代码前缀,最多12位数字")
            return ""
        stem = PurePosixPath(self.file).stem
        if stem.isascii() and stem.isdigit() and stem != locality:
            self.warn("locality", f"{locality} 与文件名 {stem} 不一致,以 {locality} 为准")
        return locality

    def _entry(self, key: object, entry: object) -> Iterator[Dated]:
        parameter = PARAMETERS.get(str(key))
        if parameter is None:
            self.warn(str(key), "未知的参数,已略过;可用的参数见 docs/reference/parameters.md")
            return
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict) or not entry["values"]:
            self.fault(parameter.name, "应为 {values: {日期: 值}}")
            return
        extra = [str(name) for name in entry if name not in ("values", "unit")]
        if extra:
            self.fault(parameter.name, f"多出的键 {'、'.join(extra)}")
        unit = entry.get("unit")
        if unit is not None and unit != parameter.unit:
            self.fault(parameter.name, f"单位应为 {parameter.unit or '(无)'},而不是 {unit}")
        days: list[date] = []
        for day_text, given in entry["values"].items():
            day = self._day(parameter, day_text)
            if day is None:
                continue
            if day in days:
                self.fault(parameter.name, f"日期 {day_text} 写了两次")
            days.append(day)
            yield from self._dated(parameter, day, given)
        if days != sorted(days):
            self.warn(parameter.name, "日期没有按先后排列,已按先后采用")

    def _day(self, parameter: Parameter, text: object) -> date | None:
        try:
            day = datetime.strptime(str(text), "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            self.fault(parameter.name, f"日期 {text} 应写成 2026-07-01")
            return None
        if not 1900 <= day.year <= 2100:
            self.fault(parameter.name, f"日期 {text} 应在 1900 至 2100 年之间;没有终止日的不写 valid_until")
            return None
        return day

    def _dated(self, parameter: Parameter, day: date, given: object) -> Iterator[Dated]:
        cited, value = {}, given
        if isinstance(given, dict) and set(given) & _VALUE_KEYS:
            cited, value = given, given.get("value")
            self._check_cited(parameter, day, given)
        until = cited.get("valid_until")
        last = None if until is None else self._day(parameter, until)
        source, mark, reason = (
            None if cited.get(key) is None else str(cited[key]) for key in ("source", "mark", "reason")
        )
        split = value if isinstance(value, dict) else {"": value}
        if isinstance(value, dict) and set(split) - set(RESIDENCES):
            self.fault(parameter.name, f"{day} 的值只能按 城镇、农村 分开")
            return
        for residence, part in split.items():
            read = self._value(parameter, day, part)
            yield Dated(parameter.name, day, residence, read, source, mark, last, reason)

    def _check_cited(self, parameter: Parameter, day: date, given: Mapping[str, object]) -> None:
        if "value" not in given or set(given) - _VALUE_KEYS:
            self.fault(parameter.name, f"{day} 应为 {{value, source, mark}},另可写 valid_until、reason")
        if given.get("mark") is not None and given.get("mark") not in MARKS:
            self.fault(parameter.name, f"{day} 的 mark 应为 {'、'.join(MARKS)} 之一")
        for key, what in (("source", "文件名称和网址"), ("reason", "为何空缺,或为何无误")):
            if given.get(key) is not None and not isinstance(given.get(key), str):
                self.fault(parameter.name, f"{day} 的 {key} 应为文本:{what}")

    def _value(self, parameter: Parameter, day: date, given: object) -> Value | None:
        if given is None:
            return None
        try:
            return parameter.read(given)
        except ValueError as reason:
            self.fault(parameter.name, f"{day} 的值{reason}")
            return None


def parse_policies(texts: Mapping[str, str]) -> tuple[PolicyFile, ...]:
    """Policy files by name -> one PolicyFile a locality, shortest prefix first. Warnings: `policy_warnings`.

    Raises PolicyError once, with every fault of every file, one a line; also when no file is a policy.
    """
    policies, told, warnings = _read(tuple(sorted(texts.items())))
    faults = [*told, *(fault for policy in policies for fault in check_dates(policy))]
    faults += check_standards(policies)[0]
    files_of: dict[str, list[str]] = {}
    for policy in policies:
        files_of.setdefault(policy.locality, []).append(policy.file)
    faults += [
        f"{'、'.join(files)}:区划代码前缀 {code} 重复" for code, files in files_of.items() if code and len(files) > 1
    ]
    if faults:
        raise PolicyError("\n".join(faults))
    if not policies:
        hint = "没有政策文件:请放入 data/policy/<区划代码前缀>.yml,或用 --policy 指定"
        raise PolicyError("\n".join([hint, *warnings]))
    return tuple(sorted(policies, key=lambda policy: (len(policy.locality), policy.locality)))


def policy_warnings(texts: Mapping[str, str]) -> tuple[str, ...]:
    """What people should put right in policy files that can be used as they are: Chinese, with file and key."""
    policies, _, warnings = _read(tuple(sorted(texts.items())))
    return (*warnings, *check_standards(policies)[1])


@lru_cache(maxsize=4)
def _read(texts: tuple[tuple[str, str], ...]) -> tuple[tuple[PolicyFile, ...], tuple[str, ...], tuple[str, ...]]:
    """Policies, faults and warnings of all files, in order of the files' names; a night asks three times."""
    readers = [_Reader(file) for file, _ in texts]
    read = [reader.read(text) for reader, (_, text) in zip(readers, texts, strict=True)]
    faults = tuple(fault for reader in readers for fault in reader.faults)
    warnings = tuple(warning for reader in readers for warning in reader.warnings)
    return tuple(policy for policy in read if policy is not None), faults, warnings


def policy_version(texts: Mapping[str, str]) -> str:
    """Fingerprint of the content of all policy files and their names, 16 hexadecimal digits; order does not matter."""
    digest = hashlib.sha256()
    for file in sorted(texts):
        content = texts[file].encode()
        digest.update(f"{PurePosixPath(file).name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
