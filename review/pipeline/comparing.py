"""Two records beside each other: every value masked, and said in words where they agree, without revealing either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.masking import mask_id_number, mask_name

_BLANK = "（未填）"
_CONTEXT = {"家庭关联": "家庭编号、收款账号、登记对方、电话、住址", "村居": "村居", "单位": "单位"}


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the comparison. mark: same, different or unknown; says: the same in words. parts: where it agrees."""

    name: str
    a: str
    b: str
    mark: str
    says: str
    parts: tuple[tuple[str, str], ...] = ()


def compared(one: Mapping[str, Any], other: Mapping[str, Any], rows: list[dict[str, Any]]) -> tuple[Field, ...]:
    """Fields of two references (records.said), then what was compared beside them (rows of the waterfall)."""
    weighed = {row["field"]: row["says"] for row in rows}
    found = [
        _field(
            "姓名", mask_name, one["name"], other["name"],
            _characters("第{}字", one["name"], other["name"]), weighed,
        ),
        _field(
            "证号", mask_id_number, one["id_number"], other["id_number"],
            _characters("第{}位", one["id_number"], other["id_number"]), weighed,
        ),
        _field("性别", str, one["sex"], other["sex"], (), weighed),
        _field("出生日期", _year, one["birth_date"], other["birth_date"],
               _dates(one["birth_date"], other["birth_date"]), weighed),
    ]  # fmt: skip
    context = [
        Field(f"{name}（{what}）" if name == "家庭关联" else name, "—", "—", _mark_of(weighed[name]), weighed[name])
        for name, what in _CONTEXT.items()
        if name in weighed
    ]
    return (*found, *context)


def _field(
    name: str, masked: Any, one: Any, other: Any, parts: tuple[tuple[str, str], ...], weighed: Mapping[str, str]
) -> Field:
    a, b = (_BLANK if value is None else str(masked(value)) for value in (one, other))
    if one is None or other is None:
        return Field(name, a, b, "unknown", "一方未填" if one is not other else "双方未填")
    same = _plain(one) == _plain(other)
    told = weighed.get(name, "")
    word = "相同" if same else "不同"
    more = told.removeprefix(word).strip("()") if told != "一方未填" else ""
    return Field(name, a, b, "same" if same else "different", word + (f":{more}" if more else ""), parts)


def _plain(value: Any) -> str:
    return str(value).strip().upper()


def _characters(unit: str, one: str | None, other: str | None) -> tuple[tuple[str, str], ...]:
    """Place by place whether two texts agree: (label, same, different, or missing)."""
    if one is None or other is None:
        return ()
    a, b = _plain(one), _plain(other)
    marks = []
    for place in range(max(len(a), len(b))):
        there = place < len(a) and place < len(b)
        mark = ("same" if a[place] == b[place] else "different") if there else "missing"
        marks.append((unit.format(place + 1), mark))
    return tuple(marks)


def _year(day: date) -> str:
    return f"{day.year} 年 **月**日"


def _dates(one: date | None, other: date | None) -> tuple[tuple[str, str], ...]:
    if one is None or other is None:
        return ()
    parts = (("年", one.year, other.year), ("月", one.month, other.month), ("日", one.day, other.day))
    return tuple((name, "same" if a == b else "different") for name, a, b in parts)


def _mark_of(says: str) -> str:
    if says == "一方未填":
        return "unknown"
    return "different" if says == "不同" or says.endswith("均不同") else "same"
