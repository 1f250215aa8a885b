"""`hedui link train` and a model of one's own: what is shown, what is written, and what the night makes of it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from flows.errors import UsageError
from flows.linking.train import Trained, train
from flows.linking.train_screen import show_trained
from flows.resources import link_model
from flows.settings import load
from tests.conftest import RunNights, SmallCity
from tests.flows.nights import THIRD
from transforms.link.model import FIELDS, read_model


@pytest.fixture(scope="module")
def trained(city_a: RunNights, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(load(None, home=city_a.home), tmp_path_factory.mktemp("train") / "new" / "model-2.yml")


def test_the_proposal_is_written_whole(trained: Trained) -> None:
    assert trained.written is not None
    written = read_model(trained.written.read_text("utf-8"))
    assert written == trained.proposal
    assert (written.version, written.date) == (trained.model.version + 1, "2026-11-22")
    assert "2026-11-22 夜" in written.origin
    assert [*trained.written.parent.iterdir()] == [trained.written]


def test_the_same_night_gives_the_same_proposal(trained: Trained, city_a: RunNights, tmp_path: Path) -> None:
    assert trained.written is not None
    again = train(load(None, home=city_a.home), tmp_path / "again.yml")
    assert (tmp_path / "again.yml").read_bytes() == trained.written.read_bytes()
    assert again.rows.equals(trained.rows)


def test_every_level_is_shown_in_eighty_columns(trained: Trained) -> None:
    console = Console(file=io.StringIO(), width=80, soft_wrap=True)
    show_trained(trained, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in text
    assert text.count("频率") == sum(
        level.u is None for names in trained.model.levels.values() for level in names.values()
    )
    assert f"已写出第 {trained.proposal.version} 版" in text
    assert "由确定变为疑似" in text
    assert trained.rows.height == sum(map(len, FIELDS.values()))


def test_without_out_nothing_is_written(city_a: RunNights, tmp_path: Path) -> None:
    before = link_model().read_bytes()
    assert train(load(None, home=city_a.home), None).written is None
    assert link_model().read_bytes() == before


def test_the_model_in_force_is_never_written_over(city_a: RunNights, tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_bytes(link_model().read_bytes())
    settings = load(None, home=city_a.home, link_model=own)
    for path in (own, tmp_path / "x" / ".." / "own.yml", link_model()):
        with pytest.raises(UsageError, match="正在使用的模型"):
            train(settings, path)
    assert own.read_bytes() == link_model().read_bytes()


@pytest.mark.long
def test_a_night_links_with_the_model_it_is_given(small_city: SmallCity, tmp_path: Path) -> None:
    """Another model runs the newest night again; the night keeps what it was linked with; the same again is quiet."""
    nights = small_city.whole.copy(tmp_path / "home")
    own = tmp_path / "own.yml"
    text = link_model().read_text("utf-8")
    own.write_text(text.replace("likely: 0.9 ", "likely: 0.99 ").replace("version: 1", "version: 9"), "utf-8")
    outcome = nights.run(link_model=own)
    link = nights.home / "lake" / "nights" / THIRD.isoformat() / "link"
    assert outcome.ran == (THIRD,)
    assert read_model((link / "model.yml").read_text("utf-8")).version == 9
    units = pl.read_parquet(link / "units.parquet").filter(pl.col("method").cast(pl.String) == "probabilistic")
    assert units["match_probability"].min() >= 0.99  # type: ignore[operator]
    assert nights.run(link_model=own).ran == ()
    told = train(load(None, home=nights.home), None)
    assert (told.model.version, told.proposal.version, told.other_now) == (9, 10, True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("likely: 0.9 ", "likely: 0.99999 ", "likely 不应大于 certain"),
        ("swap: {m: 0.3, u: tf}", "swap: {m: 30, u: tf}", "levels.number.swap.m 应大于 0、小于 1"),
    ],
)
def test_a_wrong_model_stops_before_the_night(
    small_city: SmallCity, tmp_path: Path, before: str, after: str, said: str
) -> None:
    own = tmp_path / "own.yml"
    own.write_text(link_model().read_text("utf-8").replace(before, after), "utf-8")
    fresh = small_city.whole.fresh(tmp_path / "home")
    with pytest.raises(UsageError) as stop:
        fresh.run(date(2026, 11, 20), link_model=own)
    assert str(own) in str(stop.value)
    assert said in str(stop.value)


def test_a_model_that_is_not_there(small_city: SmallCity, tmp_path: Path) -> None:
    fresh = small_city.whole.fresh(tmp_path / "home")
    with pytest.raises(UsageError, match="找不到人员关联模型"):
        fresh.run(date(2026, 11, 20), link_model=tmp_path / "none.yml")
    (tmp_path / "gbk.yml").write_bytes("来源: 中文".encode("gbk"))
    with pytest.raises(UsageError, match="UTF-8"):
        fresh.run(date(2026, 11, 20), link_model=tmp_path / "gbk.yml")
