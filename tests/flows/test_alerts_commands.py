"""`hedui alerts` and `hedui explain` on the case with known truth: filters, counts, the way back to file and row."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.lake import Lake
from tests.conftest import RunNights, SmallCity
from tests.flows.nights import THIRD, found_in, hedui, personal_values, told
from tests.rules.rule_files import ABOUT_DELIVERIES


def ask(city: RunNights, sql: str) -> list[tuple[Any, ...]]:
    with city.published(THIRD) as con:
        return con.sql(sql).fetchall()


def listed(home: Path, *words: str) -> list[dict[str, str]]:
    said = hedui("alerts", "--home", home, "--csv", *words)
    assert (said.code, said.err) == (0, "")
    return list(csv.DictReader(io.StringIO(said.out)))


FILTERS = [
    (("--level", "红"), "level = 'red' AND state <> 'resolved'"),
    (("--level", "red", "--state", "持续"), "level = 'red' AND state = 'ongoing'"),
    (("--rule", "CB-07"), "rule_id = 'CB-07' AND state <> 'resolved'"),
    (("--state", "全部"), "TRUE"),
    (("--state", "已消除"), "state = 'resolved'"),
    (("--program", "最低生活保障"), "program = '最低生活保障' AND state <> 'resolved'"),
    (("--since", "2026-11-22"), "opened_on >= DATE '2026-11-22' AND state <> 'resolved'"),
    (("--overdue",), "due_on < DATE '2026-11-22' AND state <> 'resolved'"),
    (("--township", "999901"), "division_code LIKE '999901%' AND state <> 'resolved'"),
    (("--class", "错保"), "rule_id IN (SELECT rule_id FROM rules WHERE class = '错保') AND state <> 'resolved'"),
]


@pytest.mark.parametrize(("words", "where"), FILTERS)
def test_filters_give_what_the_file_has(city_a: RunNights, words: tuple[str, ...], where: str) -> None:
    wanted = {row[0] for row in ask(city_a, f"SELECT alert_id FROM alerts WHERE {where}")}
    found = [row["alert_id"] for row in listed(city_a.home, *words)]
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_some_filter_leaves_some_alerts_and_not_all(city_a: RunNights) -> None:
    counts = {ask(city_a, f"SELECT count(*) FROM alerts WHERE {where}")[0][0] for _, where in FILTERS}
    assert len(counts) > 5


def test_the_most_urgent_come_first_and_the_rest_is_told(city_a: RunNights) -> None:
    levels = [row["level"] for row in listed(city_a.home)]
    assert levels == sorted(levels, key=["red", "yellow", "blue"].index)
    said = hedui("alerts", "--home", city_a.home, "--limit", 2)
    assert said.out.count("\n") == 6
    assert f"共 {len(levels):,} 条，列出前 2 条" in said.out


@pytest.mark.parametrize("by", ["rule", "level", "state", "township", "program", "class", "household"])
def test_counts_add_up(city_a: RunNights, by: str) -> None:
    rows = listed(city_a.home, "--count", by)
    assert sum(int(row["alerts"]) for row in rows) == len(listed(city_a.home))
    assert all(int(row["alerts"]) == sum(int(row[level]) for level in ("red", "yellow", "blue")) for row in rows)


def test_no_name_and_no_number_is_shown(small_city: SmallCity) -> None:
    home = small_city.whole.home
    said = hedui("alerts", "--home", home, "--state", "全部", "--limit", 1000).out
    for row in listed(home, "--rule", "SF-02")[:2] + listed(home)[:3]:
        said += hedui("explain", row["alert_id"], "--home", home).out
        said += hedui("explain", row["alert_id"], "--home", home, "--json").out
    assert len(said) > 2000
    assert found_in(said, personal_values(home)) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--shown",), "旧版程序"),
        (("--life", "已办结"), "旧版程序"),
        (("--level", "绿"), "应为 红、黄、蓝 之一"),
        (("--count", "moon"), "不能按“moon”计数"),
        (("--since", "yesterday"), "日期“yesterday”无法识别"),
    ],
)
def test_wrong_words_are_told(city_a: RunNights, words: tuple[str, ...], message: str) -> None:
    columns = [column for (column,) in ask(city_a, "SELECT column_name FROM (DESCRIBE alerts)")]
    if "life" in columns and message == "旧版程序":
        pytest.skip("this version has the columns")
    told(hedui("alerts", "--home", city_a.home, *words), 2, message)


def proof(home: Path, alert_id: str) -> dict[str, Any]:
    said = hedui("explain", alert_id, "--home", home, "--json")
    assert said.code == 0, said.err
    return dict(json.loads(said.out))


@pytest.mark.long
def test_every_fact_leads_to_its_row(city_a: RunNights) -> None:
    """The row found is read again from the delivered bytes as they were staged: it holds that record."""
    lake = Lake(city_a.home)
    found = ask(city_a, "SELECT rule_id, min(alert_id) FROM alerts GROUP BY rule_id ORDER BY 2")
    ids = [alert_id for rule, alert_id in found if rule not in ABOUT_DELIVERIES]
    seen = 0
    for alert_id in ids:
        for fact in proof(city_a.home, alert_id)["facts"]:
            place = fact["place"]
            assert place["kept"], (alert_id, fact)
            table = fact["source_table"].replace(".", "/")
            (path,) = (lake.staged / table).glob(f"{place['sha256']}-*/rows.parquet")
            row = pl.read_parquet(path).filter(pl.col("row_number") == place["row_number"])
            assert row["record_no"].to_list() == [fact["record_no"]]
            assert (lake.received / place["sha256"][:2] / place["sha256"]).is_file()
            seen += 1
    assert seen > len(ids) > 15


def test_the_proof_names_rule_parameters_identity_and_checks(city_a: RunNights) -> None:
    alert_id = ask(city_a, "SELECT min(alert_id) FROM alerts WHERE rule_id = 'CB-07'")[0][0]
    found = proof(city_a.home, alert_id)
    assert found["rule"]["version"] == found["rule"]["version_found_by"]
    values = {one["parameter"]: one["value"] for one in found["parameters"]}
    assert list(values) == found["rule"]["parameters"]
    assert values["standard"] == "1040"
    assert found["rule"]["false_positives"]
    links = [link for fact in found["facts"] for link in fact["identity"]]
    assert {link["certainty"] for link in links} <= {"certain", "likely"}
    assert all(link["explain"].startswith("hedui link explain ") for link in links)
    screen = hedui("explain", alert_id, "--home", city_a.home).out
    for word in ("事实", "参数（9999）", "与上次相比", "常见误报及核实办法", "决定", "第 1 版"):
        assert word in screen


def test_the_pointer_is_a_command_that_answers(city_a: RunNights) -> None:
    likely = ask(city_a, "SELECT min(alert_id) FROM alerts WHERE confidence = 'likely' AND state <> 'resolved'")[0][0]
    links = [link for fact in proof(city_a.home, likely)["facts"] for link in fact["identity"]]
    (pointer, *_) = [link["explain"] for link in links if link["certainty"] == "likely"]
    said = hedui(*pointer.split()[1:], "--home", city_a.home)
    assert said.code == 0, said.err


def test_what_is_not_kept_is_told(small_city: SmallCity, tmp_path: Path) -> None:
    nights = small_city.whole.copy(tmp_path / "home")
    row = listed(nights.home, "--rule", "SF-02", "--state", "全部")[0]
    for path in (nights.home / "lake" / "received").rglob("*"):
        if path.is_file():
            path.unlink()
    assert "原文件已不保留" in hedui("explain", row["alert_id"], "--home", nights.home).out
    for path in (nights.home / "lake" / "staged").rglob("rows.parquet"):
        path.unlink()
    assert "交付已不在数据湖中" in hedui("explain", row["alert_id"], "--home", nights.home).out


def test_an_unknown_alert_is_told(city_a: RunNights) -> None:
    told(hedui("explain", "A1", "--home", city_a.home), 2, "最近一夜没有预警 A1")


def test_a_home_without_nights_is_told(tmp_path: Path) -> None:
    told(hedui("alerts", "--home", tmp_path / "none"), 1, "找不到已发布的数据库")
