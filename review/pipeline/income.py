"""A household's income by month, and how the verified sum comes about: told only where it equals the published one."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import altair as alt

from flows.alerts.explain import parameters
from flows.pictures import AMBER, BLUE, GREEN, GREY, INK, framed, inline, svg
from flows.published import File
from review.pipeline.home import Version, published, version_of
from review.pipeline.household import households, members
from review.pipeline.statements import ask
from review.pipeline.words import KINDS, money
from schemas.catalogue import TABLES

COLOURS = dict(zip(KINDS.values(), (BLUE, GREEN, GREY, AMBER), strict=True))
_CENT = Decimal("0.01")


class Income(NamedTuple):
    """months: first days, oldest first. rows: of each month the sum by kind, and all.

    parts: one a member, kind, table and amount, with its first record and how many. steps: how the verified month's
    income comes about, label and yuan. line: the standard times the people counted. found: as published.
    """

    months: list[date]
    rows: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    steps: list[tuple[str, Decimal]]
    line: Decimal | None
    found: Decimal | None


def income(home: Path, household_no: str, within: str) -> Income | None:
    """Of authorised members, the last twelve full months; None where no such household lies within.

    Raises NothingPublishedError.
    """
    return _income(home, household_no, within, version_of(home))


@lru_cache(maxsize=64)
def _income(home: Path, household_no: str, within: str, version: Version) -> Income | None:
    """Kept for a while: the page asks for the table, then its picture."""
    with published(home) as file:
        rows = households(file, household_no, within)
        if not rows:
            return None
        listed = members(file, household_no, file.night, None)
        who = {one["person_key"]: one for one in listed if one["counted"] and one["authorised"]}
        parts = ask(file, "income", people=list(who)) if who else []
        months = [row["first_day"] for row in ask(file, "months")]
        names = ["standard", "work_cost_share", "resident_pension_exempt_yuan"]
        policy = {
            one["parameter"]: None if one["value"] is None else Decimal(str(one["value"]))
            for one in parameters(file, household_no, rows[0]["division_code"], names)
        }
        found, line = _published(file, household_no), policy["standard"]
    counted = sum(one["counted"] for one in listed)
    return Income(
        months, [_month(month, parts) for month in months], _parts(parts, who), _steps(parts, policy, found),
        None if line is None else line * counted, found,
    )  # fmt: skip


def _published(file: File, household_no: str) -> Decimal | None:
    items = ask(file, "items", household_no=household_no)
    return next((one["amount_yuan"] for one in items if one["item"] == "核对家庭月收入"), None)


def _month(month: date, parts: list[dict[str, Any]]) -> dict[str, Any]:
    here = [one for one in parts if one["month"] == month]
    sums = [sum((one["yuan_month"] for one in here if one["kind"] == kind), Decimal(0)) for kind in KINDS]
    return {"month": month, "sums": sums, "all": sum(sums, Decimal(0))}


def _parts(parts: list[dict[str, Any]], who: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in parts:
        spec, person = TABLES.get(one["source_table"]), who[one["person_key"]]
        key = (one["person_key"], one["kind"], one["source_table"], str(one["yuan_month"]))
        part = found.setdefault(key, {
            "who": person["who"], "relation": person["relation"], "kind": KINDS[one["kind"]],
            "table": f"{spec.department_label}·{spec.label}" if spec else one["source_table"],
            "record_no": one["record_no"], "yuan_month": one["yuan_month"], "months": 0, "all": Decimal(0),
            "numbers": set(),
        })  # fmt: skip
        part["months"] += 1
        part["numbers"].add(one["record_no"])
        part["all"] += one["yuan_month"]
    for part in found.values():
        part["records"] = len(part.pop("numbers"))
    return sorted(found.values(), key=lambda part: (-part["all"], part["who"], part["table"], part["record_no"]))


def _steps(
    parts: list[dict[str, Any]], policy: dict[str, Decimal | None], found: Decimal | None
) -> list[tuple[str, Decimal]]:
    """Twelve months together, what is taken off, and the month's mean; nothing where that is not the published sum."""
    share, exempt = policy["work_cost_share"], policy["resident_pension_exempt_yuan"]
    wages = sum((one["yuan_month"] for one in parts if one["kind"] == "wage"), Decimal(0))
    others = sum((one["yuan_month"] for one in parts if one["kind"] in ("pension", "unemployment")), Decimal(0))
    resident = [one["yuan_month"] for one in parts if one["kind"] == "resident_pension"]
    steps = [("工资合计", wages)]
    if wages and share is not None:
        steps.append((f"扣除就业成本 {share * 100:.0f}%", -wages * share))
    steps.append(("养老金、失业保险金合计", others))
    if resident:
        steps.append(("城乡居民养老金合计", sum(resident, Decimal(0))))
        if exempt is not None:
            steps.append(
                (f"每月每笔豁免 {money(exempt)} 元以内部分", -sum((min(one, exempt) for one in resident), Decimal(0)))
            )
    mean = (sum((amount for _, amount in steps), Decimal(0)) / 12).quantize(_CENT, ROUND_HALF_UP)
    told = [(label, amount) for label, amount in steps if amount]
    return [*told, ("十二个月平均，即核对家庭月收入", mean)] if mean == found else []


def income_svg(told: Income) -> str:
    """Stacked columns by month; dashed, what the standard allows the counted members together."""
    words = [word for at, word in enumerate(KINDS.values()) if any(row["sums"][at] for row in told.rows)]
    bars = []
    for row in told.rows:
        base = Decimal(0)
        for word, amount in zip(KINDS.values(), row["sums"], strict=True):
            if amount:
                bars.append(
                    {"month": f"{row['month']:%y-%m}", "kind": word, "low": float(base), "high": float(base + amount)}
                )
                base += amount
    months = [f"{month:%y-%m}" for month in told.months]
    top = max([float(row["all"]) for row in told.rows] + [float(told.line or 0), 1.0]) * 1.12
    x = alt.X(
        "month:N", sort=months, scale=alt.Scale(domain=months), axis=alt.Axis(title=None, labelAngle=0, ticks=False)
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("low:Q", scale=scale, axis=alt.Axis(title=None, format=",d", tickCount=5))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=words, range=[COLOURS[word] for word in words]), legend=None)
    drawn: Any = alt.Chart(inline(bars)).mark_bar(width=26).encode(x, y, alt.Y2("high:Q"), colour)
    if told.line is not None:
        rule = alt.Chart(inline([{"low": float(told.line)}]))
        drawn += rule.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.3).encode(alt.Y("low:Q", scale=scale))
    return svg(framed(drawn, 170, 62, width=720, right=16), "income", "近十二个月家庭收入，按月按种类，数字见表")
