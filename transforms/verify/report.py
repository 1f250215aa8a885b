"""The report on one household (核对报告), as plain texts in the order in which they are printed. Numbers are masked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from transforms.basis import basis_parts
from transforms.masking import mask_id_in_print, mask_text
from transforms.verify.concluded import code, compared, limits, next_tier, sentence, undeclared, verdict
from transforms.verify.found import CLASSES, DOUBT, ERR, NO_ANSWER, NONE, NOT_ASKED
from transforms.verify.purposes import Purpose
from transforms.verify.sums import known_sums, open_tables, printed, yuan

_SHOWN = 4
"""Records of one item that are printed; all of them stand in the workbook."""
_SAID = {NONE: "来源已反馈，此人没有此项记录"}
_LEVELS = {"red": "红", "yellow": "黄", "blue": "蓝"}
_TIER_VALUES = ("standard", "edge_multiple", "disposable_income_year", "rigid_share")


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one household: rows as dictionaries.

    found: of found_of; doubts: findings with `title` and `level`; outcome and measure: None where the household was not
    measured; apart: measure when likely links are not believed. policy: parameter -> {label, value, unit, valid_from,
    source} on the day of application. sources: source_table, label, cut_off, late, quarantined of the tables asked.
    as_of: day of the data.
    """

    household: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]]
    found: Sequence[Mapping[str, Any]]
    outcome: Mapping[str, Any] | None
    measure: Mapping[str, Any] | None
    apart: Mapping[str, Any] | None
    doubts: Sequence[Mapping[str, Any]]
    policy: Mapping[str, Mapping[str, Any]]
    sources: Sequence[Mapping[str, Any]]
    purpose: Purpose
    as_of: date


def report(case: Case) -> dict[str, Any]:
    """Everything printed. `report_no` is made of the content: the same answer has the same number."""
    home, purpose = case.household, case.purpose
    counted = {one["line"] for one in case.members if one["member_kind"] == "共同生活"}
    theirs = [one for one in case.found if one["line"] in counted]
    classes = _classes(theirs)
    open_ones = open_tables(theirs, case.sources, _OPEN)
    sums = known_sums(case.measure, case.apart, {one["source_table"] for one in case.sources}, open_ones)
    comparison = compared(home, sums)
    tested = limits(purpose, sums, case.policy)
    within = verdict(case.outcome, tested)
    # a source that is late leaves open what came since, also where something older was found
    which = code(within, comparison, [*classes, *([NO_ANSWER] if _late(case) else [])])
    head = next(one for one in case.members if one["relation"] == "本人" and one["member_kind"] == "共同生活")
    told: dict[str, Any] = {
        "title": purpose.title,
        "request_no": home["request_no"],
        "purpose": purpose.purpose,
        "program": home["program"] or "",
        "requester": home["requester"] or "",
        "head": head["name"],
        "address": home["address"] or "",
        "household_no": home["household_no"] or "",
        "counted": len(counted) if case.measure is None else case.measure["members"],
        "applied_on": _day(home["applied_on"]),
        "asked_on": _day(home["asked_on"]),
        "as_of": _day(case.as_of),
        "valid_until": _day(home["asked_on"] + timedelta(days=purpose.valid_days)),
        "code": which,
        "conclusion": sentence(
            which,
            within,
            {name: classes[name] for name in CLASSES if name in _OPEN & set(classes)},
            silent=undeclared(comparison) and not _late(case),
        ),
        "next": next_tier(home["program"], case.outcome) or "",
        "reasons": [] if case.outcome is None else list(case.outcome["reasons"]),
        "members": [_member(one) for one in case.members],
        "items": [_person(one, [row for row in case.found if row["line"] == one["line"]]) for one in case.members],
        "compared": [
            one | {"differs": {True: "不一致", False: "一致", None: "—"}[one["differs"]]} for one in comparison
        ],
        "sums": printed(sums),
        "limits": [_tested(one) for one in tested] or _tiers(case),
        "doubts": [_doubt(one) for one in case.doubts],
        "open": _open_ones(case),
        "sources": [_source(one) for one in case.sources],
        "basis": [basis_parts(text)[0] for text in purpose.legal_basis],
        "closing": purpose.closing,
    }
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return {"report_no": f"HD{home['asked_on']:%Y%m%d}-{digest[:10].upper()}"} | told


_OPEN = {DOUBT, NOT_ASKED, NO_ANSWER, ERR}


