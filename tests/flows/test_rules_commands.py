"""`hedui rules` and `hedui backtest`: what is listed, what is refused, what a changed rule would have meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SmallCity
from tests.flows.nights import hedui, told
from tests.rules.rule_files import texts

RULES = texts("rules/alert")


def data(*words: object) -> Any:
    said = hedui(*words, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_rules_are_listed_with_what_is_known_of_them(small_city: SmallCity) -> None:
    home = small_city.whole.home
    rows = {row["id"]: row for row in data("rules", "--home", home)}
    assert len(rows) == len(RULES)
    fired = dict(small_city.whole.ask("SELECT rule_id, count(*) FROM alerts GROUP BY 1"))
    assert {rule: row["fired"] for rule, row in rows.items() if row["fired"]} == fired
    assert {row["decided"] for row in rows.values()} <= {None, 0}
    assert {row["share"] for row in rows.values()} == {None}, "nothing was decided: no share, and not 0"
    assert "未知" in hedui("rules", "--home", home).out


def test_without_a_file_everything_is_unknown(tmp_path: Path) -> None:
    rows = data("rules", "--home", tmp_path)
    assert {row["fired"] for row in rows} == {None}
    shown = hedui("rules", "show", "CB-07", "--home", tmp_path).out
    assert "发现 未知" in shown
    assert "最低生活保障标准（standard，元/人月）" in shown


def test_rules_are_chosen(tmp_path: Path) -> None:
    rows = data("rules", "--home", tmp_path, "--level", "红", "--class", "资金")
    assert rows
    assert {(row["level"], row["class"]) for row in rows} == {("red", "资金")}
    told(hedui("rules", "show", "XX-01", "--home", tmp_path), 2, "没有规则 XX-01")
    told(hedui("rules", "--status", "绿"), 2, "应为 试运行、正式、停用、待数据 之一")


def write(folder: Path, rule_id: str, *changes: tuple[str, str]) -> Path:
    text = RULES[f"{rule_id}.sql"]
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / f"{rule_id}.sql"
    path.write_text(text, "utf-8")
    return path


def test_a_good_rule_passes(tmp_path: Path) -> None:
    said = hedui("rules", "check", write(tmp_path, "CB-07"))
    assert (said.code, said.err) == (0, "")
    assert said.out == "CB-07.sql:通过\n共 1 条规则,没有错误。\n"


YEARLY = ("> policy.standard * (1 + policy.income_tolerance)", "> policy.disposable_income_year")
BAD = [
    ("CB-07", (YEARLY,), "不同时段的金额"),
    ("CB-06", (("WHERE paid.months >= policy.wage_months_min", "WHERE paid.months > policy.wage_months_min"),), "例“"),
    ("CB-06", (("    CROSS JOIN night\n", "    CROSS JOIN night SEMI JOIN person USING (person_key)\n"),), "reads"),
    ("CB-06", (("count(DISTINCT income.month)", "length(any_value(income.scheme))"),), "any_value()"),
    ("CB-06", (("status: live", "status: soon"),), "status"),
    ("CB-06", (("WITH paid AS (", "WITH paid AS (("),), "SQL"),
    ("CB-06", (("- civil_affairs.deaths", "- civil_affairs.moons"),), "约定中没有表 civil_affairs.moons"),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "changes", "fault"), BAD)
def test_a_bad_rule_is_refused_with_its_fault(
    tmp_path: Path, rule_id: str, changes: tuple[tuple[str, str], ...], fault: str
) -> None:
    said = hedui("rules", "check", write(tmp_path, rule_id, *changes))
    assert said.code == 2
    assert f"{rule_id}.sql:有误" in said.out
    assert fault in said.out
    assert "1 条有误" in said.err
    assert "Traceback" not in said.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    told(hedui("rules", "check", tmp_path / "CB-07.sql"), 2, "无法读取")


@pytest.mark.long
def test_backtest_tells_what_a_changed_rule_would_have_meant(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.whole
    rule_id = nights.ask("SELECT rule_id FROM alerts GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")[0][0]
    path = write(tmp_path, rule_id, ("version: 1\n", "version: 2\n"))
    before = nights.contents()
    found = data("backtest", path, "--nights", 3, "--home", nights.home)
    states = dict(nights.ask(f"SELECT state, count(*) FROM alerts WHERE rule_id = '{rule_id}' GROUP BY 1"))
    last = found["nights"][-1]
    assert last["standing"] == sum(count for state, count in states.items() if state != "resolved")
    assert (last["new"], last["reopened"]) == (states.get("new", 0), states.get("reopened", 0))
    assert found["nights"] == found["live"], "the same text but for the version finds the same"
    assert found["overlap"] == {"both": sum(states.values()), "only_new": 0, "only_live": 0}
    assert sum(found["by_level"].values()) == sum(found["by_township"].values()) == last["standing"]
    assert {sum(counts.values()) for counts in found["groups"].values()} == {last["standing"]}
    assert found["decided"]["interval"] is None
    assert nights.contents() == before, "a backtest leaves the home as it was"


def test_backtest_refuses_what_check_refuses(small_city: SmallCity, tmp_path: Path) -> None:
    path = write(tmp_path, "CB-07", YEARLY)
    said = hedui("backtest", path, "--home", small_city.whole.home)
    assert said.code == 2
    assert "不同时段的金额" in said.err
