"""The places' own files hold exactly what domain/parameters.md has: literal values, marks and source keys, no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.reference import read_policy
from transforms.policy import PARAMETERS, parse_policies, policy_warnings, resolve, value_text

POLICY = Path(__file__).parents[2] / "data" / "policy"
TEXTS = read_policy(POLICY / "places")
Golden = tuple[str, str, str, str, str, str, str]

# parameter, residence, first day, last day, value, mark, how its source begins; typed from domain/parameters.md
GOLDEN: dict[str, list[Golden]] = {
    "320281.yml": [
        ("standard", "", "2020-01-01", "2020-12-31", "1000", "seed", "seed B 澄民字〔2020〕15号"),
        ("tekun_standard", "", "2020-01-01", "2020-12-31", "1500", "seed", "seed B 澄民字〔2020〕15号"),
        ("income_floor_year", "", "2020-01-01", "2020-12-31", "12000", "seed", "seed B 澄民字〔2020〕15号"),
    ],
    "500156.yml": [
        ("standard", "城镇", "2021-01-01", "2021-12-31", "636", "general_knowledge", "[GK]"),
        ("standard", "农村", "2021-01-01", "2021-12-31", "515", "general_knowledge", "[GK]"),
        ("standard", "城镇", "2022-01-01", "2022-12-31", "717", "general_knowledge", "[GK]"),
        ("standard", "农村", "2022-01-01", "2022-12-31", "581", "general_knowledge", "[GK]"),
        ("standard", "城镇", "2023-01-01", "2023-12-31", "735", "general_knowledge", "[GK]"),
        ("standard", "农村", "2023-01-01", "2023-12-31", "600", "general_knowledge", "[GK]"),
        ("standard", "城镇", "2024-01-01", "2024-12-31", "735", "general_knowledge", "[GK]"),
        ("standard", "农村", "2024-01-01", "2024-12-31", "600", "general_knowledge", "[GK]"),
        ("tekun_standard", "", "2021-01-01", "2021-12-31", "827", "general_knowledge", "[GK]"),
        ("tekun_standard", "", "2022-01-01", "2022-12-31", "932", "general_knowledge", "[GK]"),
        ("tekun_standard", "", "2023-01-01", "2023-12-31", "956", "general_knowledge", "[GK]"),
        ("tekun_standard", "", "2024-01-01", "2024-12-31", "956", "general_knowledge", "[GK]"),
        ("financial_months_limit", "", "2024-01-01", "2024-12-31", "24", "cited", "[S20]"),
        ("financial_illness_limit_yuan", "", "2024-01-01", "2024-12-31", "50000", "cited", "[S20]"),
        ("home_count_limit", "", "2024-01-01", "2024-12-31", "2", "cited", "[S20]"),
        ("home_area_multiple", "", "2024-01-01", "2024-12-31", "3", "cited", "[S20]"),
        ("home_area_hardship_multiple", "", "2024-01-01", "2024-12-31", "1.3", "cited", "[S20]"),
        ("car_value_exempt_yuan", "", "2024-01-01", "2024-12-31", "30000", "cited", "[S20]"),
    ],
    "hubei_county_2024.yml": [
        ("edge_multiple", "", "2024-08-19", "2026-08-18", "1.5", "cited", "[S23]"),
    ],
    "341881.yml": [
        ("tekun_standard", "城镇", "2023-01-01", "2023-12-31", "1210", "cited", "[S56]"),
        ("tekun_standard", "农村", "2023-01-01", "2023-12-31", "917", "cited", "[S56]"),
        ("care_share_institution_full", "", "2023-01-01", "2023-12-31", "0.5", "cited", "[S56]"),
        ("care_share_institution_half", "", "2023-01-01", "2023-12-31", "0.3", "cited", "[S56]"),
        ("care_share_institution_self", "", "2023-01-01", "2023-12-31", "0.04", "cited", "[S56]"),
        ("care_share_home_full", "", "2023-01-01", "2023-12-31", "0.35", "cited", "[S56]"),
        ("care_share_home_half", "", "2023-01-01", "2023-12-31", "0.2", "cited", "[S56]"),
        ("care_share_home_self", "", "2023-01-01", "2023-12-31", "0.03", "cited", "[S56]"),
        ("small_aid_multiple", "", "2021-01-01", "2023-12-31", "4", "cited", "[S57]"),
        ("small_aid_floor_yuan", "", "2021-01-01", "2023-12-31", "800", "cited", "[S57]"),
        ("emergency_paperwork_days", "", "2021-01-01", "2023-12-31", "20", "cited", "[S57]"),
    ],
    "coldcity_2023.yml": [
        ("tekun_multiple_min", "", "2023-01-01", "2023-12-31", "1.3", "seed", "seed A"),
        ("heating", "", "2023-01-01", "2023-12-31", "是", "seed", "seed A"),
        ("heating_average_yuan", "", "2023-01-01", "2023-12-31", "800", "seed", "seed A"),
        ("elder_allowance_age", "", "2023-01-01", "2023-12-31", "80", "seed", "seed A"),
    ],
    "4403.yml": [
        ("edge_multiple", "", "2022-01-01", "2023-12-31", "1.5", "cited", "[S16]"),
        ("rigid_share", "", "2022-01-01", "2023-12-31", "0.6", "cited", "[S17]"),
        ("financial_months_limit", "", "2023-01-01", "2023-12-31", "24", "cited", "[S16]"),
        ("home_count_limit", "", "2023-01-01", "2023-12-31", "2", "cited", "[S16]"),
        ("non_residential_allowed", "", "2023-01-01", "2023-12-31", "否", "cited", "[S16]"),
        ("car_allowed", "", "2023-01-01", "2023-12-31", "否", "cited", "[S16]"),
        ("business_allowed", "", "2023-01-01", "2023-12-31", "否", "cited", "[S16]"),
        ("elder_allowance_age", "", "2016-01-01", "2016-12-31", "70", "cited", "[S75]"),
        ("elder_allowance_age", "", "2023-01-01", "2023-12-31", "70", "cited", "[S75]"),
        (
            *("elder_allowance_bands", "", "2016-01-01", "2016-12-31"),
            *("70岁起100元、80岁起200元、90岁起300元、100岁起500元", "cited", "[S75]"),
        ),
        (
            *("elder_allowance_bands", "", "2023-01-01", "2023-12-31"),
            *("70岁起200元、80岁起300元、90岁起500元、100岁起1000元", "cited", "[S75]"),
        ),
        ("elder_allowance_notice_months", "", "2023-01-01", "2023-12-31", "2", "cited", "[S75]"),
    ],
}
CODES = {"320281.yml": "320281", "500156.yml": "500156", "hubei_county_2024.yml": "42", "341881.yml": "341881"} | {
    "coldcity_2023.yml": "9998",
    "4403.yml": "4403",
}


def in_force(file: str, parameter: str, day: str) -> dict[str, tuple[str, str, str]]:
    """residence -> value, mark, source on a day, with this place's file alone."""
    values = resolve(parse_policies({file: TEXTS[file]}), date.fromisoformat(day), []).values
    rows = values.filter(parameter=parameter).select("residence", "value", "mark", "source").rows()
    return {residence: (value, mark, source) for residence, value, mark, source in rows}


