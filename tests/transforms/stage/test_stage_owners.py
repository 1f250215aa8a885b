"""Cells with several owners."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.stage.owners import split_owners


def split(name: str | None, number: str | None) -> list[tuple[int, str | None, str | None]]:
    cell = pl.DataFrame(
        {"row": [7], "name": [name], "id_number": [number]},
        schema_overrides={"name": pl.String, "id_number": pl.String},
    )
    return split_owners(cell).select("owner_index", "name", "id_number").rows()


@pytest.mark.parametrize(
    ("name", "number", "owners"),
    [
        ("张三", "1", [(1, "张三", "1")]),
        ("张三、李四", "1、2", [(1, "张三", "1"), (2, "李四", "2")]),
        ("张三,李四", "1,2", [(1, "张三", "1"), (2, "李四", "2")]),
        (
            "张三， 李四；王五;赵六",
            "1、2,3、4",
            [(1, "张三", "1"), (2, "李四", "2"), (3, "王五", "3"), (4, "赵六", "4")],
        ),
        ("张三\r\n李四", "1、2", [(1, "张三", "1"), (2, "李四", "2")]),
        ("张三、\n李四", "1、2", [(1, "张三", "1"), (2, "李四", "2")]),
        ("张三、李四", "1", [(1, "张三", "1"), (2, "李四", None)]),
        ("张三、李四", None, [(1, "张三", None), (2, "李四", None)]),
        ("张三、李四", "、2", [(1, "张三", None), (2, "李四", "2")]),
        ("张三、李四", "无、2", [(1, "张三", None), (2, "李四", "2")]),
        ("张三、、李四", "1、、3", [(1, "张三", "1"), (3, "李四", "3")]),
        ("张三、", "1、", [(1, "张三", "1")]),
        ("张三", "1、2", [(1, "张三", "1")]),
        (None, "1、2", [(1, None, "1"), (2, None, "2")]),
        ("王五(已故)", "1", [(1, "王五(已故)", "1")]),
        ("王五(已故,2020年)", "1", [(1, "王五(已故,2020年)", "1")]),
        ("王五（已故、子继承）、赵六", "1、2", [(1, "王五（已故、子继承）", "1"), (2, "赵六", "2")]),
        ("王五(已故、未销户", "1", [(1, "王五(已故、未销户", "1")]),
        ("买买提·热合曼、李四", "1、2", [(1, "买买提·热合曼", "1"), (2, "李四", "2")]),
        (" ", "", []),
        (None, None, []),
    ],
)
def test_split(name: str | None, number: str | None, owners: list[tuple[int, str | None, str | None]]) -> None:
    assert split(name, number) == owners


def test_other_columns_are_repeated_and_order_is_kept() -> None:
    cells = pl.DataFrame(
        {"row": [1, 2], "owner_index": [1, 1], "name": ["甲、乙", "丙"], "id_number": [None, "3"], "x": ["p", "q"]}
    )
    parted = split_owners(cells.cast({"owner_index": pl.Int16, "id_number": pl.String}))
    assert parted.columns == cells.columns
    assert parted.schema["owner_index"] == pl.Int16
    assert parted.rows() == [(1, 1, "甲", None, "p"), (1, 2, "乙", None, "p"), (2, 1, "丙", "3", "q")]


PERSONS = st.lists(
    st.tuples(st.text("张王李·", min_size=1, max_size=4), st.text("0123X", min_size=1, max_size=18)),
    min_size=1,
    max_size=5,
)


@given(persons=PERSONS, mark=st.sampled_from("、,，;；"))
def test_what_is_joined_comes_apart(persons: list[tuple[str, str]], mark: str) -> None:
    names, numbers = mark.join(name for name, _ in persons), "、".join(number for _, number in persons)
    assert split(names, numbers) == [(at, *person) for at, person in enumerate(persons, 1)]


@given(name=st.none() | st.text("张三、,()（） \n", max_size=12), number=st.none() | st.text("12X、,", max_size=12))
def test_nothing_breaks_it(name: str | None, number: str | None) -> None:
    owners = split(name, number)
    assert all(one[1] or one[2] for one in owners)
    indexes = [one[0] for one in owners]
    assert indexes == sorted(set(indexes))
