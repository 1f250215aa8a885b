"""Comparison levels of the engine, each with literal cases."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.transforms.link.table.invented import FIRST
from transforms.link.namelevels import name_level
from transforms.link.number import read_numbers
from transforms.link.table.blockkeys import keys
from transforms.link.table.fields import coded
from transforms.link.table.levels import unpacked, vectors
from transforms.link.table.names import NamePairs
from transforms.link.table.numbers import read
from transforms.link.table.settings import read_settings

A18, A18_DIGIT, A18_SWAP = "999903196502142416", "999903196502142516", "999903196502144216"
A15, OTHER = "999903650214241", "999901198801011017"


def level(kind: str, tests: str, one: str | None, other: str | None, more: str = "") -> str:
    """Name of the level of two values of one field."""
    fields = f"fields: {{x: {{kind: {kind}{more}}}, b: {{kind: date}}}}"
    settings = read_settings(f"unique_id: id\n{fields}\ncomparisons: {{x: {tests}}}\nblocking: [[x]]")
    sides = [
        coded(
            pl.DataFrame({"id": ["1"], "x": [value], "b": [born]}, schema_overrides={"x": pl.String, "b": pl.String}),
            settings,
            side,
        )
        for value, born, side in ((one, "19650214", "a"), (other, "19650214" if other != OTHER else "19880101", "b"))
    ]
    place = np.zeros(1, dtype=np.uint32)
    forth, back = (vectors(*pair, settings, place, place) for pair in (sides, sides[::-1]))
    assert forth == back, "the order of the two must not matter"
    return settings.names("x")[int(unpacked(forth, 1)[0, 0])]


TEXT = "[exact, {edit: 1}, {jaro_winkler: 0.9}, {prefix: 3}]"
CODE = "[exact, one_digit, one_swap]"
DATE = "[exact, day_month, one_swap, one_digit, same_year]"
NUMBER = "[exact, upgraded, two_trusted, one_digit, one_swap]"
NAME = "[exact, variant, lost, homophone, look_alike, one_character, surname]"


@pytest.mark.parametrize(
    ("kind", "tests", "one", "other", "expected"),
    [
        ("text", TEXT, "Smith", "smith ", "exact"),
        ("text", TEXT, "wellington street", "wellingtonstreet", "exact"),
        ("text", TEXT, "mitchell", "michtell", "jaro_winkler 0.9"),
        ("text", TEXT, "mitchell", "mitchel", "edit 1"),
        ("text", TEXT, "nathan", "natahn", "edit 1"),
        ("text", TEXT, "challenor", "chaucerian", "prefix 3"),
        ("text", TEXT, "smith", "jones", "else"),
        ("text", TEXT, "smith", None, "missing"),
        ("text", TEXT, "  ", "smith", "missing"),
        ("code", CODE, "2694239", "2694239", "exact"),
        ("code", CODE, "2694239", "2692439", "one_swap"),
        ("code", CODE, "2694239", "2694230", "one_digit"),
        ("code", CODE, "2694239", "269423", "else"),
        ("phone", "[exact]", "13800000000", "+86 138 0000 0000", "exact"),
        ("date", DATE, "19600213", "1960-02-13", "exact"),
        ("date", DATE, "1960年2月13日", "1960/2/13", "exact"),
        ("date", DATE, "19600203", "19600302", "day_month"),
        ("date", DATE, "19600213", "19600231", "one_swap"),
        ("date", DATE, "19600213", "19600113", "one_digit"),
        ("date", DATE, "19600213", "19600930", "same_year"),
        ("date", DATE, "19600213", "19750930", "else"),
        ("date", DATE, "不详", "19600213", "missing"),
        ("address", "[exact, same_digits]", "人民路8号3号楼2单元501室", "人民路8号 3号楼2单元501室", "exact"),
        ("address", "[exact, same_digits]", "人民路8号3号楼2单元501室", "人民路8号3-2-501", "same_digits"),
        ("address", "[exact, same_digits]", "人民路8号3号楼2单元501室", "人民路8号32-501", "else"),
        ("address", "[exact, same_digits]", "人民路", "建设路", "else"),
        ("name", NAME, "张伟", "张 伟", "exact"),
        ("name", NAME, "张伟", "張偉", "variant"),
        ("name", NAME, "张㼆", "张?", "lost"),
        ("name", NAME, "张伟", "张玮", "homophone"),
        ("name", NAME, "王海波", "王海坡", "look_alike"),
        ("name", NAME, "王建国", "王建民", "one_character"),
        ("name", NAME, "欧阳建国", "欧阳国", "one_character"),
        ("name", NAME, "张伟", "张丽", "surname"),
        ("name", NAME, "欧阳娜", "欧小丽", "else"),
        ("name", NAME, "张伟", "李丽", "else"),
    ],
)
def test_level(kind: str, tests: str, one: str | None, other: str | None, expected: str) -> None:
    assert level(kind, tests, one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (A18, A18, "exact"),
        (A18, A15, "upgraded"),
        (A18, OTHER, "two_trusted"),
        (A18, A18_DIGIT, "one_digit"),
        (A18, A18_SWAP, "one_swap"),
        (A18, "12345", "else"),
        (A18, None, "missing"),
    ],
)
def test_number_level(one: str, other: str | None, expected: str) -> None:
    assert level("id_number", NUMBER, one, other, ", birth: b") == expected


def test_a_number_of_another_birth_date_is_not_trusted() -> None:
    numbers = pl.Series([A18, A18, OTHER])
    own = np.array([19650214, 19650215, 0], dtype=np.uint64)
    told = read(numbers, np.array([1, 2, 3], dtype=np.uint64), own, np.array([1, 1, 0], dtype=np.int8))
    assert told.trusted.tolist() == [True, False, False]


def test_numbers_are_read_as_by_the_night() -> None:
    texts = pl.Series(
        [A18, A15, A18_DIGIT, "999903196502302416", "999903650230241", "", None, "一二三四五六", A18[:17] + "x"]
    )
    theirs = read_numbers(texts)
    codes = read(texts, np.zeros(len(texts), dtype=np.uint64), None, None).codes
    assert [int(code) or None for code in codes] == theirs["first17"].to_list()


def test_names_are_compared_as_by_the_night() -> None:
    """On every pair of some names, the first test that holds is the night's level."""
    names = [
        "张伟",
        "张玮",
        "张丽",
        "王建国",
        "王建民",
        "王健国",
        "王国",
        "欧阳娜",
        "欧阳建娜",
        "欧小丽",
        "单喆",
        "单吉",
        "善喆",
        "李桂碧",
        "季佳碧",
        "李婷",
        "季停",
    ]
    pairs = [(a, b) for a in names for b in names if a != b]
    tested = NamePairs(pl.Series([a for a, _ in pairs]), pl.Series([b for _, b in pairs]))
    tests = {
        "sound": tested.homophone(),
        "look": tested.look_alike(),
        "one": tested.one_character(),
        "surname": tested.surname(),
    }
    found = [next((name for name, held in tests.items() if held[row]), "other") for row in range(len(pairs))]
    assert found == [name_level(a, b) for a, b in pairs]
    assert len(FIRST) == 48


