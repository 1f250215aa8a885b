"""Due process of one finding, as a state machine: what may follow what, by whom, and what must be there.

    found -check-> checked -notice-> noticed -answer | window_ended-> heard -decide-> decided -review-> complete

The path is domain/process.md sections 8 to 10 and research/operations.md N5. `decide` is an adverse decision; `close`
any other decision, which ends the matter from wherever it stands. An objection (dispute) stops the path: before the
decision its reply leads back to the beginning, for the finding is looked into and told anew; after the decision the
effect rests until the reply, and the way of review is told again. A finding that changed (`basis`) begins anew.
Nothing happens by time alone: without an event no state changes, and a person records that the window ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from transforms.calendar import add_working_days
from transforms.decisions.codes import same_person

STEPS = {
    "check": "独立核查",
    "notice": "告知当事人",
    "answer": "当事人陈述申辩",
    "window_ended": "陈述申辩期满",
    "review": "告知复核途径",
    "dispute": "当事人提出异议",
    "reply": "异议答复",
}
"""Steps that staff record, in the order of the path."""
ACTS = (*STEPS, "decide", "close")

STATES = {
    "found": "待独立核查",
    "checked": "已核查，待告知",
    "noticed": "已告知，待陈述申辩",
    "heard": "已听取陈述或期满，可作决定",
    "decided": "已作不利决定，待告知复核途径",
    "complete": "程序完整",
    "disputed": "异议待答复（决定前）",
    "contested": "异议待答复（决定后），不利效力中止",
}
OUTCOMES = {"upheld": "维持", "accepted": "成立"}
ANSWER_WORKING_DAYS = 10
"""The least number of working days a household has to answer, the day of the notice not counted. Project default: no
national term could be confirmed for this notice (domain/process.md [PROP]); a notice may give more."""

PATH: dict[tuple[str, str], str] = {
    ("found", "check"): "checked",
    ("checked", "check"): "checked",
    ("checked", "notice"): "noticed",
    ("noticed", "notice"): "noticed",
    ("noticed", "answer"): "heard",
    ("noticed", "window_ended"): "heard",
    ("heard", "answer"): "heard",
    ("heard", "decide"): "decided",
    ("decided", "review"): "complete",
    ("disputed", "reply"): "found",
    ("contested", "reply"): "decided",
    **{(state, "dispute"): "disputed" for state in ("found", "checked", "noticed", "heard")},
    **{(state, "dispute"): "contested" for state in ("decided", "complete")},
    **{(state, "close"): "found" for state in STATES},
}
"""(state, act) -> state. What is not here is refused. A reply whose outcome is `accepted` leads to found."""

Basis = tuple[str, int | None]
"""What a finding rests on: evidence fingerprint and rule version."""


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded act. how: what was done or, of a decision, why. decision: the id of a decision."""

    act: str
    by: str
    on: date
    basis: Basis
    how: str
    answer_by: date | None = None
    outcome: str | None = None
    decision: str | None = None


Fate = Literal["pending", "complete", "suspended", "void"]
"""Of an adverse decision on the path: its way of review is yet to be told, all is there, disputed, undone."""


@dataclass(frozen=True, slots=True)
class Case:
    """Where one finding stands."""

    state: str = "found"
    basis: Basis | None = None
    checked_by: tuple[str, ...] = ()
    answer_by: date | None = None
    last_on: date | None = None
    decision: str | None = None
    decided_by: str | None = None


def _somebody(case: Case, event: Event) -> str | None:
    return None if event.by.strip() else "没有写明经办人"


def _said(case: Case, event: Event) -> str | None:
    return None if event.how.strip() else "没有写明办理情况或理由"


def _in_order(case: Case, event: Event) -> str | None:
    early = case.last_on is not None and event.on < case.last_on
    return f"日期早于上一步（{case.last_on}）" if early else None


@cache
def _least_day(told_on: date) -> date:
    """The earliest last day to answer a notice of a day."""
    return add_working_days(told_on, ANSWER_WORKING_DAYS)


def _time_to_answer(case: Case, event: Event) -> str | None:
    least = _least_day(event.on)
    if event.answer_by is None or event.answer_by < least:
        return f"陈述申辩期不得少于{ANSWER_WORKING_DAYS}个工作日，至少到 {least}"
    return None


def _window_over(case: Case, event: Event) -> str | None:
    over = case.answer_by is not None and event.on > case.answer_by
    return None if over else f"陈述申辩期到 {case.answer_by}，当日过后方可记录期满"


def _another_than_checked(case: Case, event: Event) -> str | None:
    return "决定人不得是核查人" if any(same_person(event.by, one) for one in case.checked_by) else None


def _another_than_decided(case: Case, event: Event) -> str | None:
    own = case.decided_by is not None and same_person(event.by, case.decided_by)
    return "异议答复人不得是决定人" if own else None


def _outcome(case: Case, event: Event) -> str | None:
    return None if event.outcome in OUTCOMES else f"异议答复应写明结果：{'、'.join(OUTCOMES.values())}"


Guard = Callable[[Case, Event], str | None]
_ALWAYS: tuple[Guard, ...] = (_somebody, _said, _in_order)
GUARDS: dict[str, tuple[Guard, ...]] = {
    "check": _ALWAYS,
    "notice": (*_ALWAYS, _time_to_answer),
    "answer": _ALWAYS,
    "window_ended": (*_ALWAYS, _window_over),
    "decide": (*_ALWAYS, _another_than_checked),
    "review": _ALWAYS,
    "dispute": _ALWAYS,
    "reply": (*_ALWAYS, _another_than_decided, _outcome),
    "close": (_somebody, _said),
}
"""Who, and what must be there: each gives a Chinese reason to refuse, or None."""


def at(case: Case, basis: Basis) -> Case:
    """The case as it stands for the finding as it is now: a changed one begins anew."""
    return case if case.basis in (None, basis) else Case(basis=basis)


def allowed(state: str) -> list[str]:
    """Acts that may follow in a state, in the order of ACTS."""
    return [one for one in ACTS if (state, one) in PATH]


def act(case: Case, event: Event) -> tuple[Case, str | None]:
    """The case after an event, and None; or the case as it was, and in Chinese why the event does not count."""
    now = at(case, event.basis)
    if (now.state, event.act) not in PATH:
        return case, f"现为“{STATES[now.state]}”，不能进行“{named(event.act)}”"
    for guard in GUARDS[event.act]:
        if (why := guard(now, event)) is not None:
            return case, why
    state = "found" if event.outcome == "accepted" and event.act == "reply" else PATH[now.state, event.act]
    if state == "found":  # whatever the path had gathered is gone; what comes next is not earlier than this
        return Case(basis=event.basis, last_on=event.on), None
    after = replace(now, state=state, basis=event.basis, last_on=event.on)
    if event.act == "check":
        after = replace(after, checked_by=(*after.checked_by, event.by))
    elif event.act == "notice":
        after = replace(after, answer_by=event.answer_by)
    elif event.act == "decide":
        after = replace(after, decision=event.decision, decided_by=event.by)
    return after, None


def named(one: str) -> str:
    """An act in Chinese."""
    return STEPS.get(one) or {"decide": "作出不利决定", "close": "办结"}[one]
