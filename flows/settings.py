"""Settings of a night: command line over environment (HEDUI_*) over one TOML file over defaults."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from flows.errors import UsageError
from flows.resources import data_folder, default_home, link_model

CONFIG_FILE = "hedui.toml"
_PREFIX = "HEDUI_"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEMORY = r"(?i)^\d+(\.\d+)?\s*[KMGT]i?B$"
_RELEASE = r"^\w+\.\w+@\d{4}-\d{2}-\d{2}$"
_SAID = {
    "extra_forbidden": "没有这一项",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "greater_than_equal": "应不小于 1",
    "string_pattern_mismatch": "写法不对",
    "path_type": "应为路径",
    "string_type": "应为文字",
    "tuple_type": "应为列表",
}


def sample_inbox() -> Path:
    """The bundled sample city."""
    return data_folder() / "samples" / "city" / "inbox"


class Settings(BaseSettings):
    """One run of the nights. Paths may be relative to the working folder."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    inbox: Path = sample_inbox()
    home: Path = default_home()
    policy: Path = data_folder() / "policy"
    divisions: Path = data_folder() / "reference" / "divisions.csv"
    site: Path | None = None
    link_model: Path = link_model()
    analysts_file: Path | None = None
    as_of: date | None = None
    release: tuple[Annotated[str, Field(pattern=_RELEASE)], ...] = ()
    memory_limit: Annotated[str, Field(pattern=_MEMORY)] = "4GB"
    threads: Annotated[int, Field(ge=1)] | None = None
    replay_nights: Annotated[int, Field(ge=1)] = 40

    @field_validator("as_of", mode="before")
    @classmethod
    def _plain_day(cls, value: object) -> object:
        """A day as YYYY-MM-DD or a TOML date and nothing else: pydantic would take 20261122 as seconds."""
        if isinstance(value, datetime) or not isinstance(value, date | str | None):
            raise ValueError("日期应为 2026-11-22 这样的写法")
        return value if not isinstance(value, str) else day_of(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then environment, then the TOML file; no .env, no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def day_of(text: str) -> date:
    """A day written as 2026-11-22. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError("日期应为 2026-11-22 这样的写法")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("没有这一天") from None


def load(config: Path | None, **given: Any) -> Settings:
    """Settings from all sources. `given` holds command-line values; None means not given.

    Raises UsageError naming each wrong key, in Chinese, without values.
    """
    if config is not None and not config.is_file():
        raise UsageError(f"找不到配置文件 {config}。请检查 --config 的路径。")
    path = config or (Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None)
    if path is not None:
        _check_toml(path)
    _check_environment()
    source = type("Settings", (Settings,), {"model_config": SettingsConfigDict(toml_file=path), "__module__": __name__})
    where = f"命令行、环境变量 {_PREFIX}* 或 {path or CONFIG_FILE}"
    try:
        settings: Settings = source(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        faults = ";".join(_fault(one) for one in error.errors(include_url=False, include_input=False))
        raise UsageError(f"配置有误:{faults}。请对照 docs/settings.md 修改{where}。") from None
    except SettingsError:  # the one list among the variables
        raise UsageError(f'环境变量 {_PREFIX}RELEASE 应为 JSON 列表,如 ["部门.表@2026-11-22"]。') from None
    return settings


def _fault(error: Any) -> str:
    """Key and fault, without the value that stands there."""
    key = ".".join(map(str, error["loc"]))
    said = str(error["ctx"]["error"]) if error["type"] == "value_error" else _SAID.get(error["type"], "格式不对")
    return f"{key}:{said}"


def _check_toml(path: Path) -> None:
    try:
        tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"第 {line[1]} 行" if line else "末尾"
        raise UsageError(f"配置文件 {path} 不是有效的 TOML,请检查{place}。") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"配置文件 {path} 无法读取,应为 UTF-8 文本。") from None


def _check_environment() -> None:
    """A misspelt variable must not leave its default standing: the sample city in place of the real one."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    strange = sorted(name for name in os.environ if name.upper().startswith(_PREFIX) and name.upper() not in known)
    if strange:
        raise UsageError(f"没有这样的环境变量:{'、'.join(strange)}。全部设置见 docs/settings.md。")