@pytest.mark.parametrize(
    ("term", "kind", "one", "other", "same"),
    [
        ("x", "text", "Smith", "smith", True),
        ("first(x 4)", "text", "smith", "smiles", False),
        ("first(x 3)", "text", "smith", "smitten", True),
        ("last(x 2)", "text", "hart", "smart", True),
        ("soundex(x)", "text", "robert", "rupert", True),
        ("soundex(x)", "text", "robert", "rubin", False),
        ("pinyin(x)", "name", "张伟", "章玮", True),
        ("pinyin(x)", "name", "张伟", "张丽", False),
        ("surname(x)", "name", "欧阳娜", "欧阳丽", True),
        ("surname(x)", "name", "欧阳娜", "欧丽", False),
        ("year(x)", "date", "19600213", "1960-11-30", True),
        ("month(x)", "date", "19600213", "19600228", True),
        ("month(x)", "date", "19600213", "19600328", False),
        ("month_day(x)", "date", "19600213", "19750213", True),
    ],
)
def test_blocking_terms(term: str, kind: str, one: str, other: str, same: bool) -> None:
    text = f"unique_id: id\nfields: {{x: {{kind: {kind}}}}}\ncomparisons: {{x: [exact]}}\nblocking: [[{term}]]"
    settings = read_settings(text)
    side = coded(pl.DataFrame({"id": ["1", "2", "3"], "x": [one, other, None]}), settings, "a")
    told = dict(zip(side.ids, keys(side, settings.blocking[0]).tolist(), strict=True))
    assert (told["1"] == told["2"]) is same
    assert told["3"] == 0
    assert settings.blocking[0].name == term
