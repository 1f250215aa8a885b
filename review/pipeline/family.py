"""A household as a small picture, SVG without styles.

One generation a row; squares are men, circles women; dead crossed out, not counted dashed; the alert's person with a
thick line. The page's table says the same in words.
"""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

_STEP, _ROW, _SIZE, _LEFT = 112, 104, 34, 24
_GENERATION = {"祖父母": 0, "父母": 1, "本人": 2, "配偶": 2, "兄弟姐妹": 2, "其他": 2, "子": 3, "女": 3, "孙子女": 4}
_INK, _SOFT, _FILL, _PALE, _ABOUT = "#1d2733", "#55616f", "#cfe0f2", "#ffffff", "#1f5fa8"
_FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, SimSun, sans-serif"


def family_svg(members: list[dict[str, Any]]) -> str:
    """The picture of `household.members`, at least one, in their order."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for one in members:
        rows.setdefault(_GENERATION.get(one["relation"], 2), []).append(one)
    used = sorted(rows)
    width = max(320, _LEFT * 2 + _STEP * max(len(row) for row in rows.values()))
    height = _ROW * len(used) + 8
    places: dict[str, tuple[float, float]] = {}
    for at, generation in enumerate(used):
        row = rows[generation]
        left = (width - _STEP * len(row)) / 2 + _STEP / 2
        places |= {one["record_no"]: (left + _STEP * place, 26 + _ROW * at) for place, one in enumerate(row)}
    lines = _lines([[places[one["record_no"]] for one in rows[generation]] for generation in used])
    couple = [places[one["record_no"]] for one in members if one["relation"] in ("本人", "配偶")]
    if len(couple) == 2:
        lines.append(_line(couple[0][0], couple[0][1], couple[1][0], couple[1][1], 2))
    drawn = "".join(lines) + "".join(_person(one, *places[one["record_no"]]) for one in members)
    says = "、".join(f"{one['relation']}{one['who']}" for one in members)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(says)}" font-family="{_FONT}">{drawn}</svg>'
    )


def _lines(rows: list[list[tuple[float, float]]]) -> list[str]:
    """A generation hangs on the one above by a bar between the two."""
    drawn = []
    for above, below in pairwise(rows):
        middle = sum(x for x, _ in above) / len(above)
        bar = below[0][1] - 22
        drawn.append(_line(middle, above[0][1] + 62, middle, bar))
        ends = [middle, *(x for x, _ in below)]
        drawn.append(_line(min(ends), bar, max(ends), bar))
        drawn += [_line(x, bar, x, y - _SIZE / 2) for x, y in below]
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float, wide: float = 1) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{_SOFT}" stroke-width="{wide:g}"/>'


def _person(one: dict[str, Any], x: float, y: float) -> str:
    look = f'fill="{_FILL if one["counted"] else _PALE}" stroke="{_ABOUT if one["about"] else _INK}"'
    look += f' stroke-width="{3 if one["about"] else 1.3}"' + ("" if one["counted"] else ' stroke-dasharray="4 3"')
    half = _SIZE / 2
    if one["sex"] == "女":
        shape = f'<circle cx="{x:g}" cy="{y:g}" r="{half:g}" {look}/>'
    else:
        turn = "" if one["sex"] == "男" else f' transform="rotate(45 {x:g} {y:g})"'
        shape = f'<rect x="{x - half:g}" y="{y - half:g}" width="{_SIZE}" height="{_SIZE}" {look}{turn}/>'
    cross = _line(x - half - 4, y + half + 4, x + half + 4, y - half - 4, 1.6) if one["dead"] else ""
    age = "年龄不详" if one["age"] is None else f"{one['age']}岁"
    second = f"{one['relation']} · {'卒 ' if one['dead'] else ''}{age}"
    return shape + cross + _text(one["who"], x, y + 34, 14, _INK) + _text(second, x, y + 52, 12, _SOFT)


def _text(text: str, x: float, y: float, size: int, colour: str) -> str:
    ground = f'<rect x="{x - 50:g}" y="{y - size + 1:g}" width="100" height="{size + 4}" fill="#ffffff"/>'
    look = f'font-size="{size}" fill="{colour}" text-anchor="middle"'
    return f'{ground}<text x="{x:g}" y="{y:g}" {look}>{escape(text)}</text>'
