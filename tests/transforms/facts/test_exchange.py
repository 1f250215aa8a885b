"""What another centre found becomes facts: the newest answer counts, a suspicion is nobody's in the world apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from schemas.catalogue import TABLES
from transforms.facts import Keyed, builders, shaped

SPEC = TABLES["exchange.answers"]


def facts(*given: dict[str, Any]) -> dict[str, pl.DataFrame]:
    schema = {name: column.dtype.type for name, column in SPEC.model.to_schema().columns.items()}
    rows = []
    for place, one in enumerate(given):
        row: dict[str, Any] = dict.fromkeys(schema)
        row |= {"record_no": f"R{place}", "request_no": "Q1", "person_no": "1", "centre_code": "500100", "name": "甲"}
        rows.append(row | {"result": "查得", "answered_on": date(2026, 11, 1)} | one)
    frame = pl.DataFrame(rows, schema=schema).with_row_index("row")
    links = pl.DataFrame(
        {
            "row": list(range(len(rows))), "person_role": "subject", "owner_index": 1, "person_key": "P1",
            "person_apart_key": "P1", "number_state": "valid", "number_holder_key": "P1", "id_number": "N1",
        },
        schema_overrides={"row": pl.UInt32, "owner_index": pl.Int16},
    )  # fmt: skip
    keyed = Keyed(SPEC.key, frame.lazy(), links.lazy())
    return {name: shaped(build(keyed), name, SPEC.key).collect() for name, build in builders()[SPEC.key]}


def test_each_item_reaches_the_fact_of_its_kind() -> None:
    found = facts(
        {"item": "不动产", "usage": "商业", "state": "现势", "from_on": date(2020, 1, 1)},
        {"item": "养老金", "category": "企业职工", "state": "在发", "from_on": date(2020, 1, 1)},
        {"item": "社会保险缴费", "category": "企业职工养老", "state": "已缴", "month": date(2026, 10, 1)},
        {"item": "就业登记", "employer": "某厂", "from_on": date(2020, 1, 1)},
        {"item": "死亡", "died_on": date(2026, 10, 1)},
        {"item": "救助待遇", "category": "最低生活保障"},
    )
    assert found["asset"].select("kind", "usage", "status", "on_date", "person_key", "person_apart_key").rows() == [
        ("registered", "商业", "现势", date(2020, 1, 1), "P1", "P1")
    ]
    assert found["income"].select("kind", "scheme", "status").sort("kind").rows() == [
        ("contribution", "企业职工养老", "已缴"),
        ("employment", None, None),
        ("pension", "企业职工", "在发"),
    ]
    assert found["death"]["died_on"].to_list() == [date(2026, 10, 1)]
    assert found["aid_elsewhere"]["program"].to_list() == ["最低生活保障"]


def test_a_suspicion_supports_no_certain_finding() -> None:
    (row,) = facts({"item": "死亡", "result": "疑似", "died_on": date(2026, 10, 1)})["death"].to_dicts()
    assert (row["person_key"], row["person_apart_key"]) == ("P1", None)


def test_what_was_not_found_or_not_asked_is_no_fact() -> None:
    none = [{"item": "不动产", "result": word} for word in ("未查得", "未查询", "未反馈", "数据异常")]
    assert all(frame.is_empty() for frame in facts(*none).values())


def test_the_newest_answer_of_a_centre_counts_and_silence_takes_nothing_back() -> None:
    old = {"item": "不动产", "usage": "住宅", "state": "现势"}
    later = {"request_no": "Q2", "answered_on": date(2026, 12, 1)}
    assert facts(old, {"item": "不动产", "result": "未查得", **later})["asset"].is_empty()
    assert facts(old, {"item": "不动产", "result": "未反馈", **later})["asset"]["usage"].to_list() == ["住宅"]
    assert facts(old, {**old, "usage": "商业", **later})["asset"]["usage"].to_list() == ["商业"]
    assert facts(old, {**old, "usage": "商业", "centre_code": "510100", **later})["asset"].height == 2
