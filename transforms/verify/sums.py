"""Sums of a household, as far as they are known: who was not asked or did not answer leaves a part, never a nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

_INCOME: Final = tuple(
    f"human_resources.{name}" for name in ("contributions", "employments", "pensions", "unemployment")
)
RESTS_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "verified_yuan_month": _INCOME,
    "income_yuan_month": _INCOME,
    "income_per_head_yuan": _INCOME,
    "homes": ("housing.properties",),
    "home_area_m2": ("housing.properties",),
    "non_residential": ("housing.properties",),
    "home_bought": ("housing.sale_contracts",),
    "rigid_expense_year_yuan": ("medical_insurance.settlements",),
}
"""Sum of sql/verify/measures.sql -> delivered tables that it is made of; of these, those count that a purpose asks."""
_LABELS: Final = {
    "verified_yuan_month": "核对家庭月收入（元）",
    "income_yuan_month": "采用的家庭月收入（元，核对与申报取大）",
    "income_per_head_yuan": "人均月收入（元）",
    "homes": "住房（套）",
    "home_area_m2": "住房面积（平方米）",
    "non_residential": "商业、办公用房（处）",
    "home_bought": "近期新购住房（处）",
    "rigid_expense_year_yuan": "近12个月个人负担医疗费用（元）",
}
_FEN: Final = Decimal("0.01")


def yuan(amount: Decimal | None) -> str:
    """An amount as people read it; unknown is a dash."""
    return "—" if amount is None else f"{amount.quantize(_FEN, ROUND_DOWN):,}"


@dataclass(frozen=True, slots=True)
class Sums:
    """values: sum -> what is known, null where nothing is. parts: sums that may be more than their value."""

    values: Mapping[str, Any]
    parts: frozenset[str] = frozenset()

    def shown(self, name: str) -> str:
        """A sum in words; one that may be more says so."""
        value = self.values.get(name)
        if value is None:
            return "—"
        text = (
            yuan(value) if "_yuan" in name else format(value.normalize(), "f") if name.endswith("_m2") else str(value)
        )
        return f"至少{text}" if name in self.parts else text

    def over(self, name: str, most: Decimal | None) -> bool | None:
        """Whether a sum is over `most`. A part that is over stays over; one that is not may still become so."""
        value = self.values.get(name)
        if value is None or most is None:
            return None
        if Decimal(value) > most:
            return True
        return None if name in self.parts else False


def known_sums(
    measure: Mapping[str, Any] | None,
    apart: Mapping[str, Any] | None,
    asked: Collection[str],
    open_ones: Collection[str],
) -> Sums:
    """What of the measures of a household is known.

    measure, apart: rows of sql/verify/measures.sql, likely links believed and not; the smaller value stands. asked:
    tables that the purpose asks. open_ones: those of them that left something open for a counted member.
    """
    if measure is None:
        return Sums({})
    values: dict[str, Any] = dict(measure)
    parts = set()
    for name, tables in RESTS_ON.items():
        mine = [table for table in tables if table in asked]
        linked, unlinked = measure.get(name), (apart or measure).get(name)
        least = None if not mine or linked is None or unlinked is None else min(linked, unlinked)
        if least is not None and (linked != unlinked or set(mine) & set(open_ones)):
            parts.add(name)
            least = least or None  # nothing found by those who answered is not nothing
        values[name] = least
    return Sums(values, frozenset(parts))


def printed(sums: Sums) -> list[dict[str, str]]:
    """The household's sums as rows of label and value; none where it was not measured."""
    if not sums.values:
        return []
    rows = [{"label": "家庭人口", "value": str(sums.values["members"])}]
    return rows + [{"label": label, "value": sums.shown(name)} for name, label in _LABELS.items()]


def open_tables(
    found: Sequence[Mapping[str, Any]], sources: Sequence[Mapping[str, Any]], closed: Collection[str]
) -> frozenset[str]:
    """Tables that are late, or left something open: a class of `closed` for one of the rows of `found`."""
    late = {one["source_table"] for one in sources if one["late"] or one["cut_off"] is None}
    return frozenset(late | {row["source_table"] for row in found if row["class"] in closed})
