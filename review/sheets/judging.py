"""What each row of a sheet that came back would do: taken, nothing, or a conflict with both sides shown."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from review.access import division_seen, seen_by
from review.models import Act, Alert, Sheet, User
from review.pipeline.concerned import refused_text
from review.pipeline.masks import mask_text
from review.pipeline.workbooks import FILLED, MARK, RESULTS, Filled, UnreadableError, day_of, names_a_person
from review.refusals import RefusedError
from review.sheets.marks import row_mark, same
from review.sheets.out import SHORT
from review.work.moving import feedback

TAKEN, SAME, EMPTY, CONFLICT, WRITTEN = "taken", "same", "empty", "conflict", "written"
LONGEST = {"情况": 500, "核查人": 40}
_KEYS = dict(zip(FILLED, ("finding", "words", "checked_by", "on"), strict=True))
_FOREIGN = "不是本系统为您的办理范围下载的核查表，或校验码一栏被改动、删去。请在原表上填写后再上传。"
ELSEWHERE = "这一预警已不在这个乡镇交办，或不在您的办理范围内"
_STAGES = {"fed_back": "下载以后已有反馈", "decided": "下载以后已作处置", "returned": "下载以后已退回"}


def sheet_of(user: User, filled: Filled) -> Sheet:
    """The sheet that most rows name. Raises UnreadableError: of nobody, or of a township that the account does not see.

    Both are told in the same words.
    """
    named = Counter(number_of(row) for row in filled.rows)
    for number, _ in named.most_common(20):
        sheet = Sheet.objects.select_related("by").filter(number=number).first() if number else None
        if sheet is not None and division_seen(user, sheet.township) and _any_ours(sheet, filled):
            return sheet
    raise UnreadableError(_FOREIGN)


def judge(
    user: User, sheet: Sheet, filled: Filled, today: date, names: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """One outcome a row, in order of the sheet: line, alert, outcome, why, sheet (what it says), desk (what stands),
    version and evidence (of the alert as it was looked at). names: alert -> whom it concerns. Numbers of people are
    masked in what is kept, words with one of these names are not kept.
    """
    ids = [row["预警编号"] for row in filled.rows]
    alerts = {alert.alert_id: alert for alert in seen_by(user).filter(alert_id__in=ids) if _here(alert, sheet)}
    stands = _standing(alerts)
    days = day_of([row["核查日期"] for row in filled.rows])
    found = [
        _row(user, row, day, sheet, alerts.get(row["预警编号"]), stands.get(row["预警编号"]), today)
        | _named(row, names.get(row["预警编号"], ()))
        for row, day in zip(filled.rows, days, strict=True)
    ]
    return _twice(found)


def number_of(row: dict[str, str]) -> str:
    """The number of the sheet that a row says it is of."""
    return row[MARK].partition("-")[0]


def ours(sheet: Sheet, row: dict[str, str]) -> bool:
    """Whether the row stands as it went out."""
    covered = [row[name] for name in ("派办单号", "预警编号", "证据指纹", "版本")]
    return same(row_mark(sheet.number, sheet.as_of, sheet.township, sheet.by_id, covered), row[MARK])


def _any_ours(sheet: Sheet, filled: Filled) -> bool:
    return any(ours(sheet, row) for row in filled.rows)


def _here(alert: Alert, sheet: Sheet) -> bool:
    return alert.sent_to == sheet.township or (alert.township == sheet.township and not alert.sent_to)


def _standing(alerts: Iterable[str]) -> dict[str, Act]:
    """Newest feedback or decision of each alert that was not undone."""
    acts = Act.objects.filter(alert_id__in=list(alerts), kind__in=("feedback", "decide"), undone_at=None)
    return {str(act.alert_id): act for act in acts.select_related("by").order_by("id")}


def _row(
    user: User, row: dict[str, str], day: str, sheet: Sheet, alert: Alert | None, stands: Act | None, today: date
) -> dict[str, Any]:
    said = {_KEYS[name]: mask_text(_clean(row[name]))[:500] for name in FILLED} | ({"on": day} if day else {})
    found: dict[str, Any] = {
        "line": row["line"], "alert": "", "outcome": CONFLICT, "why": "", "sheet": said, "desk": "",
        "version": None, "evidence": "",
    }  # fmt: skip
    if not ours(sheet, row):
        found["why"] = "这一行来自另一份表" if number_of(row) != sheet.number else "固定的栏（编号、指纹、版本）被改动"
        return found
    found["alert"] = row["预警编号"]
    if not any(row[name] for name in FILLED):
        return found | {"outcome": EMPTY}
    if alert is None:
        return found | {"why": ELSEWHERE}
    found |= {"desk": _desk(alert, stands), "version": alert.version, "evidence": alert.evidence_fingerprint}
    if why := _fault(row, day, alert, today):
        return found | {"why": why}
    if stands is not None and stands.kind == "feedback" and all(stands.said.get(key) == said[key] for key in said):
        return found | {"outcome": SAME, "why": "已有同样的反馈"}
    why = _moved(row, alert) or _refused(user, alert, said | {"township": sheet.township})
    return found | ({"why": why} if why else {"outcome": TAKEN})


def _named(row: dict[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    """What changes about a row whose words name somebody: it is a conflict, and they are not kept."""
    found = [refused_text(mask_text(row[name])[:500], names, name) for name in ("情况", "核查人")]
    why = next((one for one in found if one is not None), None)
    said = {"finding": mask_text(row["核查结果"])[:10], "words": "", "checked_by": "", "on": ""}
    return {} if why is None else {"outcome": CONFLICT, "why": why, "sheet": said}


def _fault(row: dict[str, str], day: str, alert: Alert, today: date) -> str:
    """What is wrong with what was filled in; empty for nothing."""
    if any(_hidden(row[name]) for name in FILLED):
        return "含有看不见的控制字符，请重新输入"
    if any(names_a_person(row[name]) for name in ("核查结果", "情况", "核查人")):
        return "文字中有身份证号、银行卡号或手机号，请删去后再上传"
    if not row["核查结果"]:
        return "填了情况、核查人或日期，但没有选核查结果"
    if row["核查结果"] not in RESULTS:
        return f"核查结果只能是{'、'.join(RESULTS)}"
    for name, most in LONGEST.items():
        if len(row[name]) > most:
            return f"{name}超过 {most} 字"
    if not row["核查人"]:
        return "没有填核查人"
    if not day:
        return "没有填核查日期" if not row["核查日期"] else "核查日期读不出，请写成 2026-11-20 的样子"
    if day > today.isoformat():
        return f"核查日期 {day} 晚于今天"
    if day < alert.opened_on.isoformat():
        return f"核查日期 {day} 早于这一预警本轮起始（{alert.opened_on}）"
    return ""


def _moved(row: dict[str, str], alert: Alert) -> str:
    """What happened to the alert since the sheet went out that makes its answer one to another question."""
    if alert.evidence_fingerprint[:SHORT] != row["证据指纹"]:
        return "证据已经变化，请按新的表重新核查"
    if alert.resolved_on is not None:
        return f"预警已于 {alert.resolved_on} 消除"
    if alert.sheet_id != row["派办单号"]:
        return "下载以后已重新交办，派办单号不同"
    if alert.stage in _STAGES:
        return _STAGES[alert.stage]
    if not alert.shown and not alert.sent_to:
        return "本夜不再交办"
    return ""


def _refused(user: User, alert: Alert, said: dict[str, str]) -> str:
    """Why the act itself would not be taken now; empty if it would."""
    try:
        feedback(user, alert, said)
    except RefusedError as why:
        return str(why)
    return ""


def _twice(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers to one alert on several rows: the same one counts once, different ones not at all."""
    answered: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["alert"] and row["outcome"] != EMPTY:
            answered.setdefault(row["alert"], []).append(row)
    for several in (group for group in answered.values() if len(group) > 1):
        lines = "、".join(row["line"] for row in several)
        if any(row["sheet"] != several[0]["sheet"] for row in several):
            for row in several:
                row |= {"outcome": CONFLICT, "why": f"同一预警在第 {lines} 行有不同的答复"}
        else:
            for row in several[1:]:
                row |= {"outcome": SAME, "why": f"与第 {several[0]['line']} 行相同"}
    return rows


def _desk(alert: Alert, stands: Act | None) -> str:
    """What the desk has of the alert now, in a line."""
    parts = [alert.get_stage_display()]
    if stands is not None and stands.kind == "feedback":
        told = "、".join(str(stands.said.get(key) or "") for key in _KEYS.values())
        parts.append(f"{stands.by.name} {stands.on_day} 反馈：{told}")
    elif stands is not None:
        parts.append(f"{stands.by.name} {stands.on_day} 处置")
    return f"{'；'.join(parts)}；证据 {alert.evidence_fingerprint[:SHORT]}"


def _hidden(text: str) -> bool:
    return _clean(text) != text


def _clean(text: str) -> str:
    """Without characters that are not seen or turn the line about; those of a line break stay."""
    turning = range(0x202A, 0x202F), range(0x2066, 0x206A)
    return "".join(
        mark
        for mark in text
        if mark in "\n\r\t"
        or not (unicodedata.category(mark) in ("Cc", "Cs") or any(ord(mark) in some for some in turning))
    )
