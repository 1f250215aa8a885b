"""The reviewed model: how often each comparison level is met between records of one person (m) and of two (u)."""

from __future__ import annotations

from dataclasses import dataclass
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


class ModelError(ValueError):
    """The model file cannot be used; the message says where, in Chinese."""


def read_model(text: str) -> Model:
    """The model in a file's text. Raises ModelError with the first fault."""
    try:
        raw: dict[str, Any] = yaml.safe_load(text)
        levels = {
            field: {level: _level(field, level, raw["levels"][field][level]) for level in names}
            for field, names in FIELDS.items()
        }
        shares = {name: float(raw[name]) for name in ("found", "certain", "second", "likely")}
        model = Model(levels, **shares, origin=str(raw["origin"]), date=str(raw["date"]))
    except (yaml.YAMLError, KeyError, TypeError) as fault:
        raise ModelError(f"人员关联模型不完整:{fault}") from None
    if not (0 < model.likely <= model.certain < 1 and 0 < model.found < 1 and 0 < model.second < 1):
        raise ModelError("人员关联模型的 found、likely、certain、second 应在 0 与 1 之间,且 likely 不大于 certain。")
    return model


def _level(field: str, level: str, raw: dict[str, Any]) -> Level:
    m = float(raw["m"])
    u = None if raw["u"] == "tf" else float(raw["u"])
    kin = None if raw.get("kin") is None else float(raw["kin"])
    if any(share is not None and not 0 < share <= 1 for share in (m, u, kin)):
        raise ModelError(f"人员关联模型 {field}.{level}:概率应大于 0、不大于 1。")
    return Level(m, u, kin)
