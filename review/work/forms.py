"""One small form an act: its fields, and which of them this account may fill in now."""

from __future__ import annotations

from typing import Any

from django import forms

from review.models import Alert, User
from review.pipeline.asking import reference_told, tables_of_alert
from review.pipeline.process import CODES, NAMED, OUTCOMES, Heard, is_adverse, needs_second
from review.work.moving import FINDINGS, colleagues, with_township
from review.work.waiting import called, people

Field = forms.Field
_DATE = {"type": "date"}


def _words(label: str, hint: str = "", rows: int = 2) -> Field:
    area = forms.Textarea(attrs={"rows": rows, "maxlength": 500, "placeholder": hint})
    return forms.CharField(label=label, max_length=500, widget=area)


def _choice(label: str, choices: list[tuple[str, str]]) -> Field:
    every = choices if len(choices) == 1 else [("", "请选择"), *choices]
    return forms.ChoiceField(label=label, choices=every)


def _day(label: str, required: bool = False) -> Field:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=_DATE))


def fields_of(kind: str, user: User, alert: Alert, heard: Heard | None, home: Any) -> dict[str, Field] | None:
    """Fields of the form of an act; None where the act has no place now. The act itself is checked again when done."""
    owned = alert.owner_id is not None
    ours = owned and (alert.owner_id == user.pk or user.role == "supervisor")
    if kind == "claim":
        return None if owned or alert.resolved_on else {}
    if kind == "release":
        return {} if ours else None
    if kind == "hand_over":
        to = [(one.username, f"{one.name}（{one.get_role_display()}）") for one in colleagues(user, alert)]
        return {"to": _choice("移交给", to)} if ours and to else None
    if kind == "dispatch":
        free = not owned or ours
        where = "乡镇街道代码（9 位）" + (f"，本户在{alert.township_name}" if alert.township_name else "")
        known = forms.TextInput({"list": "townships"})  # what the panel offers; another code may be written
        township = forms.CharField(label=where, initial=alert.township, min_length=9, max_length=9, widget=known)
        return {"to": township} if free and not alert.resolved_on and alert.stage != "decided" else None
    if kind == "accept":
        return {} if with_township(user, alert) and alert.stage in ("new", "dispatched") else None
    if kind == "return":
        return {"reason": _words("退回原因", "如：该户不住本乡镇")} if with_township(user, alert) else None
    if kind == "feedback":
        finding = _choice("结论", [(one, one) for one in FINDINGS])
        told = {"finding": finding, "words": _words("核实情况", "核实的方式、看到什么；不写姓名和号码", 3)}
        return told if with_township(user, alert) else None
    return None if heard is None else _said(kind, user, alert, heard, home)


def _said(kind: str, user: User, alert: Alert, heard: Heard, home: Any) -> dict[str, Field] | None:
    """Forms of what the books will hold."""
    if kind == "step":
        steps = [(one, NAMED[one]) for one in heard.allowed if one in NAMED]
        told: dict[str, Field] = {"step": _choice("步骤", steps), "how": _words("办理情况", "做了什么，附卷材料")}
        told["on"] = _day("办理日期（空为今天）")
        if "notice" in heard.allowed:
            told["answer_by"] = _day("陈述申辩截止日（告知时）")
        if "reply" in heard.allowed:
            told["outcome"] = _choice("异议答复结果", list(OUTCOMES.items()))
        return told if steps else None
    if kind == "decide":
        if alert.owner_id not in (None, user.pk) or alert.resolved_on or alert.stage == "decided":
            return None
        codes = [code for code in CODES if "decide" in heard.allowed or not is_adverse(code)]
        reason = _words("理由", "至少 10 个字；不写姓名和号码", 3)
        return {
            "code": _choice("处置代码", [(one, one) for one in codes]), "reason": reason,
            "expires_on": _day("有效期至（可空）"),
        }  # fmt: skip
    if kind == "sign":
        open_ = [row for row in heard.decisions if row["standing"] not in ("superseded", "lapsed", "expired")]
        signed = {row["signs"] for row in heard.known.decisions.to_dicts() if row["kind"] == "signature"}
        known = people()
        wanting = [
            (row["id"], f"{row['decided_on']} {row['disposition']}，{called(known, row['decided_by'])}")
            for row in open_
            if needs_second(row["disposition"], row["rule_id"]) and row["id"] not in signed and not row["second_by"]
        ]
        return {"decision": _choice("处置决定", wanting)} if wanting else None
    if kind == "ticket":
        records = [
            (f"{table}/{record}", reference_told(f"{table}/{record}"))
            for table, record in tables_of_alert(home, alert.pk)
        ]
        column = forms.CharField(label="哪一项（写交付文件的列名；空为整行）", required=False, max_length=60)
        told = {"which": _choice("记录", records), "column": column, "found": _words("有什么问题")}
        return told if records else None
    return None
