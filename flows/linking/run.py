"""`hedui link run`: any table of persons de-duplicated, or two linked, by a settings file (docs/linking-engine.md)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import polars as pl

from flows.errors import UsageError
from flows.lake import private_file, write_bytes
from flows.reading.any_table import any_table
from transforms.link.table.engine import Linked, Report, link
from transforms.link.table.modelfile import model_text, read_model
from transforms.link.table.settings import Settings, SettingsError, read_settings

FILES = ("pairs.parquet", "clusters.parquet", "model.yml", "report.json")


def run(settings_file: Path, first: Path, second: Path | None, out: Path, model_file: Path | None) -> Report:
    """Link the files and write the results (FILES) into `out`. Raises UsageError for anything that cannot be used."""
    try:
        settings = read_settings(_text(settings_file, "设置文件"))
        model = None if model_file is None else read_model(_text(model_file, "模型文件"), settings)
        a = _table(first, settings, "a")
        b = None if second is None else _table(second, settings, "b")
        linked = link(a, b, settings, model)
    except SettingsError as fault:
        raise UsageError(str(fault)) from None
    _write(linked, settings, out)
    return linked.report


def _text(path: Path, what: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{what} {path} 读不出来:没有这个文件,或不是 UTF-8 文本。") from None


def _table(path: Path, settings: Settings, side: Literal["a", "b"]) -> pl.DataFrame:
    """The columns that the settings name."""
    sources = {field.source(name, side) for name, field in settings.fields.items()}
    return any_table(path, {settings.unique_id, *sources})


def _write(linked: Linked, settings: Settings, out: Path) -> None:
    try:
        for table, name in ((linked.pairs, FILES[0]), (linked.clusters, FILES[1])):
            with private_file(out / name) as building:
                table.write_parquet(building, compression="lz4")
        write_bytes(out / FILES[2], model_text(linked.model, settings).encode())
        report = json.dumps(asdict(linked.report), ensure_ascii=False, indent=1)
        write_bytes(out / FILES[3], f"{report}\n".encode())
    except OSError as fault:
        raise UsageError(f"结果写不进 {out}:{fault.strerror}") from None
