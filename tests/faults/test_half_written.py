"""What a killed run leaves half written: never taken for whole, and removed by the next run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import lake
from flows.lake import Lake
from tests.conftest import SmallCity


class Killed(BaseException):
    """Stands for the end of the process."""


def step_of(folder: Path, inputs: str, content: str) -> None:
    """Run a step that writes one file."""

    def work(building: Path) -> dict[str, Any]:
        (building / "rows").write_text(content)
        return {"content": content}

    lake.run_step(folder, inputs, work)


@pytest.mark.parametrize("owner_and_name", [(Path, "replace"), (shutil, "rmtree"), (os, "fsync")])
def test_a_step_is_whole_or_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner_and_name: Any) -> None:
    """Ended at the n-th call for every n, a step's folder never tells of content that is not there."""
    owner, name = owner_and_name
    real, folder = getattr(owner, name), tmp_path / "link"
    for number in range(1, 10):
        step_of(folder, "old", "old")
        calls = iter(range(1, 100))

        def ending(*given: Any, _calls: Iterator[int] = calls, _number: int = number, **options: Any) -> Any:
            if next(_calls) == _number:
                raise Killed
            return real(*given, **options)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, ending)
            try:
                step_of(folder, "new", "new")
                ended = False
            except Killed:
                ended = True
        for inputs in ("old", "new"):
            done = lake.step_done(folder, inputs)
            assert done is None or (folder / "rows").read_text() == done["content"] == inputs
        if not ended:
            break
    else:
        pytest.fail("never came to an end")
    step_of(folder, "new", "new")
    Lake(tmp_path).remove_leftovers()


def test_leftovers_of_any_run_are_removed(small_city: SmallCity, tmp_path: Path) -> None:
    """Half-written copies hold personal records, so they go even where nothing is due."""
    nights = small_city.whole.copy(tmp_path / "home")
    before = {name: content for name, (_, _, content) in nights.contents().items()}
    for name in (
        *("lake/received/.4711.building", "lake/spill/duckdb_temp_storage-0.tmp", "journal/.home.json.building"),
        *("lake/staged/housing/rentals/.0.building/rows.parquet", "lake/nights/2026-11-22/.link.building/x"),
        *("lake/nights/2026-11-22/.link.old.building/x", "journal/deliveries/housing/.2026-11-22-r1.json.building"),
    ):
        (nights.home / name).parent.mkdir(parents=True, exist_ok=True)
        (nights.home / name).write_text("half")
    assert nights.run().ran == ()
    assert {name: content for name, (_, _, content) in nights.contents().items()} == before
    assert nights.leftovers() == []
