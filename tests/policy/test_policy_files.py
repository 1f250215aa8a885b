"""Policy files: exact values, dated, split, with sources; every fault of every file in one message."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rules.rule_files import texts
from transforms.policy import PARAMETERS, PolicyError, parse_policies, policy_version, policy_warnings, resolve
from transforms.rules.head import parse_rules

DEMO = (Path(__file__).parents[2] / "data" / "policy" / "9999.yml").read_text(encoding="utf-8")
HEAD = 'locality: "{code}"\nname: 某地\n'


def file(code: str, *lines: str) -> dict[str, str]:
    return {f"{code}.yml": HEAD.format(code=code) + "\n".join(lines) + "\n"}


def value(
    texts: dict[str, str], parameter: str, day: str = "2026-11-22", locality: str = "99", residence: str = ""
) -> object:
    policy = resolve(parse_policies(texts), date.fromisoformat(day), []).policy
    here = policy.filter(locality=locality, residence=residence)
    return here.get_column(parameter).to_list()[0]


def test_the_demo_city_sets_every_parameter_that_a_live_rule_asks_for() -> None:
    policies = parse_policies({"9999.yml": DEMO})
    resolved = resolve(policies, date(2026, 11, 22), ["999901001001"])
    live = [rule for rule in parse_rules(texts("rules/alert")) if rule.head.status == "live"]
    needed = {name for name, parameter in PARAMETERS.items() if not parameter.optional}
    needed |= {name for rule in live for name in rule.head.parameters}
    assert resolved.policy.height == 3
    known = {name for name in PARAMETERS if resolved.policy[name].null_count() == 0}
    assert needed <= known
    assert set(PARAMETERS) == set(resolved.policy.columns) - {"locality", "residence"}
    assert resolved.values.height == 3 * len(known)


@pytest.mark.parametrize(
    ("day", "standard"),
    [
        ("2025-06-30", None),
        ("2025-07-01", Decimal("1000.00")),
        ("2026-06-30", Decimal("1000.00")),
        ("2026-07-01", Decimal("1040.00")),
    ],
)
def test_a_value_holds_from_its_day(day: str, standard: Decimal | None) -> None:
    assert value({"9999.yml": DEMO}, "standard", day, locality="9999") == standard


@pytest.mark.parametrize(
    ("line", "parameter", "expected"),
    [
        ("edge_multiple: {values: {2025-01-01: 1.5}}", "edge_multiple", Decimal("1.500000")),
        ("work_cost_share: {values: {2025-01-01: 0.1}}", "work_cost_share", Decimal("0.100000")),
        ("standard: {values: {2025-01-01: 0980.5}}", "standard", Decimal("980.50")),
        ("visit_days: {values: {2025-01-01: 010}}", "visit_days", 10),
        ("heating: {values: {2025-01-01: false}}", "heating", False),
        ("heating_from: {values: {2025-01-01: 10-15}}", "heating_from", "10-15"),
        ("living_subsidy_programs: {values: {2025-01-01: [低保边缘]}}", "living_subsidy_programs", ["低保边缘"]),
        (
            "standard: {values: {2025-01-01: {value: 900, source: 某文件 http://x, mark: verified}}}",
            "standard",
            Decimal("900.00"),
        ),
        ("standard: {values: {2025-01-01: {value: null, mark: assumed}}}", "standard", None),
        ("standard: {values: {2025-01-01: null}}", "standard", None),
    ],
)
def test_values_are_read_exactly(line: str, parameter: str, expected: object) -> None:
    assert value(file("99", line), parameter) == expected


def test_a_split_value_is_unknown_without_residence() -> None:
    texts = file("99", "standard: {values: {2025-01-01: {城镇: 900, 农村: {}}}}".replace("{}", "700"))
    found = [value(texts, "standard", residence=residence) for residence in ("", "城镇", "农村")]
    assert found == [None, Decimal("900.00"), Decimal("700.00")]


def test_a_split_value_may_carry_its_source() -> None:
    texts = file("99", "standard: {values: {2025-01-01: {value: {城镇: 900}, source: 文, mark: seed}}}")
    values = resolve(parse_policies(texts), date(2026, 1, 1), []).values
    assert values.select("residence", "value", "unit", "valid_from", "source", "mark", "file").rows() == [
        ("城镇", "900", "yuan/person/month", date(2025, 1, 1), "文", "seed", "99.yml")
    ]


def test_the_longest_prefix_wins_key_by_key() -> None:
    texts = {
        **file("99", "standard: {values: {2025-01-01: 900}}", "visit_days: {values: {2025-01-01: 30}}"),
        **file("9901", "standard: {values: {2026-01-01: 950}}"),
        **file("990102", "standard: {values: {2025-01-01: null}}"),
    }
    assert value(texts, "standard", locality="9901") == Decimal("950.00")
    assert value(texts, "standard", "2025-12-31", locality="9901") == Decimal("900.00")  # not yet in force there
    assert value(texts, "standard", locality="990102") is None  # said to be unknown, not left out
    assert value(texts, "visit_days", locality="990102") == 30
    codes = ["990102003004", "990103000000", "990000000000", "880000000000", None, ""]
    located = resolve(parse_policies(texts), date(2026, 1, 1), codes).locality
    assert dict(located.iter_rows()) == {
        "": "99",
        "880000000000": "99",
        "990000000000": "99",
        "990102003004": "990102",
        "990103000000": "9901",
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("standard: 900", "99.yml,standard:应为 {values"),
        ("standard: {values: {}}", "99.yml,standard:应为 {values"),
        ("standard: {unit: yuan/year, values: {2025-01-01: 1}}", "单位应为 yuan/person/month,而不是 yuan/year"),
        ("standard: {value: 1, values: {2025-01-01: 1}}", "多出的键 value"),
        ("standard: {values: {2025-1-1x: 1}}", "日期 2025-1-1x 应写成 2026-07-01"),
        ("standard: {values: {2025-01-01: 1, 2025-1-1: 2}}", "日期 2025-1-1 写了两次"),
        ("standard: {values: {2025-01-01: 1, 2025-01-01: 2}}", "第3行:键 2025-01-01 写了两次"),
        ("standard: {values: {2025-01-01: 1,000}}", "日期 000 应写成"),
        ("standard: {values: {2025-01-01: '1,000'}}", "应为不小于零的数字"),
        ("standard: {values: {2025-01-01: 1.005}}", "小数不得超过2位"),
        ("standard: {values: {2025-01-01: [1]}}", "应为单个数值"),
        ("edge_multiple: {values: {2025-01-01: 1e3}}", "应为不小于零的数字"),
        ("edge_multiple: {values: {2025-01-01: 12345}}", "数值过大"),
        ("visit_days: {values: {2025-01-01: 1.5}}", "应为整数"),
        ("heating: {values: {2025-01-01: yes}}", "应为 true 或 false"),
        ("heating_from: {values: {2025-01-01: 02-30}}", "应为“月-日”"),
        ("living_subsidy_programs: {values: {2025-01-01: [低保]}}", "未知的取值 低保"),
        ("standard: {values: {2025-01-01: {城市: 1}}}", "只能按 城镇、农村 分开"),
        ("standard: {values: {2025-01-01: {value: 1, mark: sure}}}", "mark 应为 verified"),
        ("standard: {values: {2025-01-01: {value: 1, cite: x}}}", "应为 {value, source, mark}"),
        ("standard: {values: {2025-01-01: {source: x}}}", "应为 {value, source, mark}"),
    ],
)
def test_a_fault_names_file_and_key(line: str, message: str) -> None:
    with pytest.raises(PolicyError) as fault:
        parse_policies(file("99", line))
    assert message in str(fault.value)


def test_all_faults_of_all_files_come_at_once() -> None:
    texts = {
        "9.yml": "name: 甲\nlocality: 十\n",
        "8801.yml": 'locality: "8801"\nname: 乙\nstandard: {}\nvisit_days: {}\n',
        "y.yml": "a: [\n",
    }
    with pytest.raises(PolicyError) as fault:
        parse_policies(texts)
    assert [line.partition(":")[0] for line in str(fault.value).splitlines()] == [
        "8801.yml,standard",
        "8801.yml,visit_days",
        "9.yml,locality",
        "y.yml",
    ]


@pytest.mark.parametrize(
    ("files", "warning"),
    [
        (file("99", "standrad: {values: {2025-01-01: 1}}"), "99.yml,standrad:未知的参数,已略过"),
        ({"99.yml": 'locality: "99"\n'}, "99.yml,name:缺少地方名称"),
        ({"98.yml": HEAD.format(code="99")}, "98.yml,locality:99 与文件名 98 不一致,以 99 为准"),
        ({"a.yml": HEAD.format(code="99"), "b.yml": "kind: 说明\n"}, "b.yml:没有 locality"),
        ({"a.yml": HEAD.format(code="99"), "b.yml": "- 甲\n"}, "b.yml:没有 locality"),
        ({"a.yml": HEAD.format(code="99"), "b.yml": ""}, "b.yml:没有 locality"),
        (file("99", "standard: {values: {2026-01-01: 1, 2025-01-01: 2}}"), "99.yml,standard:日期没有按先后排列"),
    ],
)
def test_what_does_no_harm_is_a_warning(files: dict[str, str], warning: str) -> None:
    assert [policy.locality for policy in parse_policies(files)] == ["99"]
    (told,) = policy_warnings(files)
    assert told.startswith(warning)


def test_days_out_of_order_are_put_in_order() -> None:
    texts = file("99", "standard: {values: {2026-01-01: 2, 2025-01-01: 1}}")
    assert value(texts, "standard", "2025-12-31") == Decimal("1.00")
    assert value(texts, "standard", "2026-01-01") == Decimal("2.00")


def test_a_file_without_fault_gives_no_warning() -> None:
    assert policy_warnings({"9999.yml": DEMO, "policy-demo.yaml": HEAD.format(code="98")}) == ()


def test_one_prefix_in_two_files_is_refused() -> None:
    texts = {"a.yml": HEAD.format(code="99"), "b.yml": HEAD.format(code="99")}
    with pytest.raises(PolicyError, match=r"a\.yml、b\.yml:区划代码前缀 99 重复"):
        parse_policies(texts)


@pytest.mark.parametrize("texts", [{}, {"a.yml": "kind: 说明\n"}])
def test_no_usable_file_is_a_clear_message(texts: dict[str, str]) -> None:
    with pytest.raises(PolicyError, match="没有政策文件"):
        parse_policies(texts)


def test_the_version_is_that_of_the_content() -> None:
    one, two = (
        file("99", "visit_days: {values: {2025-01-01: 30}}"),
        file("98", "visit_days: {values: {2025-01-01: 30}}"),
    )
    assert policy_version({**one, **two}) == policy_version({**two, **one})
    assert policy_version(one) != policy_version(file("99", "visit_days: {values: {2025-01-01: 31}}"))
    assert len(policy_version(one)) == 16
