"""Comparison levels: one literal case each, and what must not be taken for one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.transforms.link.invented import A, B
from tests.transforms.link.open_night import MODEL
from transforms.link.blocking import _by_number
from transforms.link.levels import birth_level
from transforms.link.namelevels import name_levels
from transforms.link.number import read_numbers


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("张伟", "张伟", "equal"),
        ("张?", "张㼆", "lost"),
        ("张伟", "张玮", "sound"),
        ("王芳", "王方", "sound"),
        ("单雄", "山雄", "sound"),
        ("李娜", "季娜", "look"),
        ("未来", "末来", "look"),
        ("陈桂兰", "陈佳兰", "look"),
        ("李桂碧", "季佳碧", "look"),  # two characters, each alike
        ("李婷", "季停", "other"),  # nothing stayed
        ("张喆", "张吉吉", "look"),
        ("王建国", "王建军", "one"),
        ("阿依古丽", "阿依古", "one"),
        ("单雄", "丹雄", "look"),
        ("尉明", "玉明", "other"),
        ("尉迟明", "玉迟明", "sound"),
        ("万俟明", "莫其明", "sound"),
        ("曾平", "增平", "sound"),
        ("曾平", "层平", "other"),
        ("仇英", "邱英", "sound"),
        ("仇英", "愁英", "other"),
        ("区明", "欧明", "sound"),
        ("司马光", "司马迁", "one"),
        ("司马光", "司徒光", "one"),
        ("欧阳", "欧阳锋", "other"),
        ("欧阳锋", "欧锋", "other"),
        ("阿卜杜拉买买提", "阿卜杜拉", "one"),
        ("买买提热合曼", "买买提", "one"),
        ("买买提热合曼", "买买提热", "one"),
        ("买买提热合曼", "艾合买提热合曼", "other"),
        ("阿卜杜拉买买提", "阿卜杜拉吐尔逊", "surname"),
        ("王小明亮", "王小明", "one"),
        ("欧阳明珠", "欧阳", "other"),
        ("王芳", "王丽", "surname"),
        ("欧阳锋", "欧阳明珠", "surname"),
        ("欧阳锋", "欧一平", "other"),
        ("王芳", "李芳", "other"),
        (None, "李芳", None),
        ("李芳", None, None),
    ],
)
def test_name_level(one: str | None, other: str | None, level: str | None) -> None:
    pairs = pl.DataFrame({"a": [one, other], "b": [other, one]}, schema={"a": pl.String, "b": pl.String})
    assert name_levels(pairs, "a", "b").cast(pl.String).to_list() == [level, level]


@pytest.mark.parametrize(
    ("own", "theirs", "level"),
    [
        (date(1980, 3, 4), date(1980, 3, 4), "equal"),
        (date(1980, 4, 3), date(1980, 3, 4), "swapped"),
        (date(1980, 3, 14), date(1980, 3, 4), "digit"),
        (date(1950, 4, 18), date(1950, 3, 9), "lunar"),
        (date(1950, 1, 2), date(1949, 11, 28), "lunar"),
        (date(1980, 3, 4), date(1981, 5, 17), "other"),
        (None, date(1981, 5, 17), None),
    ],
)
def test_birth_level(own: date | None, theirs: date, level: str | None) -> None:
    frame = pl.DataFrame({"birth_date": [own], "born": [theirs]}, schema={"birth_date": pl.Date, "born": pl.Date})
    assert frame.select(level=birth_level())["level"].to_list() == [level]


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (A, "same"),
        (A[:6] + A[8:17], "same"),  # 15 digits are the same number
        (A[:9] + "7" + A[10:], "digit"),
        (A[:17] + "?", "digit"),
        (A[:10] + A[11] + A[10] + A[12:], "swap"),
        (B, None),  # somebody else's
        ("12345", None),
        (None, None),
    ],
)
def test_number_level(number: str | None, level: str | None) -> None:
    _assert_level(number, level, A)


def _assert_level(number: str | None, level: str | None, person: str) -> None:
    read = read_numbers(pl.Series([number], dtype=pl.String))
    units = read.with_columns(unit=pl.lit(0, pl.UInt32), id_number=pl.lit(number, pl.String))
    people = pl.DataFrame({"group": [int(person[:17])]})
    levels = _by_number(units, people).filter(pl.col("group") == int(person[:17]))["number_level"].to_list()
    assert levels == ([] if level is None else [level])


def test_number_level_of_digits_a_spreadsheet_lost() -> None:
    _assert_level(B[:15] + "000", "prefix", B)


def test_model_says_where_it_comes_from() -> None:
    assert MODEL.origin
    assert MODEL.date
