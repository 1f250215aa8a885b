"""From a published alert to the next night: what staff say by command, and what becomes of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.handling.night import TABLES
from flows.handling.store import DECISIONS, STEPS
from flows.lake import Lake
from schemas.published import published
from tests.conftest import SmallCity
from tests.flows.handling.office import TODAY, alert, decide, standing, step
from tests.flows.nights import THIRD, Nights, found_in, hedui, personal_values, told


def test_a_decision_counts_in_the_same_night_and_only_what_hangs_on_it_is_done_again(city: Nights) -> None:
    before = city.fingerprints()
    linked = (city.home / "lake" / "nights" / str(THIRD) / "link" / "done.json").stat().st_mtime_ns
    alert_id, mark = alert(city)
    made = decide(city, alert_id, "不属实-数据滞后", "--seen", mark)
    assert made.code == 0
    assert "已记录决定" in made.out
    assert city.run().ran == (THIRD,)
    assert (city.home / "lake" / "nights" / str(THIRD) / "link" / "done.json").stat().st_mtime_ns == linked
    assert city.ask("SELECT alert_id, disposition, standing FROM decisions") == [(alert_id, "不属实-数据滞后", "holds")]
    after = city.fingerprints()
    handled = {"alerts", "alert_events", "dispatch_sheets"}
    measured = {"decisions", "rule_measures", "fairness", "runs"}
    assert {name for name in after if after[name] != before[name]} <= handled | measured
    assert city.ask(f"SELECT life, held_back, shown FROM alerts WHERE alert_id = '{alert_id}'") == [
        ("closed", "decided", False)
    ]
    assert city.ask(f"SELECT state <> 'resolved' FROM alerts WHERE alert_id = '{alert_id}'") == [(True,)]
    assert city.ask("SELECT decided, not_confirmed FROM rule_measures WHERE month IS NULL AND decided > 0") == [(1, 1)]
    assert city.run().ran == ()


@pytest.mark.long
def test_a_past_night_keeps_what_it_read(small_city: SmallCity, tmp_path: Path) -> None:
    city = small_city.after_second.copy(tmp_path / "home")
    alert_id, _ = alert(city)
    assert decide(city, alert_id).code == 0
    assert city.run().ran == (THIRD,)  # what was said of the second night, the third reads too
    assert city.ask("SELECT count(*) FROM decisions") == [(1,)]
    assert DECISIONS.known_to(Lake(city.home), THIRD - timedelta(days=1)).is_empty()
    assert DECISIONS.known_to(Lake(city.home), THIRD).height == 1


@pytest.mark.long
def test_the_whole_path_of_an_adverse_decision(city: Nights) -> None:
    alert_id, _ = alert(city)
    long_ago, then = TODAY - timedelta(days=60), TODAY - timedelta(days=30)
    told(decide(city, alert_id, "属实-停发"), 2, "待独立核查")
    told(step(city, alert_id, "notice", "王核查"), 2, "待独立核查")
    assert "已核查" in step(city, alert_id, "check", "王核查", "--on", long_ago).out
    told(step(city, alert_id, "notice", "王核查", "--on", long_ago), 2, "不得少于10个工作日")
    assert step(city, alert_id, "告知当事人", "王核查", "--on", long_ago, "--answer-by", then).code == 0
    told(step(city, alert_id, "window_ended", "王核查", "--on", then), 2, "当日过后")
    told(decide(city, alert_id, "属实-停发"), 2, "已告知")
    assert step(city, alert_id, "window_ended", "王核查").code == 0
    told(hedui("decide", alert_id, "--code", "属实-停发", "--by", "王 核查", "--reason", "已核实", "--home", city.home),
         2, "不得是核查人")  # fmt: skip
    made = decide(city, alert_id, "属实-停发")
    assert made.code == 0, made
    decision_id = made.out.split()[1].partition("，")[0]
    city.run()
    assert standing(city) == [("unsigned",)]
    told(hedui("decide", "--sign", decision_id, "--by", " 李经办", "--home", city.home), 2, "不得是决定人")
    assert hedui("decide", "--sign", decision_id, "--by", "赵复核", "--home", city.home).code == 0
    told(hedui("decide", "--sign", decision_id, "--by", "钱某", "--home", city.home), 2, "已有第二签字")
    city.run()
    assert (standing(city), city.ask("FROM confirmed_findings")) == ([("refused",)], [])
    shown = hedui("process", alert_id, "--home", city.home)
    assert "还缺：告知复核途径。" in shown.out
    assert step(city, alert_id, "review", "李经办").code == 0
    city.run()
    assert standing(city) == [("holds",)]
    ((code, to_do, second),) = city.ask("SELECT disposition, to_do, second_by FROM confirmed_findings")
    assert (code, second) == ("属实-停发", "赵复核")
    assert "不停发" in to_do
    assert step(city, alert_id, "dispute", "李经办").code == 0
    city.run()
    assert (standing(city), city.ask("FROM confirmed_findings")) == ([("suspended",)], [])
    data = json.loads(hedui("process", alert_id, "--json", "--home", city.home).out)
    assert (data["state"], data["allowed"], data["missing"]) == (
        "contested",
        ["reply", "close"],
        ["异议答复", "告知复核途径"],
    )
    assert [counts for (counts,) in city.ask("SELECT counts FROM process_steps")] == [True] * 5
    for name in TABLES:
        written = pl.read_parquet(city.home / "lake" / "nights" / str(THIRD) / "monitor" / f"{name}.parquet")
        published()[name].model.validate(written, lazy=True)
    assert city.ask("SELECT payment.* FROM fact.payment ORDER BY ALL") == city.ask(
        "SELECT payment.* FROM fact.payment ORDER BY ALL", THIRD
    )


def test_bad_input_is_told(city: Nights, tmp_path: Path) -> None:
    alert_id, _ = alert(city)
    ((resolved,),) = city.ask("SELECT alert_id FROM alerts WHERE state = 'resolved' ORDER BY 1 LIMIT 1")
    home = ("--home", city.home)
    told(decide(city, "A00000000000000000000"), 2, "没有这条预警")
    told(decide(city, alert_id, "属实"), 2, "不在规定之内", "不属实-数据滞后")
    told(decide(city, alert_id, "不属实-数据滞后", "--reason", " "), 2, "没有写明理由")
    told(decide(city, alert_id, "不属实-数据滞后", "--reason", "见999901199001011234"), 2, "像证件号码")
    told(decide(city, alert_id, "不属实-数据滞后", "--expires", "2020-01-01"), 2, "已经过去")
    told(decide(city, alert_id, "不属实-数据滞后", "--expires", "明天"), 2, "无法识别")
    told(decide(city, alert_id, "不属实-数据滞后", "--seen", "0" * 32), 2, "已有变化")
    told(decide(city, alert_id, "不属实-数据滞后", "--second", "李 经办"), 2, "不得是决定人本人")
    told(decide(city, resolved), 2, "因数据变化消除")
    told(hedui("decide", "--sign", "nothing", "--by", "赵复核", *home), 2, "没有这条处置决定")
    told(hedui("decide", *home), 2, "三者择一")
    told(hedui("decide", alert_id, "--file", "x.csv", *home), 2, "三者择一")
    told(hedui("process", *home), 2, "两者择一")
    told(hedui("process", "A00000000000000000000", *home), 2, "没有这条预警")
    told(step(city, alert_id, "walk", "王核查"), 2, "不在规定之内")
    told(hedui("decide", "--file", tmp_path / "none.csv", *home), 2, "找不到文件")
    told(hedui("decide", alert_id, "--home", tmp_path / "none"), 2, "还没有发布过")
    assert DECISIONS.read(Lake(city.home)).is_empty()
    assert STEPS.read(Lake(city.home)).is_empty()


def test_the_name_of_those_concerned_is_not_taken_and_nothing_personal_is_kept_or_shown(city: Nights) -> None:
    ((alert_id, name),) = city.ask(
        "SELECT alert_id, name FROM alerts JOIN persons USING (person_key) "
        "WHERE state <> 'resolved' AND length(name) > 1 ORDER BY ALL LIMIT 1"
    )
    told(decide(city, alert_id, "不属实-身份误配", "--reason", f"{name}到场说明"), 2, "姓名")
    assert decide(city, alert_id, "不属实-身份误配", "--reason", "当事人到场说明").code == 0
    screens = hedui("process", alert_id, "--home", city.home).out
    kept = DECISIONS.path(Lake(city.home)).read_text("utf-8")
    assert found_in(screens + kept, personal_values(city.home)) == []


@pytest.mark.long
def test_a_sampled_household_is_reviewed_and_estimates_what_was_missed(city: Nights) -> None:
    drawn = city.ask("SELECT sample_id, month, population, result FROM recall_sample ORDER BY 1")
    ((share,),) = city.ask("SELECT missed_share FROM recall_estimates WHERE month IS NULL")
    assert share is None
    assert {(month, result) for _, month, _, result in drawn} == {("2026-11", None)}
    assert len(drawn) == min(30, drawn[0][2])
    sample_id = drawn[0][0]
    told(decide(city, sample_id, "不属实-数据滞后"), 2, "抽查-未见问题")
    told(decide(city, "S" + "0" * 20, "抽查-未见问题"), 2, "没有这个抽查编号")
    told(decide(city, sample_id, "抽查-未见问题", "--reason", "见13800001111"), 2, "手机号码")
    assert decide(city, sample_id, "抽查-发现漏保").code == 0
    city.run()
    assert city.ask("SELECT result, missed FROM recall_sample WHERE result IS NOT NULL") == [("抽查-发现漏保", True)]
    assert city.ask("SELECT reviewed, missed, missed_share FROM recall_estimates") == [(1, 1, 1.0)] * 2
    assert city.ask("FROM decisions") == []
    first = "SELECT household_no FROM alerts WHERE first_seen = (SELECT min(drawn_on) FROM recall_sample)"
    assert city.ask(f"SELECT count(*) FROM recall_sample WHERE household_no IN ({first})") == [(0,)]


def test_the_sample_of_a_month_stays_over_its_nights(small_city: SmallCity) -> None:
    ids = "SELECT sample_id, drawn_on FROM recall_sample ORDER BY 1"
    assert small_city.whole.ask(ids) == small_city.after_second.ask(ids) == small_city.after_first.ask(ids)


def test_fairness_and_rules_are_published_with_nothing_decided(small_city: SmallCity) -> None:
    whole = small_city.whole
    assert whole.ask("SELECT count(*), count(precision) FROM rule_measures WHERE month IS NULL")[0][1] == 0
    assert whole.ask("SELECT DISTINCT measure FROM fairness") == [("alert",)]
    (total,) = whole.ask("SELECT DISTINCT sum(n) FROM fairness GROUP BY attribute")
    assert whole.ask("SELECT count(DISTINCT household_no) FROM mart.assessed_household") == [total]
    assert (
        whole.ask("SELECT count(*) FROM rules WHERE status = 'live'")[0][0]
        == whole.ask("SELECT count(DISTINCT rule_id) FROM rule_measures")[0][0]
    )
