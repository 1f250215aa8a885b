"""Who a delivered row names."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from schemas.types import PersonColumns
from tests.transforms.link.invented import A, B
from transforms.link.references import REFERENCE, person_references

OWNER = PersonColumns("owner", "owner_name", "owner_id_number")
COMPANY = "91310000MA1FL8XY0Q"


def rows(*cells: tuple[str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": pl.Series(range(len(cells)), dtype=pl.UInt32),
            "record_no": [f"F{place}" for place in range(len(cells))],
            "owner_name": pl.Series([name for name, _ in cells], dtype=pl.String),
            "owner_id_number": pl.Series([number for _, number in cells], dtype=pl.String),
        }
    )


CELLS = [
    (("张三", A), [(1, "张三", A)]),
    (("张三、李四", f"{A}、{B}"), [(1, "张三", A), (2, "李四", B)]),
    (("张三,李四", f"{A},{B}"), [(1, "张三", A), (2, "李四", B)]),
    (("张三,李四", f"{A},"), [(1, "张三", A), (2, "李四", None)]),
    (("张三、李四", f"、{B}"), [(1, "张三", None), (2, "李四", B)]),
    (("张三、李四", A), [(1, "张三", A), (2, "李四", None)]),
    (("张三、李四", None), [(1, "张三", None), (2, "李四", None)]),
    (("张三、", A), [(1, "张三", A)]),
    (("张三", f"{A}、{B}"), [(1, "张三", A)]),
    ((None, A), [(1, None, A)]),
    ((None, f"{A}、{B}"), [(1, None, A), (2, None, B)]),
    ((None, None), []),
    (("", ""), []),
    (("示例置业有限公司", COMPANY), []),
    (("示例置业有限公司", None), []),
    (("张三", COMPANY), []),
    (("张三、示例银行(总行)", f"{A}、{COMPANY}"), [(1, "张三", A)]),
    (("示例工厂", "913100001322092171"), []),
    (("张三", "12345678-9"), []),
    (("张三", "无"), [(1, "张三", None)]),
]


@pytest.mark.parametrize(("cell", "people"), CELLS)
def test_people_of_a_cell(cell, people):
    named = person_references(rows(cell, ("王五", B)), [OWNER])
    assert named.schema == pl.Schema(REFERENCE)
    assert named.filter(pl.col("row") == 0).select("owner_index", "name", "id_number").rows() == people
    assert named.filter(pl.col("row") == 1).height == 1


def test_a_seller_is_a_person_only_with_a_number():
    named = person_references(rows(("张三", A), ("李四", None), ("示例公司", COMPANY)), [OWNER], ["owner"])
    assert named["name"].to_list() == ["张三"]


def test_own_columns_come_along():
    person = PersonColumns("member", "owner_name", "owner_id_number", "sex", "birth_date")
    table = rows(("张三", A)).with_columns(sex=pl.lit("男"), birth_date=pl.lit(date(1980, 1, 1)))
    assert person_references(table, [person]).select("person_role", "sex", "birth_date").row(0) == (
        "member", "男", date(1980, 1, 1),
    )  # fmt: skip


def test_a_table_of_nobody_and_an_empty_table():
    assert person_references(rows(), []).schema == pl.Schema(REFERENCE)
    assert person_references(rows(), [OWNER]).height == 0
