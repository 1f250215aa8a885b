"""The analysts' views over a published file of a few rows."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.warehouse import Engine, open_readonly, publish, views
from tests.flows.small_city import AS_OF, city


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    publish(folder, AS_OF, "r1", city(), Engine(folder / "spill", 2))
    with open_readonly(Path(folder) / "hedui.duckdb") as connection:
        yield connection


@pytest.mark.parametrize("view", views(), ids=lambda view: view.name)
def test_both_names_give_the_same_rows_under_the_columns_of_the_head(con, view) -> None:
    assert con.table(view.name).columns == list(view.columns)
    assert con.table(view.chinese).columns == list(view.chinese_columns.values())
    assert sorted(map(str, con.table(view.name).fetchall())) == sorted(map(str, con.table(view.chinese).fetchall()))


def test_divisions_now(con) -> None:
    found = con.sql("SELECT code, name, full_name FROM divisions_now ORDER BY code").fetchall()
    assert found == [
        ("9999", "示例市", "示例市"),
        ("999901", "一县", "示例市一县"),
        ("999901001001", "向阳村", "示例市一县向阳村"),
    ]


def test_open_alerts_name_the_division_or_show_its_code(con) -> None:
    found = con.sql("SELECT 规则编号, 等级, 状态, 确定程度, 区划, 逾期天数 FROM 预警_待处理 ORDER BY ALL").fetchall()
    assert found == [
        ("CB-01", "蓝", "新增", "可能", "示例市一县向阳村", 0),
        ("CB-06", "黄", "持续", "确定", "888801001001", 0),
        ("CB-06", "黄", "持续", "确定", "示例市一县向阳村", 2),
    ]


def test_evidence_one_row_an_item(con) -> None:
    found = con.sql("SELECT DISTINCT source_table, record_no, what, value, on_day FROM alert_evidence").fetchall()
    assert found == [("human_resources.contributions", "CO1", "企业职工养老缴费", "4000.00", date(2026, 10, 1))]
    assert con.sql("SELECT count(*) FROM alert_evidence").fetchall() == [(3,)]


def test_alerts_by_division_and_by_rule(con) -> None:
    assert con.sql("FROM alerts_by_division ORDER BY division_code").fetchall() == [
        ("888801001001", "888801001001", 1, 0, 1, 0, 0, 0),
        ("999901001001", "示例市一县向阳村", 2, 0, 1, 1, 1, 0),
    ]
    assert con.sql("SELECT * EXCLUDE (title, class, level) FROM alerts_by_rule ORDER BY rule_id").fetchall() == [
        ("CB-01", 1, 1, 0, 0, 1),
        ("CB-06", 2, 0, 0, 1, 0),
    ]


def test_what_is_put_before_staff_tonight(con) -> None:
    found = con.sql(
        "SELECT 次序, 规则编号, 等级, 处境, 乡镇街道代码, 本夜新交办, 逾期, 提级 FROM 预警_本夜交办 ORDER BY 次序"
    )
    assert found.fetchall() == [
        (1, "CB-06", "黄", "持续", "999901001", False, "逾期未响应", "报分管负责人"),
        (2, "CB-01", "蓝", "新增", "999901001", False, "未逾期", None),
    ]
    assert (
        con.sql("SELECT 预警编号 FROM 预警_逾期").fetchall()
        == con.sql("SELECT 预警编号 FROM 预警_本夜交办 WHERE 次序 = 1").fetchall()
    )


def test_what_is_held_back_and_why(con) -> None:
    found = con.sql("SELECT rule_id, reason, why, decision_id, disposition, township FROM alerts_held_back").fetchall()
    assert found == [
        ("CB-06", "处置决定有效", "已有处置决定（属实-符合豁免），决定后证据未变", "D1", "属实-符合豁免", "888801001")
    ]


def test_work_by_township_and_the_counts_balance(con) -> None:
    found = con.sql("SELECT township, open_alerts, shown, overdue, held_back, decided FROM work_by_township ORDER BY 1")
    assert found.fetchall() == [("888801001", 1, 0, 0, 1, 1), ("999901001", 2, 2, 1, 0, 0)]
    assert con.sql("SELECT 全部, 仍成立, 已消除, 交办, 暂缓, 对上 FROM 预警_对账").fetchall() == [(4, 3, 1, 2, 1, True)]


def test_verification(con) -> None:
    assert con.sql("FROM 核对结果").fetchall() == [
        (
            "JZ1", "最低生活保障", "999901001001", "示例市一县向阳村", 2, Decimal("2100.00"), Decimal("1050.00"),
            "低保边缘", "不符合", "人均月收入高于标准;超过类别", None,
        )
    ]  # fmt: skip


def test_feeds_now_shows_what_is_stale(con) -> None:
    assert con.sql("SELECT 表, 接收结论, 在用批次, 在用批次距今天数 FROM 交付情况 ORDER BY ALL").fetchall() == [
        ("deaths", "接收", AS_OF, 0),
        ("救助家庭", "拒收", date(2026, 11, 20), 2),
    ]


def test_data_quality(con) -> None:
    found = con.sql("SELECT * EXCLUDE (rows_superseded) FROM data_quality ORDER BY batch_date").fetchall()
    assert found == [
        ("民政", date(2026, 11, 20), 1, 0, 8, 7, 1, Decimal("12.50"), 0),
        ("民政", AS_OF, 2, 1, 3, 3, 0, Decimal("0.00"), 0),
    ]


def test_identity_to_check(con) -> None:
    found = con.sql("SELECT record_no, owner_index, person_key, open_alerts FROM identity_to_check").fetchall()
    assert found == [("R1", 1, "P1", 3)]
