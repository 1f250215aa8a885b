"""Departments' own quirks: what one department's exports need before the common reading, and no other's.

A department with a quirk has a module here named after it (`transforms/stage/<department>.py`) with

    QUIRKS: dict[str, Quirk] = {"<table>": function}

where the function takes the delivered text (canonical column names, `row_number`) and gives it back with the same rows
and only text columns changed. Most departments have none: headers and codes that a site words otherwise belong into a
site file (transforms/stage/site.py), and forms that any department may use into transforms/stage/fields.py.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

import polars as pl

from schemas.catalogue import TableSpec

Quirk = Callable[[pl.DataFrame], pl.DataFrame]


def as_delivered(frame: pl.DataFrame) -> pl.DataFrame:
    """The quirk of a table that has none."""
    return frame


def quirk_of(spec: TableSpec) -> Quirk:
    """The quirk of the table, looked up in its department's module if there is one."""
    name = f"{__package__}.{spec.department}"
    if importlib.util.find_spec(name) is None:
        return as_delivered
    quirks: dict[str, Quirk] = importlib.import_module(name).QUIRKS
    return quirks.get(spec.table, as_delivered)
