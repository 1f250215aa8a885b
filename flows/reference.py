"""The centre's own text files: policy, site differences, division names. Read here, parsed in `transforms`."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.errors import UsageError
from transforms.link.model import Model, ModelError, read_model

DIVISION_COLUMNS = ("code", "name", "parent", "valid_from", "valid_until")


def read_texts(path: Path, what: str, option: str) -> dict[str, str]:
    """One YAML file, or every *.yml and *.yaml of a folder: file name -> text, in order of the names.

    Raises UsageError if there is none or one is not UTF-8.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in (".yml", ".yaml"))
    else:
        files = [path] if path.is_file() else []
    if not files:
        raise UsageError(f"找不到{what}:{path}。请检查 {option}(一个 .yml 文件,或含 .yml 文件的目录)。")
    return {file.name: text_of(file, what, option) for file in files}


def text_of(file: Path, what: str, option: str) -> str:
    """A text file given by `option`; `what` it is, in Chinese. Raises UsageError saying why it cannot be read."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{what} {file} 不是 UTF-8 文本,请另存为 UTF-8 后再试。") from None
    except OSError as error:
        raise UsageError(f"{what} {file} 无法读取({error.strerror})。请检查 {option} 和权限。") from None


def read_policy(path: Path) -> dict[str, str]:
    """Texts of the policy files."""
    return read_texts(path, "政策参数文件", "--policy")


def read_site(path: Path | None) -> dict[str, str]:
    """Texts of the site files; none is no fault."""
    return {} if path is None else read_texts(path, "本地对照文件", "--site")


def link_model_text(path: Path) -> str:
    """Text of the model that records are linked with, as it stands in the file. Raises UsageError."""
    if not path.is_file():
        raise UsageError(f"找不到人员关联模型 {path}。请检查 --model 或 link_model。")
    return text_of(path, "人员关联模型", "--model")


def read_link_model(path: Path) -> Model:
    """The model that records are linked with. Raises UsageError naming the file and each fault's place."""
    try:
        return read_model(link_model_text(path), f"人员关联模型 {path}")
    except ModelError as fault:
        raise UsageError(str(fault)) from None


def read_divisions(path: Path) -> pl.DataFrame:
    """Names of divisions. Grain: (code, valid_from). Columns: code, name, parent, valid_from, valid_until.

    Raises UsageError for a missing file or column or an unreadable date.
    """
    if not path.is_file():
        raise UsageError(f"找不到区划名称文件 {path}。请检查 --divisions。")
    try:
        frame = pl.read_csv(path, infer_schema=False, encoding="utf8")
        frame = frame.select(
            *DIVISION_COLUMNS[:3], *(pl.col(name).str.to_date("%Y-%m-%d") for name in DIVISION_COLUMNS[3:])
        )
    except pl.exceptions.ColumnNotFoundError:
        raise UsageError(f"区划名称文件 {path} 缺列,应有:{'、'.join(DIVISION_COLUMNS)}。") from None
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise UsageError(f"区划名称文件 {path} 无法读取:应为 UTF-8 的 CSV,日期写作 2026-01-01。") from None
    return frame.unique(["code", "valid_from"], keep="first", maintain_order=True).sort("code", "valid_from")
