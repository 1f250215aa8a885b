"""The tier list handed over, what is new in it, the effect of another policy, and how long departments take."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from transforms.centre.delivery_times import SEEN, delivery_times
from transforms.centre.effect import effect
from transforms.centre.handover import IN_DOUBT, NOT_LOADED, REFUSED, compared, counted, tier_list
from transforms.policy.dated import Dated, PolicyFile
from transforms.policy.tried import tried_value, with_tried

TIERS = ("特困供养", "最低生活保障", "低保边缘")
DAY = date(2026, 11, 22)


def members(*rows: tuple[str, str, str | None, str]) -> pl.DataFrame:
    """household_no, tier, number and certainty of one person each, the key being the number."""
    schema = {"household_no": pl.String, "tier": pl.String, "id_number": pl.String, "certainty": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    key = pl.coalesce("id_number", pl.lit("无"))
    records = {"household_record": "H" + pl.col("household_no"), "member_record": "M" + key}
    return frame.with_columns(since=pl.lit(DAY), person_key=key, name=pl.lit("某"), **records)


def test_a_person_stands_once_in_the_first_tier_and_no_doubtful_number_leaves() -> None:
    given = members(
        ("J2", "低保边缘", "1", "certain"),
        ("J1", "最低生活保障", "1", "certain"),
        ("J3", "刚性支出困难", "2", "certain"),
        ("J1", "最低生活保障", "3", "likely"),
        ("J1", "最低生活保障", None, "certain"),
    )
    found = tier_list(given, TIERS)
    assert found.rows.select("id_number", "tier").rows() == [("1", "最低生活保障")]
    assert found.left_out == {"没有有效的公民身份号码": 1, "身份关联待核实": 1, "两人同一号码,待核实": 0}


def test_a_likely_record_takes_nobody_off_the_list_and_a_number_of_two_people_is_nobodys() -> None:
    given = members(
        ("J1", "特困供养", "1", "likely"),
        ("J2", "最低生活保障", "1", "certain"),
        ("J3", "低保边缘", "2", "certain"),
        ("J4", "低保边缘", "2", "certain"),
    ).with_columns(person_key=pl.Series(["P1", "P1", "P2", "P3"]))
    found = tier_list(given, TIERS)
    assert found.rows.select("id_number", "tier").rows() == [("1", "最低生活保障")]
    assert found.left_out == {"没有有效的公民身份号码": 0, "身份关联待核实": 0, "两人同一号码,待核实": 2}


def test_what_is_new_since_the_last_list() -> None:
    before = tier_list(members(("A", TIERS[1], "1", "certain"), ("A", TIERS[1], "2", "certain")), TIERS).rows
    now = tier_list(members(("A", TIERS[2], "2", "certain"), ("B", TIERS[0], "3", "certain")), TIERS, before).rows
    rows = compared(before, now)
    assert rows.select("change", "id_number", "tier", "tier_before").rows() == [
        ("新增", "3", TIERS[0], None),
        ("变更", "2", TIERS[2], TIERS[1]),
        ("退出", "1", TIERS[1], TIERS[1]),
    ]
    assert counted(rows) == {"新增": 1, "变更": 1, "退出": 1, "不变": 0}
    assert counted(compared(now, now))["不变"] == 2


def named(*rows: tuple[str, str, str, str | None, str]) -> pl.DataFrame:
    """As `members`, each with a name before the number."""
    frame = members(*((home, tier, number, sure) for home, tier, _, number, sure in rows))
    return frame.with_columns(name=pl.Series([name for _, _, name, _, _ in rows]))


def test_nobody_on_aid_leaves_the_list_for_a_doubt_about_who_they_are() -> None:
    last = named(
        ("J1", TIERS[1], "甲", "1", "certain"),
        ("J2", TIERS[1], "乙", "2", "certain"),
        ("J3", TIERS[1], "丙", "3", "certain"),
        ("J4", TIERS[0], "丁", "4", "certain"),
        ("J5", TIERS[1], "戊", "5", "certain"),
        ("J6", TIERS[1], "己", "6", "certain"),
    )
    now = named(
        ("J1", TIERS[1], "甲", "1", "likely"),
        ("J2", TIERS[1], "乙", None, "certain"),
        ("J3", TIERS[1], "丙", "3", "certain"),
        ("J8", TIERS[1], "庚", "3", "certain"),
        ("J4", TIERS[0], "丁", "4", "likely"),
        ("J9", TIERS[2], "丁", "4", "certain"),
        ("J5", TIERS[1], "戊", "7", "certain"),
        ("J7", TIERS[1], "辛", "8", "likely"),
    ).with_columns(person_key=pl.Series(["P1", "P2", "P3", "P8", "P4", "P4", "P5", "P7"]))
    before = tier_list(last, TIERS).rows
    found = tier_list(now, TIERS, before)
    changes = compared(before, found.rows).select("change", "id_number", "tier").rows()
    assert changes == [
        ("新增", "7", TIERS[1]),  # a corrected number is another line, and the wrong one ends
        ("退出", "5", TIERS[1]),
        ("退出", "6", TIERS[1]),  # in no household on aid any more
        ("不变", "1", TIERS[1]),
        ("不变", "2", TIERS[1]),
        ("不变", "3", TIERS[1]),
        ("不变", "4", TIERS[0]),
    ]
    assert found.kept == {IN_DOUBT: 4, NOT_LOADED: 0}
    # 辛 was on no list; 庚 bears the number of 丙, who stands on it
    assert found.left_out == {"没有有效的公民身份号码": 0, "身份关联待核实": 1, "两人同一号码,待核实": 0}
    assert tier_list(now, TIERS, found.rows).rows.equals(found.rows)  # asked again it is the same list


def test_nobody_leaves_the_list_whose_row_was_delivered_with_a_fault() -> None:
    before = tier_list(
        members(
            ("J1", TIERS[0], "1", "certain"),
            ("J2", TIERS[1], "2", "certain"),
            ("J3", TIERS[1], "3", "certain"),
            ("J4", TIERS[0], "4", "certain"),
            ("J5", TIERS[1], "5", "certain"),
        ),
        TIERS,
    ).rows
    now = members(("J9", TIERS[2], "4", "certain"), ("J5", TIERS[0], "5", "certain"))
    refused = pl.DataFrame(
        [
            ("households", "HJ1"),
            ("household_members", "M2"),
            ("household_members", "HJ3"),  # another table's number
            ("households", "HJ4"),
            ("households", "HJ5"),
            ("households", None),
        ],
        schema=REFUSED,
        orient="row",
    )
    found = tier_list(now, TIERS, before, refused)
    assert compared(before, found.rows).select("change", "id_number", "tier").rows() == [
        ("变更", "5", TIERS[0]),  # a higher tier is believed
        ("退出", "3", TIERS[1]),
        ("不变", "1", TIERS[0]),
        ("不变", "2", TIERS[1]),
        ("不变", "4", TIERS[0]),
    ]
    assert found.kept == {IN_DOUBT: 0, NOT_LOADED: 3}
    assert tier_list(now, TIERS, found.rows, refused).rows.equals(found.rows)
    assert counted(compared(before, tier_list(now, TIERS, before).rows))["退出"] == 3
    of_old = before.with_columns(household_record=pl.lit(None, pl.String), member_record=pl.lit(None, pl.String))
    assert tier_list(now, TIERS, of_old, refused).kept[NOT_LOADED] == 0


def test_the_effect_is_who_moves_and_what_it_costs() -> None:
    def results(tiers: list[str | None], yuan: list[str | None]) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "household_no": ["A", "B", "C"], "program": ["最低生活保障"] * 3, "record_no": ["1", "2", "3"],
                "division_code": ["999901001001", "999901001002", None], "members": [2, 3, 1], "outcome": ["pass"] * 3,
                "proposed_tier": tiers,
                "entitlement_yuan_month": pl.Series(yuan).cast(pl.Decimal(18, 2)),
            },
            schema_overrides={"members": pl.Int64},
        )  # fmt: skip

    told = effect(
        results(["最低生活保障", "低保边缘", None], ["100", "0", None]),
        results(["低保边缘", "最低生活保障", None], ["0", "350.5", None]),
    )
    first = told.tiers.row(0, named=True)
    assert [first[name] for name in ("before", "after", "enter", "leave", "members_enter")] == [1, 1, 1, 1, 3]
    assert (first["yuan_before"], first["yuan_after"]) == (Decimal("100.00"), Decimal("350.50"))
    assert told.townships.filter(pl.col("township_code") == "999901001")["yuan_change"].item() == Decimal("250.50")
    assert told.tiers["after"].sum() == 3
    assert told.tiers.row(-1, named=True)["before"] == 1


POLICIES = tuple(
    PolicyFile(f"{place}.yml", place, place, (Dated("standard", date(2025, 1, 1), "", Decimal(800), "源", "cited"),))
    for place in ("99", "9999")
)


def standards(*said: str) -> dict[tuple[str, str], object]:
    made = with_tried(POLICIES, map(tried_value, said), DAY)
    return {(one.locality, value.residence): value.value for one in made for value in one.on("standard", DAY)}


def test_values_to_try() -> None:
    assert standards("standard=900") == {("99", ""): Decimal(900), ("9999", ""): Decimal(900)}
    assert standards("standard@9999=900") == {("99", ""): Decimal(800), ("9999", ""): Decimal(900)}
    assert standards("standard.农村@99=700") == {
        ("99", "农村"): Decimal(700), ("99", "城镇"): Decimal(800), ("9999", ""): Decimal(800),
    }  # fmt: skip
    assert POLICIES[0].on("standard", date(2026, 11, 21))[0].value == Decimal(800)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("standard", "无法识别"),
        ("standrd=1", "没有参数"),
        ("standard=1,000", "不能使用"),
        ("standard.乡下=1", "不是城乡"),
        ("living_subsidy_programs=低保边缘", "是列表"),
        ("standard@12=900", "没有政策文件"),
        ("edge_multiple=2", "没有一个地方"),
    ],
)
def test_values_that_cannot_be_tried(said: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        standards(said)


def test_how_long_departments_take() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    asked, exported = datetime(2026, 11, 20, 0, 30, tzinfo=zone), datetime(2026, 11, 20, 1, 10, tzinfo=zone)

    def seen(status: str, accepted_on: date | None, requested_at: datetime | None) -> dict[str, Any]:
        place = {"department": "d", "table_name": status, "batch_date": date(2026, 11, 20), "revision": 1}
        times = {"requested_at": requested_at, "exported_at": exported, "received_on": date(2026, 11, 20)}
        return {**place, "status": status, **times, "accepted_on": accepted_on}

    rows = [seen("accepted", date(2026, 11, 27), asked), seen("rejected", None, asked), seen("unasked", None, None)]
    told = delivery_times(pl.DataFrame(rows, schema=SEEN), date(2026, 11, 30), 5)
    assert told.select("table_name", "minutes_to_export", "working_days", "breach").rows() == [
        ("accepted", 40, 5, False), ("rejected", 40, 6, True), ("unasked", None, None, None),
    ]  # fmt: skip
    assert delivery_times(pl.DataFrame(rows, schema=SEEN), DAY, None)["breach"].null_count() == 3
