"""Every written form of days, codes and texts, and everything else as null. Numbers: test_stage_amounts.py."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transforms.stage.readings import read
from transforms.stage import fields


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "20240301",
        "2024/3/1",
        "2024/03/01",
        "2024年3月1日",
        "2024年03月01日",
        "2024-3-1",
        "2024-03-01 00:00:00",
        "2024-03-01T08:30",
        "2024/3/1 8:30:00",
        "2024-03-01 00:00:00.000000",
        "２０２４－０３－０１",
        "２０２４年３月１日",
        " 2024-03-01\u3000",
        "\ufeff20240301",
    ],
)
def test_date(text: str) -> None:
    assert read(fields.date, text) == [date(2024, 3, 1)]


@pytest.mark.parametrize(
    "text",
    [
        None, "", "2023-02-29", "2024-02-30", "2024-13-01", "20241345", "2024-13-45", "2024-00-01", "待定",
        "0000-00-00", "2024-03/01", "2024年3月", "2024年3月1", "2024-03", "202403", "45352", "12024-03-01",
        "+2024-03-01", "-2024-03-01", "2024-03- 1", "24-03-01", "1849-12-31", "2151-01-01", "9999-12-30",
        "9998-12-31", "9999-01-01", "99991230", "9999-12-32", "99999-12-31",
        "2024-03-01 25:00:00", "2024-03-01 下午", "1709251200",
    ],
)  # fmt: skip
def test_date_unreadable(text: str | None) -> None:
    assert read(fields.date, text) == [None]


@pytest.mark.parametrize(
    "text", ["9999-12-31", "99991231", "9999/12/31", "9999年12月31日", "9999-12-31 23:59:59", "９９９９１２３１"]
)
def test_for_ever(text: str) -> None:
    assert read(fields.date, text) == [date(9999, 12, 31)]


@pytest.mark.parametrize(
    "text",
    ["202410", "2024-10", "2024/10", "2024年10月", "２０２４１０", " 2024-10 ",
     "2024-10-01", "2024-10-31 00:00:00", "20241031", "2024/10/9", "2024年10月1日"],
)  # fmt: skip
def test_month(text: str) -> None:
    assert read(fields.month, text) == [date(2024, 10, 1)]


@pytest.mark.parametrize(
    "text",
    ["2024-13", "202400", "2024-13-45", "20241345", "2024-10-32", "2023-02-29", "20230229", "2024", "10月", "2024-10-",
     "999912", "9999-12-31", "99991231", "184912", "2151-01-01", None],
)  # fmt: skip
def test_month_unreadable(text: str | None) -> None:
    assert read(fields.month, text) == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("999901", "999901"),
        ("999901001", "999901001"),
        ("999901001001", "999901001001"),
        ("９９９９０１", "999901"),
        (" 9999 01 001001\u3000", "999901001001"),
        ("9999010", None),
        ("99990100100", None),
        ("9999010010011", None),
        ("99990A", None),
        ("", None),
        (None, None),
    ],
)
def test_division(text: str | None, code: str | None) -> None:
    assert read(fields.division12, text) == [code]


NUMBER = "11010119900307123X"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (NUMBER, NUMBER),
        ("11010119900307123x", NUMBER),
        ("'11010119900307123X", NUMBER),
        ("\u2019110101 19900307 123X\u00a0", NUMBER),
        ("1101\u200b01199003\ufeff07123X\t", NUMBER),
        ("\u202d11010119900307123X\u202c", NUMBER),
        ("１１０１０１１９９００３０７１２３Ｘ", NUMBER),
        ("11010119900307123×", NUMBER),
        ("11010119900307123*", NUMBER),
        ("110101900307123", "110101900307123"),
        ("1101**********123X", "1101**********123X"),
        ("ab12", "AB12"),
        ("11010119900307123x、110101199003071248", f"{NUMBER}、110101199003071248"),
        ("11010119900307123*，110101199003071248", f"{NUMBER},110101199003071248"),
        ("110101199003071248\n11010119900307123X", f"110101199003071248、{NUMBER}"),
        ("110101199003\n071248", "110101199003071248"),
        ("无", None),
        (" null ", None),
        ("", None),
        (" \u3000\u200b", None),
        ("'", None),
        (None, None),
    ],
)
def test_id_number(text: str | None, cleaned: str | None) -> None:
    assert read(fields.id_number, text) == [cleaned]


def test_codes_with_a_sites_own() -> None:
    codes = {"低保": "低保", "无": "无", "最低生活保障": "低保"}
    texts = ("低保", "\u3000低保 ", "最低生活保障", " 无", "特困", "", None)
    assert read(lambda text: fields.code(text, codes), *texts) == ["低保", "低保", "低保", "无", None, None, None]


def test_text_is_trimmed_outside_only() -> None:
    assert read(fields.plain_text, " 买买提· 热合曼\u3000", "无", " \u00a0", None) == [
        "买买提· 热合曼",
        "无",
        None,
        None,
    ]


def test_serial_of_at_most_32_characters() -> None:
    assert read(fields.serial, "A" * 32, " B1 ", "A" * 33, "号" * 32, " ", None) == [
        "A" * 32,
        "B1",
        None,
        "号" * 32,
        None,
        None,
    ]


def test_phone_is_tidied() -> None:
    assert read(fields.phone, "1 3800 1380 00", "０５１－８８８８", "", None) == ["13800138000", "051-8888", None, None]


def test_words_for_nothing() -> None:
    assert (
        read(fields.is_nothing, None, "", " 无 ", "不详", "n/a", "－", "0", "待定", "NaN") == [True] * 6 + [False] * 3
    )