@pytest.mark.parametrize("file", GOLDEN)
def test_a_file_holds_the_golden_values_and_no_other_number(file: str) -> None:
    (policy,) = parse_policies({file: TEXTS[file]})
    assert policy.locality == CODES[file]
    held = [
        (value.parameter, value.residence, str(value.valid_from), str(value.valid_until), value_text(value.value))
        for value in policy.values
        if value.value is not None
    ]
    assert sorted(held) == sorted(row[:5] for row in GOLDEN[file])


@pytest.mark.parametrize(("file", "row"), [(file, row) for file, rows in GOLDEN.items() for row in rows])
def test_a_value_holds_from_its_first_to_its_last_day(file: str, row: Golden) -> None:
    parameter, residence, first, last, value, mark, source = row
    for day in (first, last):
        for place in (residence,) if residence else ("", "城镇", "农村"):
            found = in_force(file, parameter, day)[place]
            assert found[:2] == (value, mark)
            assert found[2].startswith(source)


@pytest.mark.parametrize(
    ("file", "parameter", "before", "after"),
    [
        ("500156.yml", "standard", ("2021-12-31", "515", "636"), ("2022-01-01", "581", "717")),
        ("500156.yml", "standard", ("2022-12-31", "581", "717"), ("2023-01-01", "600", "735")),
        ("500156.yml", "tekun_standard", ("2022-12-31", "932", "932"), ("2023-01-01", "956", "956")),
        ("hubei_county_2024.yml", "edge_multiple", ("2024-08-18", None, None), ("2024-08-19", "1.5", "1.5")),
        ("hubei_county_2024.yml", "edge_multiple", ("2026-08-18", "1.5", "1.5"), ("2026-08-19", None, None)),
        ("320281.yml", "standard", ("2019-12-31", None, None), ("2020-01-01", "1000", "1000")),
        ("320281.yml", "standard", ("2020-12-31", "1000", "1000"), ("2021-01-01", None, None)),
        ("500156.yml", "home_count_limit", ("2023-12-31", None, None), ("2024-01-01", "2", "2")),
        ("500156.yml", "standard", ("2024-12-31", "600", "735"), ("2025-01-01", None, None)),
        ("4403.yml", "elder_allowance_age", ("2016-12-31", "70", "70"), ("2017-01-01", None, None)),
    ],
)
def test_a_change_takes_effect_on_its_day(
    file: str, parameter: str, before: tuple[str, str | None, str | None], after: tuple[str, str | None, str | None]
) -> None:
    for day, rural, urban in (before, after):
        found = in_force(file, parameter, day)
        assert [found[at][0] if at in found else None for at in ("农村", "城镇")] == [rural, urban]


