"""What is answered to another centre: the six classes, none of them collapsed; and the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from schemas.catalogue import TABLES
from transforms.exchange.answering import answers, judged_people
from transforms.exchange.asked import asked_marks, with_number
from transforms.exchange.ledger import ledger
from transforms.exchange.records import EXCHANGE, RESULTS, level_between

DAY = date(2026, 11, 22)
PEOPLE = [
    ("1", "甲", "N1"),  # found for certain
    ("2", "乙", "N2"),  # found, identity only likely
    ("3", "丙", "N3"),  # here, nothing found
    ("4", "丁", "N4"),  # authorisation revoked by time
    ("5", "戊", "N5"),  # another name under the number
    ("6", "己", "N6"),  # nobody here has the number
    ("7", "阿·卜", "N7"),  # the same name in another dot
    ("8", "庚", "N8"),  # two people under the number
    ("9", "辛", "无"),  # what is written is no number
]


def judged() -> pl.DataFrame:
    persons = pl.DataFrame(PEOPLE, schema=["person_no", "name", "number"], orient="row")
    persons = persons.with_columns(id_number="number", number=pl.col("number").replace("无", None))
    valid = {"purpose": "社会救助", "signed_on": date(2026, 1, 1), "valid_until": None}
    given = [{"person_no": number, **valid} for number, _, _ in PEOPLE if number != "4"]
    given += [
        {"person_no": "4", **valid, "valid_until": date(2026, 11, 21)},
        {"person_no": "4", **valid, "purpose": "慈善帮扶"},
        {"person_no": "4", **valid, "signed_on": date(2026, 11, 23)},
    ]
    schema = {"person_no": pl.String, "purpose": pl.String, "signed_on": pl.Date, "valid_until": pl.Date}
    known = pl.DataFrame(
        [
            *(("P1", "甲", "N1"), ("P2", "乙", "N2"), ("P3", "丙", "N3"), ("P4", "丁", "N4"), ("P5", "别人", "N5")),
            *(("P7", "阿•卜", "N7"), ("P8", "庚", "N8"), ("P9", "庚", "N8")),
        ],
        schema=["person_key", "name", "id_number"],
        orient="row",
    )
    return judged_people(persons, pl.DataFrame(given, schema=schema), known, "社会救助", DAY)


def test_who_may_be_looked_up() -> None:
    barred = dict(judged().select("person_no", "barred").iter_rows())
    assert barred == dict.fromkeys("12367") | {"4": "未查询", "5": "数据异常", "8": "数据异常", "9": "数据异常"}


def found(*rows: tuple[str, str, bool]) -> pl.DataFrame:
    kinds = {column.name: column.type for column in TABLES["exchange.answers"].columns}
    model = TABLES["exchange.answers"].model.to_schema().columns
    own = ("category", "state", "employer", "from_on", "until_on", "month", "yuan_month", "unit_no")
    own += ("usage", "area_m2", "share_percent", "died_on")
    assert set(own) <= set(kinds)
    schema = {"person_key": pl.String(), "item": pl.String(), "source_table": pl.String(), "record_no": pl.String()}
    schema |= {name: model[name].dtype.type for name in own} | {"certain": pl.Boolean()}
    blank: dict[str, Any] = dict.fromkeys(schema)
    return pl.DataFrame(
        [blank | {"person_key": key, "item": item, "certain": sure} for key, item, sure in rows], schema=schema
    )


def test_every_person_and_item_gets_one_of_the_six_classes() -> None:
    rows = answers(
        judged(),
        found(("P1", "不动产", True), ("P1", "不动产", True), ("P2", "不动产", False)),
        ["不动产", "死亡"],
        {"不动产": DAY, "死亡": None},
        "Q" + "0" * 16,
        "5001",
        DAY,
    )
    TABLES["exchange.answers"].model.validate(rows, lazy=True)
    homes = rows.filter(pl.col("item") == "不动产").select("person_no", "result").rows()
    assert homes == [
        *(("1", "查得"), ("1", "查得"), ("2", "疑似"), ("3", "未查得"), ("4", "未查询")),
        *(("5", "数据异常"), ("6", "未查得"), ("7", "未查得"), ("8", "数据异常"), ("9", "数据异常")),
    ]
    deaths = dict(rows.filter(pl.col("item") == "死亡").select("person_no", "result").iter_rows())
    assert deaths == dict.fromkeys("12367", "未反馈") | {"4": "未查询"} | dict.fromkeys("589", "数据异常")
    assert set(rows["result"]) == set(RESULTS)
    shut = rows.filter(pl.col("result").is_in(["未查询", "未反馈", "数据异常"]))
    assert shut["cutoff_on"].null_count() == shut.height
    assert rows["record_no"].is_unique().all()
    assert rows["centre_code"].unique().to_list() == ["500100"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("999901", "999901001", "县内"),
        ("999901", "999902", "市内跨县"),
        ("999901", "998801", "省内跨市"),
        ("999901", "5001", "跨省"),
        ("51", "5001", "跨省"),
        ("5001", "500112", "市内跨县"),
    ],
)
def test_level(one: str, other: str, level: str) -> None:
    assert level_between(one, other) == level


def test_a_number_is_read_as_the_night_reads_it_and_its_mark_tells_nothing() -> None:
    written = ["11010519491231002x", " 110105 19491231002X", "110105491231002", "110105194912310021", None]
    persons = pl.DataFrame({"person_no": list("11123"), "id_number": written})
    read = with_number(persons)
    assert read["number"].to_list() == ["11010519491231002X"] * 3 + [None, None]
    marks = asked_marks(read, "Qa", b"k" * 32)
    assert marks[:3] == [marks[0]] * 3
    assert marks[3:] == [None, None]
    assert "110105" not in str(marks)
    assert marks[0] not in asked_marks(read, "Qb", b"k" * 32) + asked_marks(read, "Qa", b"l" * 32)
    assert marks[0] not in asked_marks(read.with_columns(person_no=pl.lit("2")), "Qa", b"k" * 32)


def test_ledger_tells_what_was_asked_answered_and_is_late() -> None:
    def row(seq: int, kind: str, number: str, **more: Any) -> dict[str, Any]:
        base: dict[str, Any] = dict.fromkeys(EXCHANGE)
        base |= {"seq": seq, "id": f"i{seq}", "as_of": DAY, "kind": kind, "request_no": number}
        base |= {"from_division": "9999", "to_division": "5001", "level": "跨省", "persons": 1, "items": ["死亡"]}
        return base | {"done_on": date(2026, 11, 1), "answer_by": date(2026, 11, 15)} | more

    book = pl.DataFrame(
        [
            row(1, "asked", "Qa"),
            row(2, "asked", "Qb"),
            row(3, "received", "Qb", done_on=date(2026, 11, 20), counts="{}"),
            row(4, "asked", "Qc", answer_by=DAY),
            row(5, "answered", "Qd", done_on=date(2026, 11, 3)),
        ],
        schema=EXCHANGE,
        orient="row",
    )
    assert ledger(book, DAY).select("direction", "request_no", "state", "days").rows() == [
        ("in", "Qd", "answered", None),
        ("out", "Qa", "late", 21),
        ("out", "Qb", "answered", 19),
        ("out", "Qc", "asked", 21),
    ]
    assert ledger(book.reverse(), DAY).equals(ledger(book, DAY))
