"""Checks between values: each has a case that fails, says file, place, what and what to do, and one that passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.markdown import blocks
from transforms.policy import PolicyError, parse_policies, policy_warnings

HEAD = 'locality: "{code}"\nname: {name}\n'


def file(code: str, *lines: str, name: str = "某地") -> dict[str, str]:
    return {f"{code}.yml": HEAD.format(code=code, name=name) + "\n".join(lines) + "\n"}


def standard(*values: str) -> str:
    return f"standard: {{values: {{{', '.join(values)}}}}}"


def tekun(*values: str) -> str:
    return f"tekun_standard: {{values: {{{', '.join(values)}}}}}"


def floor(*values: str) -> str:
    return f"standard_guidance_floor: {{values: {{{', '.join(values)}}}}}"


def faults(texts: dict[str, str]) -> list[str]:
    try:
        parse_policies(texts)
    except PolicyError as fault:
        return str(fault).splitlines()
    return []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            ["2022-01-01: {value: 900, valid_until: 2022-12-31}", "2022-12-31: 950"],
            "99.yml,standard:某地 2022-01-01 起的值截止 2022-12-31,与 2022-12-31 起的值重叠;"
            "请改为 2022-12-30 或删去 valid_until",
        ),
        (
            ["2022-01-01: {value: 900, valid_until: 2022-11-30}", "2023-01-01: 950"],
            "99.yml,standard:某地 2022-12-01 至 2022-12-31 没有取值;请补上,未知的写空值和原因:"
            "{value: , reason: 未查到}",
        ),
        (
            ["2022-01-01: {value: 900, valid_until: 2021-12-31}"],
            "99.yml,standard:某地 2022-01-01 起的值截止 2021-12-31,早于起用日;请改正 valid_until",
        ),
        (["2022-01-01: {value: 900, valid_until: 2022-02-30}"], "99.yml,standard:日期 2022-02-30 应写成 2026-07-01"),
        (["2022-01-01: {value: 900, valid_until: 9999-12-31}"], "99.yml,standard:日期 9999-12-31 应在 1900 至 2100"),
        (["2022-01-01: {value: , reason: [未查到]}"], "99.yml,standard:2022-01-01 的 reason 应为文本"),
    ],
)
def test_days_leave_no_gap_and_do_not_overlap(values: list[str], message: str) -> None:
    (told,) = faults(file("99", standard(*values)))
    assert told.startswith(message)


@pytest.mark.parametrize(
    "values",
    [
        ["2022-01-01: {value: 900, valid_until: 2022-12-31}", "2023-01-01: 950"],
        ["2022-01-01: {value: 900, valid_until: 2022-12-31}", "2023-01-01: {value: , reason: 未查到}"],
        ["2022-01-01: 900", "2023-01-01: {value: 950, valid_until: 2023-06-30}"],
        ["2022-01-01: {value: 900, valid_until: 2022-01-01}"],
    ],
)
def test_days_that_follow_each_other_are_taken(values: list[str]) -> None:
    assert faults(file("99", standard(*values))) == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            [standard("2021-01-01: 700", "2022-01-01: 800"), tekun("2022-01-01: 909.99")],
            "99.yml,tekun_standard:某地 2022-01-01 起 城镇特困标准 909.99 元,低于2021年低保标准的 "
            "1.3 倍(700 × 1.3 = 910 元);请改正,确与公布文件一致的加 reason 说明",
        ),
        (  # one amount for both residences must suffice for the higher
            [standard("2021-01-01: {城镇: 700, 农村: 500}"), tekun("2021-01-01: 900", "2022-01-01: 900")],
            "99.yml,tekun_standard:某地 2022-01-01 起 城镇特困标准 900 元",
        ),
        (  # compared with the same residence
            [standard("2021-01-01: {城镇: 700, 农村: 500}"), tekun("2022-01-01: {城镇: 910, 农村: 649}")],
            "99.yml,tekun_standard:某地 2022-01-01 起 农村特困标准 649 元,低于2021年低保标准的 1.3 倍(500 ×",
        ),
        (  # not raised when the 低保 standard was: too low from the New Year after
            [standard("2020-01-01: 700", "2021-07-01: 800"), tekun("2021-01-01: 910")],
            "99.yml,tekun_standard:某地 2021-01-01 起 城镇特困标准 910 元,低于2021年低保标准的 1.3 倍(800 ×",
        ),
        (  # the place asks for more
            [
                standard("2021-01-01: 700"),
                "tekun_multiple_min: {values: {2021-01-01: 1.5}}",
                tekun("2022-01-01: 1000"),
            ],
            "99.yml,tekun_standard:某地 2022-01-01 起 城镇特困标准 1000 元,低于2021年低保标准的 1.5 倍",
        ),
    ],
)
def test_the_destitute_get_at_least_1_3_times_last_year_s_standard(lines: list[str], message: str) -> None:
    assert faults(file("99", *lines))[0].startswith(message)


def test_last_year_s_standard_counts_not_this_year_s() -> None:
    raised = [
        standard("2021-01-01: 700", "2022-01-01: 900"),
        tekun("2022-01-01: {value: 910, valid_until: 2022-12-31}"),
    ]
    assert faults(file("99", *raised)) == []
    assert policy_warnings(file("99", *raised)) == ()


def test_another_place_s_standard_is_never_compared() -> None:
    texts = {**file("98", standard("2020-01-01: 9000")), **file("99", tekun("2022-01-01: {value: 1}"))}
    assert faults(texts) == []
    assert policy_warnings(texts) == (
        "99.yml,tekun_standard:某地 2022-01-01 起 特困标准无法与上年度低保标准比较:2021-12-31 的低保标准未知",
    )


PROVINCE = file("99", floor("2022-01-01: {城镇: 600, 农村: 500}", "2023-01-01: {城镇: 650, 农村: 500}"), name="某省")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            ["2022-01-01: {城镇: 599, 农村: 500}", "2023-01-01: {城镇: 700, 农村: 500}"],
            "990102.yml,standard:某县 2022-01-01 起 城镇低保标准 599 元,低于 2022-01-01 的最低指导标准 600 元",
        ),
        (  # the province raised its floor, the county did not follow
            ["2022-01-01: {城镇: 620, 农村: 500}"],
            "990102.yml,standard:某县 2022-01-01 起 城镇低保标准 620 元,低于 2023-01-01 的最低指导标准 650 元",
        ),
    ],
)
def test_a_county_is_not_below_the_guidance_floor(values: list[str], message: str) -> None:
    (told,) = faults({**PROVINCE, **file("990102", standard(*values), name="某县")})
    assert told == f"{message};请改正,确与公布文件一致的加 reason 说明"


def test_a_county_at_the_floor_and_one_of_another_province_are_taken() -> None:
    at = standard("2022-01-01: {城镇: 650, 农村: 500}")
    assert faults({**PROVINCE, **file("990102", at), **file("880102", standard("2022-01-01: 1"))}) == []


def test_a_figure_confirmed_with_a_reason_is_a_warning() -> None:
    texts = file("99", standard("2021-01-01: 700"), tekun("2022-01-01: {value: 900, reason: 与公布文件核对无误}"))
    assert faults(texts) == []
    assert [told.rpartition(";")[2] for told in policy_warnings(texts)] == ["已注明:与公布文件核对无误"] * 2


@pytest.mark.parametrize("bands", ["[]", "[70, 100]", "[[70, 100], [70, 200]]", "[[80, 100], [70, 200]]", "[[70]]"])
def test_bands_rise_with_age(bands: str) -> None:
    (told,) = faults(file("99", f"elder_allowance_bands: {{values: {{2022-01-01: {bands}}}}}"))
    assert "应为按年龄递增的列表" in told


def test_the_page_s_example_is_taken_as_it_stands() -> None:
    (example,) = blocks((Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8"), "yaml")
    assert faults({"999903.yml": example}) == []
    assert policy_warnings({"999903.yml": example}) == ()
