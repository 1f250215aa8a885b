"""The data dictionary as rows: every column of the published tables, the views and the delivered tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from schemas.catalogue import TABLES
from schemas.published import PublishedTable, published
from transforms.views import View


def dictionary(tables: Iterable[PublishedTable], views: Iterable[View], *, delivered: bool = True) -> pl.DataFrame:
    """Rows of the published table `dictionary_columns`, tables first, each with its columns in their order."""
    rows = [*_tables(tables), *_views(views), *(_delivered() if delivered else ())]
    return pl.DataFrame(rows, schema=published()["dictionary_columns"].dtypes, orient="row")


def _row(kind: str, table: str, chinese: str | None, says: str, position: int, **column: Any) -> dict[str, Any]:
    about = {"kind": kind, "table_name": table, "table_chinese": chinese, "table_comment": says}
    return {**about, "position": position, **column}


def _tables(tables: Iterable[PublishedTable]) -> Iterator[dict[str, Any]]:
    for table in tables:
        for position, (name, comment) in enumerate(table.comments.items(), 1):
            told = {"column_name": name, "data_type": table.types[name], "comment": comment}
            yield _row("table", table.key, None, table.comment, position, **told)


def _views(views: Iterable[View]) -> Iterator[dict[str, Any]]:
    for view in views:
        for position, (name, comment) in enumerate(view.columns.items(), 1):
            told = {"column_name": name, "column_chinese": view.chinese_columns[name], "comment": comment}
            yield _row("view", view.name, view.chinese, view.comment, position, **told)


def _delivered() -> Iterator[dict[str, Any]]:
    for spec in TABLES.values():
        for position, column in enumerate(spec.columns, 1):
            notes = (
                [f"代码:{'、'.join(column.codes)}"] if column.codes else [f"单位:{column.unit}"] if column.unit else []
            )
            told = {
                "column_name": column.name,
                "column_chinese": column.header,
                "data_type": column.type,
                "comment": ";".join(["必填" if column.required else "选填", *notes]),
            }
            title = f"{spec.department_label}“{spec.label}”"
            yield _row("delivered", spec.key, title, f"{title},部门交付", position, **told)
