"""Site files: other words for headers and codes, and every fault of them in one message."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.catalogue import TABLES
from transforms.stage.site import SiteFaultError, TableWording, parse_sites
from transforms.stage.table import stage

GOOD = """
department: medical_insurance
headers:
  社会保障号码: 证件号码
  流水: 结算流水号
codes:
  enrolments.scheme:
    城乡居民基本医疗保险: 居民医保
    310: 居民医保
  enrolments.subsidised_category: {无资助: 无}
"""


def test_wording_by_table() -> None:
    assert parse_sites({"yibao.yml": GOOD}) == {
        "medical_insurance.enrolments": TableWording(
            headers={"社会保障号码": "id_number"},
            codes={
                "scheme": {"城乡居民基本医疗保险": "居民医保", "310": "居民医保"},
                "subsidised_category": {"无资助": "无"},
            },
        ),
        "medical_insurance.settlements": TableWording(headers={"社会保障号码": "id_number", "流水": "record_no"}),
    }
    assert parse_sites({}) == {}
    assert parse_sites({"empty.yml": "department: housing\n"}) == {}


def test_codes_reach_the_table() -> None:
    spec = TABLES["medical_insurance.enrolments"]
    wording = parse_sites({"yibao.yml": GOOD})[spec.key]
    row = {"record_no": "E1", "name": "甲", "scheme": "310", "status": "正常参保"}
    staged = stage(pl.DataFrame([row | {"row_number": 1}]), spec, wording.codes)
    assert staged.loaded["scheme"].to_list() == ["居民医保"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("- a\n- b", ["应写明 department"]),
        ("headers: {a: b}", ["应写明 department"]),
        ("department: tax", ["不认识的部门 tax,应为:civil_affairs、medical_insurance、housing、human_resources"]),
        ("department: housing\ncolour: red", ["不认识的项 colour"]),
        ("department: housing\nheaders: [a]", ["headers 应为"]),
        ("department: housing\nheaders: {a: [b]}", ["headers 应为"]),
        ("department: housing\nheaders: {业主: 产权人}", ["该部门没有约定表头 产权人"]),
        ("department: housing\nheaders: {用途: 权属状态}", ["在“不动产登记”中本身就是约定表头"]),
        ("department: housing\nheaders: {用 途: 权属状态}", ["在“不动产登记”中本身就是约定表头"]),
        ("department: housing\nheaders: {业 主: 权利人, 业主: 坐落}", ["只差空格"]),
        ("department: housing\ncodes: x", ["codes 应为"]),
        ("department: housing\ncodes: {homes.usage: {a: 住宅}}", ["没有表 homes"]),
        ("department: housing\ncodes: {properties.colour: {a: 住宅}}", ["表 properties 没有列 colour"]),
        ("department: housing\ncodes: {properties.address: {a: 住宅}}", ["不是代码列"]),
        ("department: housing\ncodes: {properties.usage: [a]}", ["应为“本地代码: 约定代码”"]),
        ("department: housing\ncodes: {properties.usage: {a: 别墅}}", ["别墅 不是约定代码,应为:住宅、商业"]),
        ("department: housing\ncodes: {properties.usage: {商业: 住宅}}", ["商业 本身就是约定代码"]),
        ("department: housing\ndepartment: housing", ["写了两次"]),
        ("department: [", ["不是合格的 YAML"]),
    ],
)
def test_faults(text: str, faults: list[str]) -> None:
    with pytest.raises(SiteFaultError) as caught:
        parse_sites({"a.yml": text})
    assert [fault for fault in faults if fault not in str(caught.value)] == []


def test_all_faults_in_one_message() -> None:
    bad = "department: housing\nheaders: {a: 没有}\ncodes: {x.y: {}, properties.usage: {b: 没有}}\n"
    with pytest.raises(SiteFaultError) as caught:
        parse_sites({"a.yml": bad, "b.yml": "department: housing", "c.yml": "x: y"})
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == ["- a.yml", "- a.yml", "- a.yml", "- b.yml", "- c.yml"]
    assert "已有对照文件 a.yml" in lines[4]
