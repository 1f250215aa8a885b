"""Who a delivered row names."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.types import PersonColumns
from tests.transforms.link.invented import A, B, first_night
from tests.transforms.stage.readings import read
from transforms.link.references import REFERENCE, person_references
from transforms.stage import fields

OWNER = PersonColumns("owner", "owner_name", "owner_id_number")
MEMBER = PersonColumns("member", "owner_name", "owner_id_number")
COMPANY = "91310000MA1FL8XY04"
WRONG_CODE = "91310000MA1FL8XY0Q"
DATED_CODE = "913101198001011238"
"""A right credit code by chance: its digits hold a date of birth, so that it is a citizen number gone wrong."""


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
    (("AB公司", A[:-1] + "Y"), []),
    (("AB公司", A), [(1, "AB公司", A)]),
    (("张三", "913100001322092172"), []),
    (("张三", "913100001322092171"), [(1, "张三", "913100001322092171")]),
    (("张三", WRONG_CODE), [(1, "张三", WRONG_CODE)]),
    (("张三", "12345678-8"), []),
    (("张三", "12345678-9"), [(1, "张三", "12345678-9")]),
    (("张三", DATED_CODE), [(1, "张三", DATED_CODE)]),
    (("张三", "无"), [(1, "张三", None)]),
    (("、张三", None), [(1, "张三", None)]),
    (("、张三", A), [(1, None, A), (2, "张三", None)]),
    (("、", None), [(1, "、", None)]),
    ((None, "、"), [(1, None, "、")]),
    (("\u3000", " "), []),
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


@pytest.mark.parametrize("number", [COMPANY, DATED_CODE, "913100001322092172", "12345678-8", "71526726X", "9", None])
@pytest.mark.parametrize("name", ["张三", "示例置业有限公司", "A、公司"])
def test_who_can_be_no_organisation_is_a_person_whatever_the_number(name, number):
    named = person_references(rows((name, number)), [MEMBER])
    assert named["owner_index"].to_list()[0] == 1
    assert named["id_number"].to_list()[0] == number


GARBAGE = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.text(st.sampled_from("0123456789X"), max_size=19),
    st.text(st.sampled_from("张三、,；;()（公司?·* \n\u3000无A1"), max_size=8),
    st.sampled_from([A, B, COMPANY, WRONG_CODE, A[:9] + "1" + A[10:], "9" + A[1:], A[:10] + "O" + A[11:], "123456789"]),
)


@given(cells=st.lists(st.tuples(GARBAGE, GARBAGE), min_size=1, max_size=12))
def test_no_row_with_a_name_or_a_number_loses_its_person(cells):
    text = [tuple(read(fields.plain_text, name) + read(fields.id_number, number)) for name, number in cells]
    references = person_references(rows(*text), [MEMBER])
    linked = first_night(a__members=references).links["a.members"]
    assert set(linked["row"]) == {place for place, cell in enumerate(text) if cell != (None, None)}
    assert linked.filter(pl.col("owner_index") == 1)["row"].n_unique() == linked["row"].n_unique()
    assert linked.null_count().select("person_key", "person_apart_key", "number_state").row(0) == (0, 0, 0)


@given(cells=st.lists(st.tuples(GARBAGE, GARBAGE), min_size=1, max_size=12))
def test_the_short_way_for_plain_rows_gives_what_the_long_way_gives(cells):
    table = rows(*(tuple(read(fields.plain_text, name) + read(fields.id_number, number)) for name, number in cells))
    for person in (OWNER, MEMBER):
        with patch("transforms.link.references._plain", lambda _: pl.lit(value=False)):
            long = person_references(table, [person])
        assert person_references(table, [person]).equals(long)


def test_own_columns_come_along():
    person = PersonColumns("member", "owner_name", "owner_id_number", "sex", "birth_date")
    table = rows(("张三", A)).with_columns(sex=pl.lit("男"), birth_date=pl.lit(date(1980, 1, 1)))
    assert person_references(table, [person]).select("person_role", "sex", "birth_date").row(0) == (
        "member", "男", date(1980, 1, 1),
    )  # fmt: skip


def test_a_table_of_nobody_and_an_empty_table():
    assert person_references(rows(), []).schema == pl.Schema(REFERENCE)
    assert person_references(rows(), [OWNER]).height == 0
