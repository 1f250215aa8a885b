"""What a report concludes from data: declared against found, limits, one code of four. Others judge eligibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from transforms.policy.parameters import PARAMETERS
from transforms.verify.found import DOUBT, ERR, HIT, NO_ANSWER, NOT_ASKED
from transforms.verify.purposes import Limit, Purpose
from transforms.verify.sums import Sums, yuan

AS_DECLARED, OVER, WITHIN, INCOMPLETE = "符合申报", "不一致-超标准", "不一致-未超标准", "信息不全"
CODES: Final = (AS_DECLARED, OVER, WITHIN, INCOMPLETE)
TIERS: Final = ("最低生活保障", "低保边缘", "刚性支出困难")


def compared(household: Mapping[str, Any], sums: Sums) -> list[dict[str, Any]]:
    """Declared against found: item, declared, found, differs (None: cannot be compared).

    What was declared and nobody can answer is told too: no source is asked about deposits yet.
    """
    income, homes = household["declared_income_yuan_month"], household["declared_home_count"]
    owned = sums.values.get("homes")
    several = None if homes is None else sums.over("homes", Decimal(homes))
    fewer = owned is not None and "homes" not in sums.parts and homes is not None and owned < homes
    return [
        {
            "item": "家庭月收入（元）",
            "declared": yuan(income),
            "found": sums.shown("verified_yuan_month"),
            "differs": sums.over("verified_yuan_month", income),
        },
        {
            "item": "住房（套）",
            "declared": "—" if homes is None else str(homes),
            "found": sums.shown("homes"),
            "differs": True if fewer else several,
        },
        {
            "item": "金融资产（元）",
            "declared": yuan(household["declared_deposits_yuan"]),
            "found": "未查询（没有参与核对的来源）",
            "differs": None,
        },
    ]


def limits(purpose: Purpose, sums: Sums, policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each limit of a purpose: label, found, limit, within (None: cannot be said), source.

    policy: parameter -> {value, source} in force on the day of application at the household's place.
    """
    return [_limit(one, sums, policy) for one in purpose.limits]


def _limit(one: Limit, sums: Sums, policy: Mapping[str, Any]) -> dict[str, Any]:
    most, source = one.at_most, one.source
    if one.parameter is not None:
        known = policy.get(one.parameter, {})
        most = None if known.get("value") is None else Decimal(known["value"]) * one.times
        label = PARAMETERS[one.parameter].label
        source = f"{label}自{known['valid_from']}起；{source}" if known.get("valid_from") else source
    over = sums.over(one.measure, most)
    limit = yuan(most) if one.measure.endswith("_yuan") else "—" if most is None else str(most)
    within = None if over is None else not over
    return {"label": one.label, "found": sums.shown(one.measure), "limit": limit, "within": within, "source": source}


def verdict(outcome: Mapping[str, Any] | None, tested: Sequence[Mapping[str, Any]]) -> bool | None:
    """Whether the household is within what it applies for; None: it cannot be said from what is known."""
    if outcome is not None:
        return {"pass": True, "fail": False}.get(outcome["outcome"])
    answers = [one["within"] for one in tested]
    if any(answer is False for answer in answers):
        return False
    return True if answers and all(answers) else None


def code(within: bool | None, comparison: Sequence[Mapping[str, Any]], classes: Sequence[str]) -> str:
    """The conclusion's code. classes: of every (member, item) of counted members.

    A source that was not asked, did not answer or gave a broken record leaves the information incomplete, unless what
    is known already differs from what was declared and is over the standard: nothing to come can take that away.
    """
    differs = any(one["differs"] for one in comparison)
    if differs and within is False:
        return OVER
    if within is None or {NOT_ASKED, NO_ANSWER, ERR, DOUBT} & set(classes):
        return INCOMPLETE
    if differs:
        return WITHIN
    return INCOMPLETE if undeclared(comparison) else AS_DECLARED


def undeclared(comparison: Sequence[Mapping[str, Any]]) -> bool:
    """Whether nothing could be held against anything: a request that declares nothing is not as declared."""
    return all(one["differs"] is None for one in comparison)


def sentence(which: str, within: bool | None, holes: Mapping[str, int], silent: bool = False) -> str:
    """The conclusion in words. holes: class -> number of (member, item) left open. silent: nothing was declared."""
    told = {
        AS_DECLARED: "经核对，查得的信息与申报相符。",
        WITHIN: "申报与核对不一致；按查得的数据未超过标准。",
        OVER: "申报与核对不一致；按查得的数据超过标准。",
        INCOMPLETE: "信息不全，不能得出完整的核对结论。",
    }[which]
    if which == AS_DECLARED:
        told += "按查得的数据未超过标准。" if within else "按查得的数据超过所申请类别的标准。"
    if which == INCOMPLETE and silent and within is not None and not holes:
        told += f"请求没有申报收入和住房，无从比较；按查得的数据{'未' if within else ''}超过标准。"
    open_ones = "、".join(f"{name}{count}项" for name, count in holes.items() if name != HIT and count)
    return told + (f"其中{open_ones}。" if open_ones else "")


def next_tier(program: str | None, outcome: Mapping[str, Any] | None) -> str | None:
    """For a household that does not reach what it applied for: which tier to test next (国办发〔2023〕39号)."""
    if program is None or outcome is None or outcome["outcome"] not in ("fail", "needs_review"):
        return None
    proposed = outcome["proposed_tier"]
    if proposed in TIERS and TIERS.index(proposed) > TIERS.index(program):
        return f"按查得的数据可测试：{proposed}"
    return "按查得的数据不符合各类救助；遇突发困难可申请临时救助"
