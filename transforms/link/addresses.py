"""An address as written down, made comparable: one key for the ways in which offices write the same door.

Source: domain/identity.md, section 7. The key stands for the address in comparisons only; it is never shown.
"""

from __future__ import annotations

import polars as pl

_DIGITS = "一二三四五六七八九"
_PLACES = ("组", "队", "号", "弄", "巷", "幢", "单元", "楼", "层", "室")


def _numerals() -> dict[str, str]:
    """'十二组' to '12组' and the like, from 1 to 99, longest first."""
    written = {}
    for value in range(1, 100):
        tens, ones = divmod(value, 10)
        text = ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十") + (
            _DIGITS[ones - 1] if ones else ""
        )
        written[text] = str(value)
    ordered = sorted(written, key=len, reverse=True)
    return {text + place: written[text] + place for text in ordered for place in _PLACES}


_WORDS = {
    "村民小组": "组", "村民组": "组", "小组": "组", "生产队": "队",
    "号楼": "幢", "栋": "幢", "座": "幢", "号房": "室", "房": "室",
}  # fmt: skip
_NUMERALS = _numerals()


def plain_address(text: pl.Expr) -> pl.Expr:
    """Key of an address: half width, without blanks, brackets' notes and marks, province and prefecture; numerals in
    digits; '3号楼2单元501' and '3-2-501室' alike. Null stays null.
    """
    folded = text.str.normalize("NFKC").str.replace_all(r"[\s,;:.、。·#]|\(.*?\)", "")
    named = folded.str.replace(r"^.{2,8}?(?:省|自治区)", "").str.replace(r"^[^县区]{2,4}?市(.*[县区市旗])", "$1")
    worded = named.str.replace_many(list(_WORDS), list(_WORDS.values()), leftmost=True)
    counted = worded.str.replace_many(list(_NUMERALS), list(_NUMERALS.values()), leftmost=True)
    dashed = counted.str.replace_all(r"(\d)(?:幢|单元|层)(\d)", "$1-$2").str.replace_all(
        r"(\d)(?:幢|单元)(\d)", "$1-$2"
    )
    return dashed.str.replace_all(r"[-_/~—]+", "-").str.replace(r"(\d)室$", "$1")
