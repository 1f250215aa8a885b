"""`hedui link run` from files to files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import UsageError
from flows.linking.run import FILES, run
from tests.transforms.link.table.invented import SETTINGS, copied, named, people


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """settings.yml, a.parquet and b.csv of 300 people each, the same ones."""
    base = people(300)
    (tmp_path / "settings.yml").write_text(SETTINGS.format(one="true"), "utf-8")
    named(base, "A").write_parquet(tmp_path / "a.parquet")
    named(copied(base, 0.05), "B").write_csv(tmp_path / "b.csv")
    return tmp_path


def call(work: Path, *more: str) -> str:
    """What the command shows."""
    words = ["link", "run", "--settings", str(work / "settings.yml"), str(work / "a.parquet"), *more]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_two_tables_are_linked(work: Path) -> None:
    told = call(work, str(work / "b.csv"), "--out", str(work / "out"))
    assert "记录:A 表 300,B 表 300" in told
    assert {path.name for path in (work / "out").iterdir()} == set(FILES)
    pairs, clusters = (pl.read_parquet(work / "out" / name) for name in FILES[:2])
    report = json.loads((work / "out" / "report.json").read_text("utf-8"))
    linked = pairs.filter("linked")
    assert report["links"] == linked.height == pytest.approx(298, abs=3)
    assert (linked["left_id"].str.slice(1) == linked["right_id"].str.slice(1)).mean() > 0.99  # type: ignore[operator]
    assert pairs.columns[:5] == ["left_id", "right_id", "weight", "probability", "linked"]
    assert clusters.columns == ["id", "side", "cluster_id"]
    # No value of anybody's is shown: only counts.
    assert not any(name in told for name in ("smith", "alna", "A1"))


def test_a_saved_model_needs_no_training(work: Path) -> None:
    call(work, str(work / "b.csv"), "--out", str(work / "first"))
    told = call(work, str(work / "b.csv"), "--out", str(work / "second"), "--model", str(work / "first" / "model.yml"))
    assert "参数取自模型文件" in told
    first, second = (pl.read_parquet(work / name / "clusters.parquet") for name in ("first", "second"))
    assert first.equals(second)


def test_one_table_is_deduplicated(work: Path) -> None:
    told = call(work, "--out", str(work / "out"))
    assert "记录:A 表 300(表内查重)" in told
    assert pl.read_parquet(work / "out" / "clusters.parquet").columns == ["id", "cluster_id"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("settings.yml", "nothing.parquet"), "nothing.parquet 读不出来"),
        (("settings.yml", "settings.yml"), "settings.yml 读不出来"),
        (("nothing.yml", "a.parquet"), "设置文件"),
        (("a.parquet", "a.parquet"), "设置文件"),
        (("wrong.yml", "a.parquet"), "设置有误:unique_id:缺少这一项"),
        (("other.yml", "a.parquet"), "表 A 没有这些列:number"),
    ],
)
def test_what_cannot_be_used_is_told(work: Path, names: tuple[str, str], said: str) -> None:
    (work / "wrong.yml").write_text(SETTINGS.format(one="true").replace("unique_id: id", ""), "utf-8")
    (work / "other.yml").write_text(SETTINGS.format(one="true").replace("unique_id: id", "unique_id: number"), "utf-8")
    with pytest.raises(UsageError) as caught:
        run(work / names[0], work / names[1], None, work / "out", None)
    assert said in str(caught.value)
    assert not (work / "out").exists()


def test_results_are_open_to_their_owner_only(work: Path) -> None:
    before = os.umask(0o022)
    try:
        for _ in range(2):  # written over, too
            run(work / "settings.yml", work / "a.parquet", None, work / "new" / "out", None)
    finally:
        os.umask(before)
    made = work / "new" / "out"
    assert {path.name: f"{path.stat().st_mode & 0o777:o}" for path in made.iterdir()} == dict.fromkeys(FILES, "600")
    assert f"{made.stat().st_mode & 0o777:o}" == "700"


def test_a_place_that_cannot_be_written_is_told(work: Path) -> None:
    with pytest.raises(UsageError, match="结果写不进"):
        run(work / "settings.yml", work / "a.parquet", None, work / "settings.yml" / "out", None)
