"""At the door: may this decision, signature or step be put down? The reason why not, in Chinese; None if it may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from transforms.decisions.codes import CODES, is_adverse, needs_second, same_person
from transforms.decisions.process import Case, act, at
from transforms.decisions.replay import Row, decision_event, played, step_event
from transforms.decisions.standing import signatures
from transforms.masking import mask_text

_MOST = 500
"""Characters of a reason: more is a report, which belongs into the file of the case."""


@dataclass(frozen=True, slots=True)
class Known:
    """One alert as published, and what was said of it. alert: null for one that does not exist; names: of those it
    concerns, which no text may hold.
    """

    alert: Row | None
    decisions: pl.DataFrame
    steps: pl.DataFrame
    names: tuple[str, ...] = ()

    @property
    def case(self) -> Case:
        """Where the due process stands, for the finding as published."""
        past = [one.case for one in played(self.decisions, self.steps).values()] or [Case()]
        return at(past[0], (self.alert["evidence_fingerprint"], self.alert["rule_version"])) if self.alert else past[0]


def refused_decision(given: Row, known: Known, today: date, seen: str | None = None) -> str | None:
    """Why a decision (records.DECISION, its fingerprint as published) is not put down.

    `seen`: the evidence fingerprint that the decider looked at, or None if nobody says.
    """
    alert, last = known.alert, known.decisions.filter(pl.col("kind") == "decision").sort("seq").tail(1).to_dicts()
    if alert is None:
        return "没有这条预警"
    if given["disposition"] not in CODES:
        return f"处置代码“{given['disposition']}”不在规定之内，应为 {'、'.join(CODES)} 之一"
    if why := _refused_words(given["decided_by"], given["reason"], known.names, "决定人", "理由"):
        return why
    if why := _refused_days(given, alert, last, today):
        return why
    if given["second_by"] is not None and (why := _refused_second(given["second_by"], given["decided_by"])):
        return why
    if seen is not None and seen != alert["evidence_fingerprint"]:
        return "该预警的证据已有变化，请重新查看后再作决定"
    if not is_adverse(given["disposition"]):
        return None
    if alert["confidence"] != "certain":
        return "该预警的身份关联只是“可能”，须先核实身份，不得作不利决定"
    event = decision_event({**given, "id": ""})
    return event if isinstance(event, str) else act(known.case, event)[1]


def refused_signature(made: Row | None, by: str, known: Known, today: date) -> str | None:
    """Why the decision `made` (records.DECISION; null for one that does not exist) is not signed by this person."""
    if made is None or made["kind"] != "decision":
        return "没有这条处置决定"
    if not needs_second(made["disposition"], made["rule_id"]):
        return "只有不利决定和人情保预警的处置需要第二签字"
    if why := _refused_words(by, "签字", (), "签字人", "") or _refused_second(by, made["decided_by"]):
        return why
    if made["id"] in signatures(known.decisions):
        return "该决定已有第二签字"
    if made["expires_on"] is not None and today > made["expires_on"]:
        return f"该决定的有效期已过（{made['expires_on']}）"
    alert = known.alert
    basis = (made["evidence_fingerprint"], made["rule_version"])
    if alert is None or basis != (alert["evidence_fingerprint"], alert["rule_version"]):
        return "该预警的证据或规则在决定之后已有变化，须重新核查后另作决定"
    return None


def refused_step(given: Row, known: Known, today: date, seen: str | None = None) -> str | None:
    """Why a due-process step (records.STEP, its fingerprint as published) is not put down."""
    if known.alert is None:
        return "没有这条预警"
    if why := _refused_words(given["done_by"], given["how"], known.names, "经办人", "办理情况"):
        return why
    if given["done_on"] > today:
        return f"办理日期 {given['done_on']} 还没有到"
    if seen is not None and seen != known.alert["evidence_fingerprint"]:
        return "该预警的证据已有变化，请重新查看"
    event = step_event({**given, "id": ""})
    return event if isinstance(event, str) else act(known.case, event)[1]


def refused_text(text: str, names: Iterable[str], what: str) -> str | None:
    """Why a text may not be kept: it holds something that looks like a number, or a name of those concerned."""
    if mask_text(text) != text:
        return f"{what}中有像证件号码、银行账号或手机号码的数字，未记录；请去掉后重做"
    if any(len(name) > 1 and name in text for name in names):
        return f"{what}中写有当事人的姓名，未记录；请改写为“当事人”等后重做"
    return f"{what}超过{_MOST}字，请写要点" if len(text) > _MOST else None


def _refused_words(by: str, text: str, names: tuple[str, ...], who: str, what: str) -> str | None:
    if not by.strip():
        return f"没有写明{who}"
    if not text.strip():
        return f"没有写明{what}"
    return refused_text(by, (), who) or refused_text(text, names, what)


def _refused_second(second: str, first: str) -> str | None:
    if not second.strip():
        return "没有写明第二签字人"
    if same_person(second, first):
        return "第二签字人不得是决定人本人"
    return refused_text(second, (), "第二签字人")


def _refused_days(given: Row, alert: Row, last: list[dict[str, object]], today: date) -> str | None:
    """A day that is not yet, is over, or does not follow what is known."""
    on, until, resolved = given["decided_on"], given["expires_on"], alert["resolved_on"]
    if on > today:
        return f"决定日期 {on} 还没有到"
    if until is not None and until < max(on, today):
        return f"有效期 {until} 已经过去"
    if resolved is not None and on >= resolved:
        return f"该预警已于 {resolved} 因数据变化消除，无须再作决定"
    if last and last[0]["decided_on"] is not None and on < last[0]["decided_on"]:
        return f"该预警已有更晚的决定（{last[0]['decided_on']}）"
    return None
