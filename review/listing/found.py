"""What was asked of the list, which rows that leaves, and the count beside each choice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np

from review.listing.scope import Mask, Scope
from review.models import Role, User
from review.pipeline.masks import mask_text

TABS = (("mine", "我的"), ("township", "转给本乡镇"), ("all", "全部"), ("held", "暂缓"))
FILTERS = (
    ("level", "等级"), ("due", "期限"), ("class", "规则类别"), ("stage", "办理阶段"), ("rule", "规则"),
    ("program", "救助类别"), ("township", "乡镇街道"),
)  # fmt: skip
# Two Chinese characters side by side: perhaps a name; a masked one has only its first.
_PERHAPS_A_NAME = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """tab: of TABS. chosen: filter to value. new: only what came after the last login. words: to search by.

    refused: why words are not searched by, in Chinese; then `words` is empty.
    """

    tab: str
    chosen: Mapping[str, str]
    new: bool
    words: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many rows it would show with the other filters as they are."""

    value: str
    label: str
    count: int
    chosen: bool


def wanted(asked: Mapping[str, str], user: User) -> Wanted:
    """What the address says; what it does not know is left out."""
    tabs = [name for name, _ in tabs_of(user)]
    chosen = {name: asked[name][:80] for name, _ in FILTERS if asked.get(name)}
    words = asked.get("q", "").strip()[:80]
    tab = asked.get("tab", "")
    refused = ""
    if mask_text(words) != words or _PERHAPS_A_NAME.search(words):
        words, refused = (
            "",
            "请用预警编号、家庭编号、规则编号或遮蔽姓名（如 王**）查找；工作台不存姓名和证件号码，请不要输入。",
        )
    return Wanted(tab if tab in tabs else "all", chosen, asked.get("new") == "1", words, refused)


def tabs_of(user: User) -> list[tuple[str, str]]:
    """Tabs of the role: only a township has what was sent to it; clerks are not told of what is held back."""
    without = "held" if user.role == Role.CLERK else "township"
    return [tab for tab in TABS if tab[0] != without]


def tab_rows(scope: Scope, user: User, tab: str) -> Mask:
    """Rows of a tab, decided ones among them."""
    at_work = scope.at_work()
    if tab == "mine":
        return np.asarray(at_work & (scope.owner == user.pk))
    if tab == "township":
        return np.asarray(at_work & scope.here)
    return np.asarray(~at_work & scope.undone()) if tab == "held" else at_work


def tab_counts(scope: Scope, user: User) -> dict[str, int]:
    """What is to be done in each tab, without any filter."""
    undone = scope.undone()
    return {tab: int(np.count_nonzero(tab_rows(scope, user, tab) & undone)) for tab, _ in tabs_of(user)}


def since_last_visit(scope: Scope, seen_from: datetime | None) -> Mask:
    """Rows that came before staff after the login before this one; all of them at a first visit."""
    return np.asarray(scope.appeared > (seen_from.timestamp() if seen_from else -1.0))


class Result:
    """rows: those that fit, in order of urgency. counts: per filter, its choices. new: how many of them are new."""

    def __init__(self, scope: Scope, user: User, asked: Wanted) -> None:
        base = tab_rows(scope, user, asked.tab)
        if asked.words:
            base = base & _holding(scope, asked.words.lower())
        fresh = since_last_visit(scope, user.seen_from)
        filters = {name: scope.columns[name].equal(value) for name, value in asked.chosen.items()}
        if "stage" not in filters:
            filters["stage"] = scope.undone()
        if asked.new:
            filters["new"] = fresh
        self.rows = np.flatnonzero(_all(base, filters))
        self.new = int(np.count_nonzero(_all(base, filters, "new") & fresh))
        self.counts = {name: _choices(scope, name, asked, _all(base, filters, name)) for name, _ in FILTERS}


def _all(base: Mask, filters: Mapping[str, Mask], but: str = "") -> Mask:
    return reduce(np.logical_and, [mask for name, mask in filters.items() if name != but], base)


def _choices(scope: Scope, name: str, asked: Wanted, rows: Mask) -> list[Choice]:
    """Choices that have rows, and the chosen one. Values come from what the account sees, never from elsewhere."""
    column = scope.columns[name]
    counts = np.bincount(column.codes[rows], minlength=len(column.values)).tolist()
    told = [
        Choice(value, label, count, asked.chosen.get(name) == value)
        for value, label, count in zip(column.values, column.labels, counts, strict=True)
    ]
    return [choice for choice in told if choice.count or choice.chosen]


def _holding(scope: Scope, words: str) -> Mask:
    return np.fromiter((words in text for text in scope.texts), np.bool_, len(scope.texts))
