"""A department's own module is found by its name and applied before the common reading."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import polars as pl
import pytest

from schemas.catalogue import TABLES
from transforms.stage.quirks import as_delivered, quirk_of
from transforms.stage.table import stage

PENSIONS = TABLES["human_resources.pensions"]


def test_most_tables_have_none() -> None:
    assert quirk_of(TABLES["civil_affairs.children"]) is as_delivered


def test_quirk_is_applied_first(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("transforms.stage.human_resources")
    module.__spec__ = ModuleSpec(module.__name__, None)
    quirk = lambda frame: frame.with_columns(pl.col("monthly_yuan").str.strip_suffix("圆"))  # noqa: E731
    module.QUIRKS = {"pensions": quirk}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    row = {"record_no": "P1", "name": "甲", "kind": "企业职工", "monthly_yuan": "3000圆", "start_on": "20200101"}
    frame = pl.DataFrame([row | {"status": "在发", "row_number": 1}])
    assert stage(frame, PENSIONS).rows_loaded == 1
    assert quirk_of(TABLES["human_resources.unemployment"]) is as_delivered
