"""Legal sources as staff read them.

The marks in rule heads, policy and purpose files say where a text comes from: [S27] is a number in the project's own
list of sources, which no centre has; [GK], [PROP] and [MEAS] tell how far a text may be trusted, and seeds are the
work plans that the rules come from.
"""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"\s*\[(S\d+|GK|PROP|MEAS)\]")
_SAYS: Final = {"GK": "通行说法，原文待核", "PROP": "本系统设定，不是法定", "MEAS": "本系统测算"}
_PLANS: Final = re.compile(r"\s*\bseeds?((?: [A-E]\b)+)")


def basis_parts(text: str) -> tuple[str, list[str]]:
    """A source without its marks, and in words what they say; numbers of the project's list say nothing to staff."""
    plans, bare = [f"地方工作计划 {one.strip()}" for one in _PLANS.findall(text)], _PLANS.sub("", text)
    marks = dict.fromkeys(_SAYS[mark] for mark in _MARK.findall(bare) if mark in _SAYS)
    return _MARK.sub("", bare).strip(), [*plans, *marks]


def basis_text(text: str) -> str:
    """The same in one text."""
    bare, marks = basis_parts(text)
    said = "；".join(marks)
    return f"{bare}（{said}）" if bare and said else bare or said
