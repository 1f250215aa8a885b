"""The runbook's backup brings a home back: what its table names is enough."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights
from tests.house.tree import ROOT


def folders(page: str) -> list[str]:
    """Folders in the first column of the only table that has `lake/` there."""
    (table,) = re.findall(r"^\| `lake/` .*?\n\n", (ROOT / page).read_text("utf-8"), re.M | re.S)
    return [name for line in table.splitlines() if line for name in re.findall(r"`([^`]+)/`", line.split("|")[1])]


def restored(nights: Nights, names: list[str], to: Path) -> Nights:
    """A home with nothing but these folders of another."""
    to.mkdir()
    for name in names:
        if (nights.home / name).exists():
            shutil.copytree(nights.home / name, to / name)
    return Nights(nights.inbox, to)


def test_both_languages_name_the_same_folders() -> None:
    names = folders("docs/operations.md")
    assert names == folders("docs/operations.zh-CN.md")
    assert {"lake", "journal", "judgements", "decisions", "disputes", "exchange", "corrections", "handovers"} == set(
        names
    )


def test_a_home_comes_back_from_its_backup(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.whole
    back = restored(nights, folders("docs/operations.md"), tmp_path / "back")
    assert not (back.home / "warehouse").exists()
    assert back.run().exit_code == 0
    assert back.fingerprints() == nights.fingerprints(THIRD)