def test_every_place_has_its_golden_table() -> None:
    assert set(GOLDEN) == set(TEXTS)


@pytest.mark.parametrize("file", GOLDEN)
def test_what_today_s_rules_need_is_said_or_left_empty_with_a_reason(file: str) -> None:
    (policy,) = parse_policies({file: TEXTS[file]})
    said = {value.parameter for value in policy.values}
    assert {name for name, parameter in PARAMETERS.items() if not parameter.optional} - said == set()
    assert [value.parameter for value in policy.values if value.value is None and not value.reason] == []


def test_what_cannot_be_compared_is_told() -> None:
    told = "{} 起 特困标准无法与上年度低保标准比较:{} 的低保标准未知"
    assert policy_warnings(TEXTS) == (
        told.format("320281.yml,tekun_standard:江阴市 2020-01-01", "2019-12-31"),
        told.format("341881.yml,tekun_standard:宁国市 2023-01-01", "2022-12-31"),
        told.format("500156.yml,tekun_standard:重庆市武隆区 2021-01-01", "2020-12-31"),
    )


def test_the_sample_city_s_policy_stands_alone() -> None:
    assert list(read_policy(POLICY)) == ["9999.yml"]


@pytest.mark.parametrize("file", GOLDEN)
def test_no_place_gets_another_place_s_number(file: str) -> None:
    """Beside the sample city, which knows everything, and all other places a file still says what it says alone."""
    day = date(2026, 11, 22) if file == "320281.yml" else date(2024, 9, 1)
    alone = resolve(parse_policies({file: TEXTS[file]}), day, []).policy
    crowd = {**TEXTS, **read_policy(POLICY)}
    beside = resolve(parse_policies(crowd), day, []).policy.filter(locality=CODES[file])
    assert beside.rows() == alone.rows()
