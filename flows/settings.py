"""Settings of a night: command line over environment (HEDUI_*) over one TOML file over defaults."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from flows.errors import UsageError
from flows.resources import data_folder, default_home

CONFIG_FILE = "hedui.toml"


def sample_inbox() -> Path:
    """The bundled sample city."""
    return data_folder() / "samples" / "city" / "inbox"


class Settings(BaseSettings):
    """One run of the nights. Paths may be relative to the working folder."""

    model_config = SettingsConfigDict(env_prefix="HEDUI_", extra="forbid", frozen=True)

    inbox: Path = sample_inbox()
    home: Path = default_home()
    policy: Path = data_folder() / "policy"
    divisions: Path = data_folder() / "reference" / "divisions.csv"
    site: Path | None = None
    as_of: date | None = None
    release: tuple[str, ...] = ()
    memory_limit: str = "4GB"
    threads: int | None = None

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


def load(config: Path | None, **given: Any) -> Settings:
    """Settings from all sources. `given` holds command-line values; None means not given.

    Raises UsageError naming each wrong key, in Chinese, without values.
    """
    if config is not None and not config.is_file():
        raise UsageError(f"找不到配置文件 {config}。请检查 --config 的路径。")
    path = config or (Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None)
    source = type("Settings", (Settings,), {"model_config": SettingsConfigDict(toml_file=path), "__module__": __name__})
    try:
        settings: Settings = source(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        faults = ";".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        where = f"命令行、环境变量 HEDUI_* 或 {path or CONFIG_FILE}"
        raise UsageError(f"配置有误:{faults}。请对照 docs/settings.md 修改{where}。") from None
    except ValueError as error:
        raise UsageError(f"配置文件 {path} 不是有效的 TOML:{error}。") from None
    return settings