def _late(case: Case) -> bool:
    return any(one["late"] for one in case.sources)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _classes(found: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Class -> number of (member, item) that have it."""
    pairs = {(one["line"], one["item"], one["class"]) for one in found}
    return {name: sum(one[2] == name for one in pairs) for name in CLASSES if any(one[2] == name for one in pairs)}


def _member(one: Mapping[str, Any]) -> dict[str, Any]:
    identity = {"certain": "已确认", "likely": "疑似，待核实"}.get(one["certainty"] or "")
    if identity is None:
        valid = one["number_state"] == "valid" and one["holder_key"] is None
        identity = "各部门均无此人记录" if valid else "不能确认"
    number = mask_id_in_print(one["id_number"]) or "未填"
    wrong = {"invalid": "（校验不通过）", "legacy15": "（15位）"}.get(one["number_state"], "")
    return {
        "line": one["line"],
        "name": one["name"],
        "number": number + wrong,
        "relation": one["relation"],
        "kind": one["member_kind"],
        "identity": identity,
        "authorised": one["authorised"],
    }


def _person(one: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        grouped.setdefault(row["item"], []).append(row)
    rows = [_item(rows) for rows in grouped.values()]
    return {"name": one["name"], "relation": one["relation"], "rows": _put_together(rows)}


def _put_together(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items without a record that share class, reason and day stand in one line, each by its name."""
    found = [row for row in rows if row["told"]]
    alike: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if not row["told"]:
            alike.setdefault((row["class"], row["note"], row["cut_off"]), []).append(row["label"])
    return found + [
        {"label": "、".join(labels), "class": kind, "told": "", "note": note or _SAID.get(kind, ""), "cut_off": day}
        for (kind, note, day), labels in sorted(alike.items(), key=lambda one: CLASSES.index(one[0][0]))
    ]


def _item(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One item of one person in one line; its classes stand side by side where records differ in class."""
    first = rows[0]
    kinds = "、".join(name for name in CLASSES if any(row["class"] == name for row in rows))
    told = ""
    if first["record_no"] is not None:
        shown = "；".join(_record(row) for row in rows[:_SHOWN])
        more = f"；另有{len(rows) - _SHOWN}条见表格" if len(rows) > _SHOWN else ""
        told = f"{len(rows)}条：{shown}{more}"
    notes = dict.fromkeys(row["note"] for row in rows if row["note"])
    return {
        "label": first["label"],
        "class": kinds,
        "told": mask_text(told),
        "cut_off": _day(first["cut_off"]),
        "note": mask_text("；".join(notes)),
        "basis": first["basis"] or "",
    }


def _record(row: Mapping[str, Any]) -> str:
    amount = ""
    if row["amount"] is not None:
        amount = (
            f"{yuan(row['amount']) if '元' in row['unit'] else format(row['amount'].normalize(), 'f')}{row['unit']}"
        )
    return " ".join(part for part in (_day(row["on"]), row["told"] or "", amount) if part) or "有记录"


def _tested(one: Mapping[str, Any]) -> dict[str, Any]:
    within = {True: "未超过", False: "超过", None: "不能判断"}[one["within"]]
    return {**one, "within": within, "source": basis_parts(one["source"])[0]}


def _tiers(case: Case) -> list[dict[str, str]]:
    """Values in force on the day of application that the verification of social assistance compared with."""
    rows = []
    for name in _TIER_VALUES:
        one = case.policy.get(name)
        if one is not None:
            since = f"{one['valid_from']}起" if one["valid_from"] else ""
            source = basis_parts("；".join(part for part in (since, one["source"]) if part))[0]
            rows.append({"label": one["label"], "found": "", "limit": one["value"], "within": "", "source": source})
    return rows


def _doubt(one: Mapping[str, Any]) -> dict[str, str]:
    return {
        "rule": one["rule_id"],
        "title": one["title"],
        "level": _LEVELS["blue" if one["certainty"] == "likely" else one["level"]],
        "said": mask_text(one["explanation"]),
    }


def _open_ones(case: Case) -> list[dict[str, str]]:
    names = {one["line"]: one["name"] for one in case.members}
    rows: dict[tuple[str, str, str], list[str]] = {}
    for one in case.found:
        if one["class"] in _OPEN and one["record_no"] is None:
            rows.setdefault((names[one["line"]], one["class"], one["note"]), []).append(one["label"])
    return [
        {"name": name, "class": kind, "note": note, "labels": "、".join(labels)}
        for (name, kind, note), labels in rows.items()
    ]


def _source(one: Mapping[str, Any]) -> dict[str, str]:
    cut_off = one["cut_off"]
    state = "从未交付" if cut_off is None else ("本次未交付" if one["late"] else "已反馈")
    held = f"{one['quarantined']}行读不出，未计入" if one["quarantined"] else ""
    return {"label": one["label"], "cut_off": _day(cut_off), "state": state, "note": held}
