"""The reviewed model: how often each comparison level is met between records of one person (m) and of two (u)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

FIELDS = {
    "name": ("equal", "lost", "sound", "look", "one", "surname", "other"),
    "birth": ("equal", "swapped", "digit", "lunar", "other"),
    "sex": ("equal", "other"),
    "number": ("digit", "swap", "prefix", "same", "other"),
    "kin": ("household", "account", "partner", "phone", "address", "other"),
    "division": ("equal", "other"),
    "employer": ("equal", "other"),
}
"""Fields and their levels, strongest first."""

BY_FREQUENCY = frozenset(
    [("name", "equal"), ("birth", "equal"), ("division", "equal"), ("employer", "equal")]
    + [(field, level) for field in ("number", "kin") for level in FIELDS[field] if level != "other"]
)
"""Levels whose u is the value's own frequency in the city: u: tf, and nothing else."""

SHARES = ("found", "certain", "second", "likely")
_HEAD = ("version", "origin", "date", *SHARES, "levels")


@dataclass(frozen=True, slots=True)
class Level:
    """`m`, `u`: probabilities; `u` None: the value's own frequency in the city. `kin`: u among one family."""

    m: float
    u: float | None
    kin: float | None


@dataclass(frozen=True, slots=True)
class Model:
    """The reviewed model file, read."""

    levels: dict[str, dict[str, Level]]
    found: float
    certain: float
    second: float
    likely: float
    origin: str
    date: str
    version: int = 1


class ModelError(ValueError):
    """The model file cannot be used; the message says where, in Chinese."""


def read_model(text: str, source: str = "人员关联模型") -> Model:
    """The model in a file's text. Raises ModelError with every fault, each with its place; `source` names the file."""
    try:
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = f"第 {mark.line + 1} 行附近" if mark else "某处"
        raise ModelError(f"{source}:{place}不是有效的 YAML。") from None
    faults = [*_faults(raw)]
    if faults:
        raise ModelError(f"{source}:{';'.join(faults)}。")
    levels = {field: {name: _level(raw["levels"][field][name]) for name in names} for field, names in FIELDS.items()}
    shares = {name: float(raw[name]) for name in SHARES}
    return Model(levels, **shares, origin=str(raw["origin"]), date=str(raw["date"]), version=raw["version"])


def _faults(raw: Any) -> Iterator[str]:
    """Every fault of a file as read, in the order of the file's parts."""
    if not isinstance(raw, Mapping):
        yield "应为“项: 值”的列表,以 version 开头"
        return
    yield from _names("", raw, _HEAD)
    if "version" in raw and (not isinstance(raw["version"], int) or isinstance(raw["version"], bool)):
        yield "version 应为整数"
    if "origin" in raw and not (isinstance(raw["origin"], str) and raw["origin"].strip()):
        yield "origin 应写明来源"
    if "date" in raw and not isinstance(raw["date"], date):
        yield "date 应为 2026-11-22 这样的日期"
    yield from (f"{name} 应大于 0、小于 1" for name in SHARES if name in raw and not _within(raw[name]))
    if all(_within(raw.get(name)) for name in ("likely", "certain")) and raw["likely"] > raw["certain"]:
        yield "likely 不应大于 certain"
    levels = raw.get("levels")
    if levels is None:
        return
    if not isinstance(levels, Mapping):
        yield "levels 应列出各项比对"
        return
    yield from _names("levels", levels, FIELDS)
    for field, names in FIELDS.items():
        told = levels.get(field)
        if isinstance(told, Mapping):
            yield from _names(f"levels.{field}", told, names)
            for name in names:
                if name in told:
                    yield from _level_faults(field, name, told[name])
        elif field in levels:
            yield f"levels.{field} 应列出各等级"


def _names(place: str, told: Mapping[Any, Any], wanted: Any) -> Iterator[str]:
    """Parts that are missing, and parts that nothing reads."""
    dot = f"{place}." if place else ""
    yield from (f"缺少 {dot}{name}" for name in wanted if name not in told)
    yield from (f"没有 {dot}{name} 这一项" for name in told if name not in wanted)


def _level_faults(field: str, name: str, told: Any) -> Iterator[str]:
    place = f"levels.{field}.{name}"
    if not isinstance(told, Mapping):
        yield f"{place} 应写作 {{m: 0.9, u: 0.01}}"
        return
    yield from (f"缺少 {place}.{part}" for part in ("m", "u") if part not in told)
    yield from (f"没有 {place}.{part} 这一项" for part in told if part not in ("m", "u", "kin"))
    if "m" in told and not _within(told["m"]):
        yield f"{place}.m 应大于 0、小于 1"
    if (field, name) in BY_FREQUENCY:
        if "u" in told and told["u"] != "tf":
            yield f"{place}.u 应为 tf(按本市实际频率)"
    elif "u" in told and not _within(told["u"], one=True):
        yield f"{place}.u 应大于 0、不大于 1" + ("(此等级没有频率可用)" if told["u"] == "tf" else "")
    if told.get("kin") is not None and not _within(told["kin"], one=True):
        yield f"{place}.kin 应大于 0、不大于 1"


def _within(share: Any, *, one: bool = False) -> bool:
    """True for a probability: above 0 and below 1, or 1 itself where `one` says so."""
    if isinstance(share, bool) or not isinstance(share, int | float):
        return False
    return 0 < share < 1 or (one and share == 1)


def _level(raw: Mapping[str, Any]) -> Level:
    u = None if raw["u"] == "tf" else float(raw["u"])
    kin = None if raw.get("kin") is None else float(raw["kin"])
    return Level(float(raw["m"]), u, kin)


_COMMENTS = {
    "found": "记录所指的人在有证号的人员中能找到的先验概率",
    "certain": "不低于此且第二候选不超过 second:确定",
    "likely": "不低于此:疑似同一人;其余各自独立",
}
_TITLE = """\
# 人员关联模型:各项比对等级在“同一人”(m)与“另一人”(u)中的概率。夜间只读此文件,从不自行改动。
# u: tf 按本市实际频率计算(姓名、出生日期、住户、区划等);kin 为同一家庭内的 u。改动须经人复核,并写明来源和日期。
"""


def model_text(model: Model) -> str:
    """A model as the text of its file; read_model of it gives the same model."""
    lines = [f"version: {model.version}", f"origin: {_quoted(model.origin)}", f"date: {model.date}"]
    for name in SHARES:
        share = f"{name}: {_digits(getattr(model, name))}"
        lines.append(f"{share:<20} # {_COMMENTS[name]}" if name in _COMMENTS else share)
    lines.append("levels:")
    for field, levels in model.levels.items():
        lines.append(f"  {field}:")
        for name, level in levels.items():
            kin = "" if level.kin is None else f", kin: {_digits(level.kin)}"
            u = "tf" if level.u is None else _digits(level.u)
            lines.append(f"    {name}: {{m: {_digits(level.m)}, u: {u}{kin}}}")
    return _TITLE + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return str(yaml.safe_dump(text, allow_unicode=True, default_style='"', width=10_000)).strip()


def _digits(share: float) -> str:
    """A probability as YAML reads it back: never 3e-05, which YAML takes for text."""
    return f"{share:.12f}".rstrip("0").ljust(3, "0")
