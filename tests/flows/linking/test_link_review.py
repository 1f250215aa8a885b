"""From the queue to the next night: what a person says of a pair, in the terminal and by command, and what it does."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from flows.linking.explain import explain
from flows.linking.records import Asked, Key, key_of, named, newest, said
from flows.linking.review import WARNING, review, waiting
from flows.linking.store import append, path_of, read
from flows.settings import load
from tests.conftest import SmallCity
from tests.flows.nights import THIRD, Nights, Said, found_in, hedui, personal_values, told


def asked_of(nights: Nights) -> Asked:
    return newest(load(None, home=nights.home))


def pairs(nights: Nights, kind: str = "likely") -> list[tuple[Key, Key]]:
    rows = waiting(asked_of(nights)).filter(pl.col("kind") == kind).iter_rows(named=True)
    return [(key_of(row, "a"), key_of(row, "b")) for row in rows]


def link(nights: Nights, key: Key) -> tuple[str, str, str]:
    table, record, role, owner = key
    frame = pl.read_parquet(nights.home / "lake" / "nights" / str(THIRD) / "link" / "links" / f"{table}.parquet")
    row = frame.row(
        by_predicate=(pl.col("record_no") == record)
        & (pl.col("person_role") == role)
        & (pl.col("owner_index") == owner),
        named=True,
    )
    return row["person_key"], row["method"], row["certainty"]


def judge(nights: Nights, pair: tuple[Key, Key], verdict: str, *words: object) -> Said:
    by = ("--verdict", verdict, "--by", "测试员", "--home", nights.home)
    return hedui("link", "judge", named(pair[0]), named(pair[1]), *by, *words)


@pytest.fixture
def city(small_city: SmallCity, tmp_path: Path) -> Nights:
    return small_city.whole.copy(tmp_path / "home")


def test_the_next_run_does_what_was_said(city: Nights) -> None:
    """One likely pair judged same, one different: certain and apart in the same night, run again; then all is quiet."""
    same, different = pairs(city)[:2]
    before = {key: link(city, key) for key in (*same, *different)}
    assert {before[same[0]][2], before[different[0]][2]} == {"likely"}
    assert judge(city, same, "同一人", "--reason", "电话核实").code == 0
    assert judge(city, different, "非同一人").code == 0
    assert city.run().ran == (THIRD,)
    assert link(city, same[0]) == (before[same[1]][0], "reviewed", "certain")
    assert link(city, different[0])[0] != link(city, different[1])[0] == before[different[1]][0]
    published = city.ask("SELECT method, certainty FROM identity_links WHERE method = 'reviewed'")
    assert set(published) == {("reviewed", "certain")}
    assert not {same, different} & set(pairs(city))
    assert city.run().ran == ()
    assert city.leftovers() == []
    told_of = explain(load(None, home=city.home), named(same[0]), named(same[1]))
    assert [(row["says"], row["state"]) for row in told_of.judgements] == [("同一人", "held")]
    assert told_of.same_person


@pytest.mark.long
def test_a_later_judgement_takes_an_earlier_one_back(city: Nights) -> None:
    before = city.fingerprints()
    pair = pairs(city)[0]
    judge(city, pair, "非同一人")
    city.run()
    assert city.fingerprints()["identity_links"] != before["identity_links"]
    judge(city, pair[::-1], "无法判断")
    city.run()
    assert city.fingerprints()["identity_links"] == before["identity_links"]
    assert pair not in pairs(city)
    listed = json.loads(hedui("link", "judgements", "--json", "--home", city.home).out)
    assert [(row["verdict"], row["state"]) for row in listed] == [("different", "superseded"), ("unsure", "held")]


def answers(*given: str) -> Iterator[str]:
    yield from given


def reviewed(nights: Nights, *given: str, most: int = 20) -> tuple[Any, str]:
    lines = answers(*given)

    def ask(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    out = io.StringIO()
    done = review(asked_of(nights), "测试员", most, ask, Console(file=out, width=300))
    return done, out.getvalue()


def test_review_pair_by_pair(city: Nights) -> None:
    queue = waiting(asked_of(city))
    done, shown = reviewed(city, "7", "1", "", "s", "2", "与13812345678核实", "3", "", "q")
    assert (done.judged, done.left) == (3, queue.height - 3)
    assert shown.startswith(WARNING)
    assert shown.count("第 ") == 5
    rows = read(asked_of(city).night.lake)
    assert rows["verdict"].to_list() == ["same", "different", "unsure"]
    assert rows["reason"].to_list()[1] == "与138****5678核实"
    numbers = {value for value in personal_values(city.home) if value[:6].isdigit()}
    assert found_in(shown, numbers) == []
    assert waiting(asked_of(city)).height == queue.height - 3
    assert reviewed(city)[0].judged == 0


def test_the_store_holds_no_name_and_no_number(city: Nights) -> None:
    pair = pairs(city)[0]
    asked = asked_of(city)
    name = next(row["name"] for row in said(asked, pair).to_dicts() if row["name"])
    judge(city, pair, "同一人", "--reason", f"{name}本人到场,证号110101199001011237")
    text = path_of(asked.night.lake).read_text("utf-8")
    assert "本人到场" in text
    assert found_in(text, personal_values(city.home)) == []
    assert "199001011237" not in text


def test_commands_answer_bad_input_with_one_sentence(city: Nights, tmp_path: Path) -> None:
    one, other = (named(key) for key in pairs(city)[0])
    home = ("--home", city.home)
    told(hedui("link", "review", "--by", "甲", *home), 2, "终端", "hedui link judge")
    told(hedui("link", "judge", one, other, "--verdict", "也许", "--by", "甲", *home), 2, "同一人")
    told(hedui("link", "judge", one, one, "--verdict", "同一人", "--by", "甲", *home), 2, "无须判断")
    told(hedui("link", "judge", one, other, "--verdict", "同一人", "--by", " ", *home), 2, "--by")
    told(hedui("link", "judge", one, "a.b/1", "--verdict", "同一人", "--by", "甲", *home), 2, "部门.表")
    told(hedui("link", "judgements", "--home", tmp_path / "none"), 2, "还没有")
    marriage = pl.read_parquet(
        city.home / "lake" / "nights" / str(THIRD) / "link" / "links" / "civil_affairs.marriages.parquet"
    )["record_no"][0]
    both = f"civil_affairs.marriages/{marriage}"
    told(hedui("link", "judge", one, both, "--verdict", "同一人", "--by", "甲", *home), 2, "#husband", "#wife")
    assert read(asked_of(city).night.lake).is_empty()


def test_judgements_measure_the_model(city: Nights) -> None:
    shown = hedui("link", "judgements", "--measure", "--home", city.home)
    assert shown.code == 0
    assert "未知" in shown.out
    judge(city, pairs(city)[0], "同一人")
    rows = json.loads(hedui("link", "judgements", "--measure", "--json", "--home", city.home).out)
    assert [(row["judged"], row["right"]) for row in rows if row["of"] == "likely"] == [(1, 1)]
    assert hedui("link", "judgements", "--changed", "--by", "测试员", "--home", city.home).out.startswith("共 0 条")


@pytest.mark.long
def test_a_judgement_whose_data_changed_is_shown_again(city: Nights) -> None:
    """The store says that the name was another one when judged: the link is likely again, and the pair comes up."""
    pair = pairs(city)[0]
    before = link(city, pair[0])
    judge(city, pair, "同一人", "--reason", "电话核实")
    lake = asked_of(city).night.lake
    (row,) = read(lake).drop("seq", "id").to_dicts()
    append(lake, row | {"a_name_mark": "0" * 24})
    assert city.run().ran == (THIRD,)
    assert link(city, pair[0]) == before
    shown = hedui("link", "judgements", "--changed", "--home", city.home).out
    assert "所依据的数据已变:姓名,电话核实" in shown
    assert set(pairs(city, "changed")[0]) == set(pair)
    assert city.ask("SELECT count(*) FROM identity_review WHERE kind = 'changed'") == [(1,)]


@pytest.mark.long
def test_all_nights_anew_with_the_same_judgements_give_the_same(city: Nights, tmp_path: Path) -> None:
    judge(city, pairs(city)[0], "同一人")
    judge(city, pairs(city)[1], "非同一人")
    city.run()
    anew = city.fresh(tmp_path / "anew")
    shutil.copytree(path_of(asked_of(city).night.lake).parent, anew.home / "judgements")
    anew.run()
    assert anew.fingerprints() == city.fingerprints()
