"""Chinese words for codes of the published file, as the commands say them."""

from __future__ import annotations

from decimal import Decimal

from flows.alerts.proof_screen import METHODS
from flows.alerts.screen import HELD, LEVELS, LIVES, STATES, SURE
from flows.policy_commands import MARKS
from transforms.decisions.process import OUTCOMES, STEPS
from transforms.decisions.process import STATES as PROCESS
from transforms.decisions.standing import STANDINGS

__all__ = [
    "HELD",
    "LEVELS",
    "LIVES",
    "MARKS",
    "METHODS",
    "OUTCOMES",
    "PROCESS",
    "STANDINGS",
    "STATES",
    "STEPS",
    "SURE",
]  # fmt: skip

EVENTS = {
    "appeared": "首次出现",
    "changed": "内容有变化",
    "resolved": "数据已消除",
    "reopened": "再次出现",
    "frozen": "所依据的数据未到，冻结",
    "thawed": "解除冻结",
    "closed": "处置决定生效",
    "lapsed": "处置决定失效",
    "merged": "并入另一条",
    "unmerged": "不再并入",
    "shown": "交办",
    "held_back": "暂缓交办",
}
VERDICTS = {"pass": "符合", "fail": "不符合", "needs_review": "待核实身份", "not_assessable": "无法核对"}
KINDS = {"wage": "工资", "pension": "养老金", "resident_pension": "城乡居民养老金", "unemployment": "失业保险金"}
SEXES = {"male": "男", "female": "女", "男": "男", "女": "女"}


def money(amount: Decimal | None) -> str:
    """1234.5 -> 1,234.50; nothing for unknown."""
    return "" if amount is None else f"{amount:,.2f}"
