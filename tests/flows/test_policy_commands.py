"""`hedui policy check` and `show`: what a place says on a day, what it leaves empty, which rules that costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.nights import hedui, told

PLACES = Path(__file__).parents[2] / "data" / "policy" / "places"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_check_lists_values_gaps_and_skipped_rules() -> None:
    said = hedui("policy", "check", PLACES / "500156.yml", "--as-of", "2022-12-31")
    assert (said.code, said.err) == (0, "")
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[0] == "重庆市武隆区(500156,500156.yml),2022-12-31"
    assert "standard 最低生活保障标准:农村 581元/人月(2022-01-01 至 2022-12-31,常识，未核)" in lines
    assert "home_area_per_head_m2 人均住房面积限制:住房保障标准的面积未查到,3 倍无从折算" in lines
    assert "CB-07 家庭人均收入超过低保标准:缺 income_tolerance、work_cost_share、resident_pension_exempt_yuan" in lines
    assert lines[-1] == "共 1 地,没有错误。"


def test_check_of_the_sample_city_misses_nothing() -> None:
    said = hedui("policy", "check")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("示例市(9999,9999.yml),2026-07-01\n")
    assert "没有因此略过的规则" in said.out


def test_a_value_past_its_last_day_is_empty_and_says_so() -> None:
    said = hedui("policy", "check", PLACES / "320281.yml", "--as-of", "2021-01-01")
    assert "  有值(0)" in said.out.splitlines()
    assert "standard 最低生活保障标准:2020-12-31 已到期,其后未写" in said.out
    assert "CB-07" in said.out


def test_check_of_unrelated_places_warns_of_rows_without_a_code() -> None:
    said = hedui("policy", "check", PLACES)
    assert said.code == 0
    assert "没有区划代码的行一律按前缀最短的 42 核对" in said.out
    assert said.out.endswith("共 6 地,没有错误。\n")


def test_check_ends_with_2_on_an_error(tmp_path: Path) -> None:
    low = "standard: {values: {2021-01-01: 700}}\ntekun_standard: {values: {2022-01-01: 909}}\n"
    (tmp_path / "99.yml").write_text(f'locality: "99"\nname: 某地\n{low}', "utf-8")
    said = hedui("policy", "check", tmp_path / "99.yml")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        "99.yml,tekun_standard:某地 2022-01-01 起 城镇特困标准 909 元,低于2021年低保标准的 1.3 倍"
    )


@pytest.mark.parametrize("place", ["4403", "深圳市", "4403.yml", "440305001001"])
def test_show_finds_a_place_and_prints_its_sources(place: str) -> None:
    said = hedui("policy", "show", place, "--as-of", "2023-06-01", "--policy", PLACES)
    assert (said.code, said.err) == (0, "")
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[0] == "深圳市(4403,4403.yml),2023-06-01"
    share = lines.index("rigid_share 刚性支出占收入比例:0.6(2022-01-01 至 2023-12-31,有出处，未核)")
    assert lines[share + 1].startswith("依据:[S17] 坪山区民政局")
    area = lines.index("home_area_per_head_m2 人均住房面积限制:空(2023-01-01 起)")
    assert lines[area + 1] == "说明:该地不设面积条件"


def test_show_finds_the_bundled_places_without_an_option() -> None:
    said = hedui("policy", "show", "江阴市")
    assert said.code == 0
    assert said.out.startswith("江阴市(320281,320281.yml),2020-01-01\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("check nowhere.yml", "找不到政策参数文件"),
        ("check --as-of 2026-02-30", "日期“2026-02-30”无法识别"),
        ("show 乌有市", "没有“乌有市”的政策文件。可选:9999 示例市、42 湖北某县"),
        ("show", "缺少选项"),
    ],
)
def test_wrong_use_is_told(words: str, message: str) -> None:
    told(hedui("policy", *words.split()), 2, message)
