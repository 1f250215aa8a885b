"""A trained model as text that a person can read, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import yaml

from transforms.link.table.estimate import Model
from transforms.link.table.settings import Settings, SettingsError


def model_text(model: Model, settings: Settings) -> str:
    """The model file: m and u of every level, and how many matches a record has."""
    comparisons = {
        field: [
            {"level": name, "m": float(f"{m:.7g}"), "u": float(f"{u:.7g}")}
            for name, m, u in zip(settings.names(field)[1:], model.m[field], model.u[field], strict=True)
        ]
        for field in settings.comparisons
    }
    held: dict[str, Any] = {"found": float(f"{model.found:.7g}"), "comparisons": comparisons}
    text: str = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    return text


def read_model(text: str, settings: Settings) -> Model:
    """The model in a file's text. Raises SettingsError when it is no model, or of other comparisons or levels."""
    try:
        raw = yaml.safe_load(text)
        found, comparisons = float(raw["found"]), dict(raw["comparisons"])
        levels = {field: [str(level["level"]) for level in told] for field, told in comparisons.items()}
        m, u = (
            {field: np.array([float(level[key]) for level in told]) for field, told in comparisons.items()}
            for key in ("m", "u")
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise SettingsError(f"模型文件不完整:{str(fault).splitlines()[0]}") from None
    wanted = {field: settings.names(field)[1:] for field in settings.comparisons}
    if levels != wanted:
        other = sorted(field for field in {*levels, *wanted} if levels.get(field) != wanted.get(field))
        raise SettingsError(f"模型与设置的比较层级不同:{'、'.join(other)};请用同一设置训练的模型。")
    shares = np.concatenate([*m.values(), *u.values()])
    if not (((shares > 0) & (shares <= 1)).all() and found >= 0):
        raise SettingsError("模型文件中的概率应大于 0、不大于 1。")
    return Model({field: m[field] for field in wanted}, {field: u[field] for field in wanted}, found, 0)
