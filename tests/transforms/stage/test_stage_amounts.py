"""Every written form of amounts, measures and counts, and everything else as null."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transforms.stage.readings import read
from transforms.stage import fields


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("１，２３４．５０", "1234.50"),
        ("¥1,234.5", "1234.50"),
        ("￥ 8", "8"),
        ("8元", "8"),
        ("人民币8元整", "8"),
        ("\u3000 8.00\u00a0", "8"),
        ("0", "0"),
        (".5", "0.50"),
        ("0012.30", "12.30"),
        ("12.500", "12.50"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_yuan(text: str, amount: str) -> None:
    assert read(fields.yuan, text) == [Decimal(amount)]


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "12.345", "0.001", "-3", "(3)", "+3", "1e5", "1E5", "inf", "NaN", "0x1A", "1_000", "12,34",
        "1,2345", ",123", "1,,234", "12,3a", "5.", ".", "1.2.3", "1 234", "100万", "1.2万元", "壹仟", "12²", "③", "٣",
        "$5", "5元5", "10000000000000000", "12;5",
    ],
)  # fmt: skip
def test_yuan_unreadable(text: str | None) -> None:
    assert read(fields.yuan, text) == [None]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("89.5", "89.5"),
        ("１０１.３９", "101.39"),
        ("89.5㎡", "89.5"),
        ("89.5m²", "89.5"),
        ("89.5 平方米", "89.5"),
        ("89.1234", "89.1234"),
        ("1,000", "1000"),
        ("89.12345", "89.1235"),
        ("89.12344999999999999999999999", "89.1234"),
        ("0.00025", "0.0003"),
        ("89.99995", "90"),
        (".00005", "0.0001"),
        ("1,000.66666666666667㎡", "1000.6667"),
        ("99999999.99994", "99999999.9999"),
        ("99999999.99995", None),
        ("100000000", None),
        ("89.", None),
        ("8.9e1", None),
        ("-1", None),
        ("1亩", None),
        ("89.5²", None),
    ],
)
def test_area(text: str, area: str | None) -> None:
    assert read(fields.area, text) == [area and Decimal(area)]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("50", "50"),
        ("50%", "50"),
        ("３３.３３％", "33.33"),
        ("100", "100"),
        ("0", "0"),
        ("66.66666666666667", "66.6667"),
        ("33.333333333333336%", "33.3333"),
        ("99.99995", "100"),
        ("100.00000000000001", "100"),
        ("100.01", None),
        ("1/2", None),
    ],
)
def test_percent(text: str, percent: str | None) -> None:
    assert read(fields.percent, text) == [percent and Decimal(percent)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("1.0", 1),
        ("1.00", 1),
        ("３", 3),
        (" 4 ", 4),
        ("007", 7),
        ("0", 0),
        ("1.5", None),
        ("-1", None),
        ("1e2", None),
        ("9" * 30, None),
        ("三", None),
        ("1.", None),
        ("1,000", None),
    ],
)
def test_integer(text: str, number: int | None) -> None:
    assert read(fields.integer, text) == [number]
