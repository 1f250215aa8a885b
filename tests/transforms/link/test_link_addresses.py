"""Addresses: what is one door and what is not."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.link.addresses import plain_address

DOOR = "清河县新城大道7号8幢912室"


def key(address: str | None) -> str | None:
    return pl.select(plain_address(pl.lit(address, pl.String))).item()


@pytest.mark.parametrize(
    "written",
    [
        "示例市清河县新城大道7号8栋912室",
        "某某省示例市清河县新城大道7号8号楼912室",
        "清河县新城大道7号8幢912",
        "清河县 新城大道7号8-912室",
        "清河县新城大道7号8栋912室(租住)",
        "清河县新城大道七号八栋912室",
    ],
)
def test_one_door(written: str) -> None:
    assert key(written) == key(DOOR)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东庄村三组5号", "东庄村3组5号"),
        ("东庄村第三村民小组5号", "东庄村第3组5号"),
        ("东庄村二十一组", "东庄村21组"),
        ("安居苑3号楼2单元501室", "安居苑3-2-501"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沙渡县枣林乡上塘社区5号", "柳泉县枣林乡上塘社区5号"),
        ("东庄村3组5号", "东庄村35号"),
        ("新城大道7号8幢912室", "新城大道7号8幢921室"),
        ("安居小区3号", "安居小区3组"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_nothing_stays_nothing() -> None:
    assert key(None) is None
    assert key("") == ""
