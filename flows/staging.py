"""One received file, read and typed: written once for each content and wording, never parsed twice.

lake/staged/<department>/<table>/<sha256>-<fingerprint>/rows, quarantine, defects, quality (.parquet), done.json,
    and what linking knows a row again by (flows/linking/fingerprints.py)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict

from flows.errors import NightStoppedError
from flows.lake import Lake, digest, run_step, step_done, write_parquet
from flows.linking.fingerprints import write_fingerprints
from flows.reading import FileRefusedError, TextFile, read_text
from flows.resources import code_version
from schemas.catalogue import TableSpec
from transforms.stage.headers import bare
from transforms.stage.quality import quality
from transforms.stage.site import TableWording
from transforms.stage.table import DEFECTS, QUARANTINE, Staged, TableRefusedError, stage

ROWS, REFUSED, DEFECTIVE = "rows.parquet", "quarantine.parquet", "defects.parquet"
COUNTED = "quality.parquet"
_MAX_EXTRA = 50
_MAX_HEADER = 40
_LOST = "单元格存为数值且超过15位,末几位已丢失;请把该列导出为文本"


PLAIN = TableWording()


@dataclass(frozen=True, slots=True)
class Source:
    """A received file and what its manifest says of how to read it."""

    path: Path
    sha256: str
    format: str
    encoding: str | None


class StagedFile(BaseModel):
    """What staging a file came to: rows_in = loaded + quarantined + superseded. `folder` is below `lake/staged`."""

    model_config = ConfigDict(frozen=True)

    folder: str
    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    rows_superseded: int
    defects: int
    encoding: str | None
    extra_columns: tuple[str, ...]
    notes: tuple[str, ...]


def fingerprint(spec: TableSpec, wording: TableWording, file_format: str, encoding: str | None) -> str:
    """Everything but the bytes that decides what staging gives."""
    columns = [(column.name, column.header, column.type, column.required, column.codes) for column in spec.columns]
    codes = {name: dict(codes) for name, codes in wording.codes.items()}
    return digest(columns, dict(wording.headers), codes, file_format, encoding, code_version())


def stage_file(source: Source, spec: TableSpec, lake: Lake, wording: TableWording = PLAIN) -> StagedFile:
    """Read, type and write one file, unless that was done before.

    Raises FileRefusedError if the file cannot be used as a whole.
    """
    mark = fingerprint(spec, wording, source.format, source.encoding)
    name = f"{spec.department}/{spec.table}/{source.sha256}-{mark[:12]}"
    inputs = digest(source.sha256, mark)
    summary = step_done(lake.staged / name, inputs)
    if summary is None:
        work = _prepare(source, spec, wording)  # a refusal leaves nothing behind
        summary = run_step(lake.staged / name, inputs, work)
    return StagedFile(folder=name, **summary)


def missing(lake: Lake, folders: Iterable[str]) -> list[str]:
    """Those of the folders below `lake/staged` that do not hold what staging wrote."""
    return [
        one for one in folders if not all((lake.staged / one / name).is_file() for name in (ROWS, REFUSED, DEFECTIVE))
    ]


def rows_of(lake: Lake, folder: str) -> pl.LazyFrame:
    """The typed rows of a staged file; `folder` is below `lake/staged`. Raises NightStoppedError if they are gone."""
    if not (lake.staged / folder / ROWS).is_file():
        raise staged_gone(lake, [folder])
    return pl.scan_parquet(lake.staged / folder / ROWS)


def staged_gone(lake: Lake, folders: Sequence[str]) -> NightStoppedError:
    """What to tell of staged files that were there once: each is a delivery whose rows would be lost."""
    named = "、".join(folders[:3]) + (f" 等 {len(folders):,} 个" if len(folders) > 3 else "")
    return NightStoppedError(
        f"已收交付整理后的数据不在 {lake.staged} 下:{named}。缺了它们就会丢行,因此没有继续;原来发布的文件不受影响。"
        "请从备份恢复整个 lake 目录(docs/operations.zh-CN.md“备份”)后再运行;其下的文件不得单独删除。"
    )


def quality_of(lake: Lake, spec: TableSpec, folder: str, superseded: int) -> pl.DataFrame:
    """Counts of a staged file (transforms/stage/quality.py); those of a file staged before they were kept are made."""
    path = lake.staged / folder / COUNTED
    if path.is_file():
        return pl.read_parquet(path)
    return quality(rows_of(lake, folder).collect(), pl.read_parquet(lake.staged / folder / REFUSED), superseded, spec)


def _prepare(source: Source, spec: TableSpec, wording: TableWording) -> Callable[[Path], dict[str, Any]]:
    """Read and type; what is returned writes the result into a folder."""
    headers = {bare(header): name for header, name in (spec.headers | dict(wording.headers)).items()}
    text = read_text(source.path, source.format, source.encoding, frozenset(headers))
    columns = _check_headers(text, headers, spec)
    try:
        staged = stage(text.frame.rename(columns), spec, wording.codes)
    except TableRefusedError as error:
        raise FileRefusedError("columns", f"{error}。", "请按约定的列导出后以更高的版本号重新提交。") from None
    ragged = _ragged(text)
    lost = _lost(text, columns, staged)
    summary = {
        "rows_in": staged.rows_in + ragged.height,
        "rows_loaded": staged.rows_loaded,
        "rows_quarantined": staged.rows_quarantined + ragged.height,
        "rows_superseded": staged.rows_superseded,
        "defects": staged.defects.height + lost.height,
        "encoding": text.encoding,
        "extra_columns": _extra(text, headers),
        "notes": text.notes,
    }

    def write(folder: Path) -> dict[str, Any]:
        write_parquet(staged.loaded, folder / ROWS)
        if spec.persons:
            write_fingerprints(staged.loaded, spec.key, folder)
        write_parquet(pl.concat([staged.quarantine, ragged]).sort("row_number", maintain_order=True), folder / REFUSED)
        write_parquet(pl.concat([staged.defects, lost]).sort("row_number", maintain_order=True), folder / DEFECTIVE)
        write_parquet(quality(staged.loaded, staged.quarantine, staged.rows_superseded, spec), folder / COUNTED)
        return summary

    return write


def _check_headers(text: TextFile, headers: Mapping[str, str], spec: TableSpec) -> dict[str, str]:
    """Header as asked for -> canonical column. Only the contract's own words are named in a refusal.

    Raises FileRefusedError for a missing required column, a column that stands there under two names, and ID numbers
    that a spreadsheet stored as numbers.
    """
    columns = {header: headers[header] for header in text.frame.columns if header in headers}
    missing = [one.header for one in spec.columns if one.required and one.name not in columns.values()]
    if missing:
        raise FileRefusedError(
            "missing_column", f"缺少必填列:{'、'.join(missing)}。", "请补上这些列后以更高的版本号重新提交。"
        )
    twice = {spec.column(name).header for name in columns.values() if list(columns.values()).count(name) > 1}
    if twice:
        raise FileRefusedError(
            "duplicate_header",
            f"列“{'、'.join(sorted(twice))}”以两个列名出现。",
            "请只保留一列后以更高的版本号重新提交。",
        )
    numeric = [one.header for one in spec.columns if one.type == "id_number" and _is_numeric(one.name, columns, text)]
    if numeric:
        raise FileRefusedError(
            "numeric_id",
            f"列“{'、'.join(numeric)}”的单元格是数值。Excel 和浮点数只能保留15位,18位证件号的末几位已被改变,无法恢复。",
            "请把证件号列设为文本格式后,从源系统重新导出(不能在现有文件上改格式),以更高的版本号提交。",
        )
    return columns


def _is_numeric(name: str, columns: Mapping[str, str], text: TextFile) -> bool:
    return any(columns[header] == name for header in text.numeric_cells)


def _extra(text: TextFile, headers: Mapping[str, str]) -> list[str]:
    """Columns the contract does not have, shortened; one that looks like data is told by its place only."""
    extra = [(place, header) for place, header in enumerate(text.headers, 1) if bare(header) not in headers]
    return [
        header[:_MAX_HEADER]
        if header.isprintable() and sum(map(str.isdigit, header)) < 6 and header
        else f"第{place}列"
        for place, header in extra[:_MAX_EXTRA]
    ]


def _ragged(text: TextFile) -> pl.DataFrame:
    """Rows with too few or too many fields, in the columns of the quarantine."""
    rows = [
        (row.row_number, None, None, "field_count", f"应有{row.expected}列,实有{row.fields}列;请检查内容中的逗号和引号")
        for row in text.ragged
    ]
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")


def _lost(text: TextFile, columns: Mapping[str, str], staged: Staged) -> pl.DataFrame:
    """Numbers whose last digits are gone, in loaded rows, in the columns of the defects."""
    cells = [(cell.row_number, columns[cell.header], _LOST) for cell in text.lost if cell.header in columns]
    frame = pl.DataFrame(
        cells, schema={"row_number": pl.Int64(), "column_name": pl.String(), "reason": pl.String()}, orient="row"
    )
    rows = staged.loaded.select("row_number", "record_no")
    return frame.join(rows, on="row_number", how="inner", maintain_order="left").select(*DEFECTS)


def with_places(places: pl.DataFrame, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rows of all frames, one after the other; behind each row that of `places` which belongs to its frame.

    Put beside by position: a column of literals for each of hundreds of small frames takes longer than reading them.
    """
    of_row = np.repeat(np.arange(len(frames)), [frame.height for frame in frames])
    return pl.concat(frames).hstack(places[of_row])
