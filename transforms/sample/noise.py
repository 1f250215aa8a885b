"""Wrong numbers and names as they are found in the field, as polars expressions over one row's true values.

Shares are our own estimate of what administrative records look like; see data/samples/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FULL_WIDTH = ("0123456789X", "０１２３４５６７８９Ｘ")
DOTS = ("•", "・", "．", ".", "‧", "")
SURNAME_VARIANTS = {"肖": "萧", "付": "傅", "闫": "阎", "代": "戴", "兰": "蓝", "邱": "丘", "余": "佘"}
RARE_SPELT = {
    "堃": "坤",
    "喆": "吉吉",
    "昇": "升",
    "淼": "水水水",
    "犇": "BEN",
    "燚": "YI",
    "玥": "月",
    "垚": "□",
    "赟": "?",
    "彧": "YU",
    "珺": "君",
    "骁": "晓",
    "翀": "冲",
    "祎": "?",
    "䶮": "龑",
    "㼆": "(莹加王旁)",
    "㛃": "□",
    "𬱖": "?",
}
TRADITIONAL = {
    "华": "華",
    "国": "國",
    "丽": "麗",
    "兰": "蘭",
    "凤": "鳳",
    "龙": "龍",
    "东": "東",
    "军": "軍",
    "伟": "偉",
    "强": "強",
    "红": "紅",
    "艳": "艷",
    "张": "張",
    "刘": "劉",
    "陈": "陳",
    "马": "馬",
}
SOUNDS = {
    "芳": "方",
    "艳": "燕",
    "霞": "侠",
    "英": "瑛",
    "梅": "美",
    "静": "婧",
    "伟": "玮",
    "军": "君",
    "建": "健",
    "明": "鸣",
    "玲": "灵",
    "志": "智",
    "洁": "杰",
    "欣": "心",
    "雨": "宇",
    "子": "紫",
    "涵": "含",
    "秀": "绣",
    "华": "花",
    "平": "萍",
}
LOOKS = {
    "未": "末",
    "李": "季",
    "王": "玉",
    "刘": "柳",
    "天": "夭",
    "浩": "洁",
    "桂": "佳",
    "婷": "停",
    "杰": "木",
    "宏": "玄",
}
NOTES = ("(已故)", "(曾用名)", "(户主)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage: its share of records in a million, and the damaged value (null: not possible here)."""

    name: str
    share: int
    value: pl.Expr


def _place(number: pl.Expr, position: pl.Expr) -> pl.Expr:
    return number.str.slice(position, 1)


def number_kinds(table: str, *, hard: bool = False) -> list[Kind]:
    """Damage to a number; `hard`: thrice as much, more lost.

    Needs `number`, `turn` (a random whole number), `family`, `born` (year) in the frame."""
    number, turn = pl.col("number"), pl.col("turn")
    position = turn % 17
    digit = _place(number, position)
    other = ((digit.cast(pl.Int64, strict=False) + 1 + turn // 17 % 9) % 10).cast(pl.String)
    typo = number.str.slice(0, position) + other + number.str.slice(position + 1)
    pair = 6 + turn % 11
    swapped = number.str.slice(0, pair) + _place(number, pair + 1) + _place(number, pair) + number.str.slice(pair + 2)
    legacy = number.str.slice(0, 6) + number.str.slice(8, 9)
    wide = number.str.replace_many(list(FULL_WIDTH[0]), list(FULL_WIDTH[1]))
    inner = number.str.slice(0, 6) + " " + number.str.slice(6, 8) + " " + number.str.slice(14)
    strays = pl.when(turn % 4 == 0).then("'" + number).when(turn % 4 == 1).then(number + " ")
    stray = strays.when(turn % 4 == 2).then(inner).otherwise("\u200b" + number)
    legacy_share = {"properties": 30_000, "rentals": 10_000, "marriages": 10_000}.get(table, 0)
    missing = {"children": 30_000, "marriages": 8_000}.get(table, 5_000)
    family, cut, shown = (20_000 if table == "children" else 1_500), (60_000 if table == "unemployment" else 0), 0
    if hard:
        legacy_share, missing = 2 * legacy_share + 2_000, {"children": 80_000, "marriages": 40_000}.get(table, 24_000)
        family, cut, shown = (70_000 if table == "children" else 4_000), cut + 7_000, 3_000
    return [
        Kind("typo", 18_000 if hard else 6_000, typo),
        Kind("transposed", 8_000 if hard else 2_500, pl.when(swapped != number).then(swapped)),
        Kind("empty", missing, pl.lit("")),
        Kind("legacy15", legacy_share, pl.when(pl.col("born").is_between(1915, 1995)).then(legacy)),
        Kind("family", family, pl.col("family")),
        Kind("excel000", cut, number.str.slice(0, 15) + "000"),
        Kind("excel_e", shown, number.str.slice(0, 1) + "." + number.str.slice(1, 5) + "E+17"),
        Kind("lower_x", 60_000, pl.when(number.str.ends_with("X")).then(number.str.to_lowercase())),
        Kind("full_width", 8_000, wide),
        Kind("stray", 14_000, stray),
    ]


def _mapped(table: dict[str, str]) -> pl.Expr:
    """The name with characters replaced by their counterparts; null when nothing changes."""
    name = pl.col("name")
    changed = name.str.replace_many(list(table), list(table.values()))
    return pl.when(changed != name).then(changed)


def name_kinds(table: str, *, hard: bool = False) -> list[Kind]:
    """Damage to a name; `hard`: thrice as much. Needs `name`, `former`, `rare`, `turn` in the frame."""
    name, turn = pl.col("name"), pl.col("turn")
    surname, given = name.str.slice(0, 1), name.str.slice(1)
    dotted = name.str.contains("·", literal=True)
    dot = pl.lit(pl.Series(DOTS)).gather(turn % len(DOTS))
    old_register = table in {"marriages", "properties", "sale_contracts"}
    times = 3 if hard else 1
    return [
        Kind("dot", 400_000, pl.when(dotted).then(name.str.replace("·", dot, literal=True))),
        Kind("rare", times * 100_000, pl.when("rare").then(_mapped(RARE_SPELT))),
        Kind("former", 600_000 if old_register else times * 20_000, pl.col("former")),
        Kind("look", times * 15_000, _mapped(SURNAME_VARIANTS)),
        Kind("sound", times * 6_000, surname + _given(SOUNDS, given)),
        Kind("look", times * 6_000, _mapped(LOOKS)),
        Kind("traditional", times * 5_000, _mapped(TRADITIONAL)),
        Kind("space", 4_000, pl.when(turn % 2 == 0).then(surname + " " + given).otherwise(name + "　")),
        Kind("note", times * 1_000, name + pl.lit(pl.Series(NOTES)).gather(turn % len(NOTES))),
    ]


def _given(table: dict[str, str], given: pl.Expr) -> pl.Expr:
    changed = given.str.replace_many(list(table), list(table.values()))
    return pl.when(changed != given).then(changed)
