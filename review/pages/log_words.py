"""Entries of the log in words, for the page; the export and the chain keep what was written."""

from __future__ import annotations

import json
from typing import Any

from review.menu import PAGES
from review.models import Role
from review.models.acts import KINDS
from review.unmasking import REASONS

LISTS = {name: title for name, title, _ in PAGES} | {"sheets": "核查表", "requests": "核对请求", "bulk": "批量办理"}
"""What the log calls a list -> what the menu calls it."""
_FIGURES = {
    "age": "积压时长", "overdue": "逾期，按乡镇街道", "flow": "每夜流入与流出", "people": "各人办理量",
    "confirmed": "各规则属实比例", "recall": "漏查估计", "sources": "来源情况", "fairness": "公平性提示",
}  # fmt: skip
_KEYS = {
    "rows": "行数", "of": "共", "asked": "筛选", "page": "页", "tab": "栏", "words": "查找", "new": "只看新的",
    "figures": "图数", "waiting": "待看", "code": "事由", "why": "说明", "persons": "人数", "division": "区划",
    "role": "角色", "from": "来自", "what": "办理", "form": "格式", "size": "字节", "state": "状态", "file": "文件",
    "households": "户数", "entries": "条数", "faults": "不符", "until": "到第几条", "sessions": "登录数",
    "devices": "设备数", "failures": "输错次数", "taken": "收回", "refused": "未被接受", "path": "网址",
    "conflict": "不相容", "is_active": "有效", "otp_required": "须用动态码", "staff_no": "工号", "act": "办理序号",
    "done": "办成", "record": "记录", "verdict": "判断", "returned": "交回序号", "level": "等级", "due": "期限",
    "class": "规则类别", "stage": "办理阶段", "rule": "规则", "program": "救助类别", "township": "乡镇街道",
    "account": "账号", "since": "从", "outcome": "结果", "subject": "对象", "number": "编号",
}  # fmt: skip
_VALUES = {
    "role": dict(Role.choices), "what": dict(KINDS), "code": dict(REASONS), "from": {"command line": "命令行"},
    "tab": {"all": "全部", "mine": "我的", "township": "转给本乡镇", "held": "暂缓"},
    "state": {"waiting": "排队", "running": "处理中", "done": "已完成", "failed": "失败", "cleaned": "已清理"},
    "level": {"1": "红", "2": "黄", "3": "蓝"},
}  # fmt: skip


def named(kind: str, subject: str) -> str:
    """A subject of the log as the pages call it."""
    return {"list": LISTS, "figure": _FIGURES}.get(kind, {}).get(subject, subject)


def told(details: str) -> str:
    """Details of an entry in one line; as it was written where it is no object."""
    try:
        found = json.loads(details)
    except ValueError:
        return details
    return _all(found) if isinstance(found, dict) else details


def _all(found: dict[str, Any]) -> str:
    return "；".join(f"{_KEYS.get(name, name)} {_one(name, value)}" for name, value in found.items())


def _one(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"（{_all(value)}）"
    if isinstance(value, list):
        return " → ".join(_one(name, one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return _VALUES.get(name, {}).get(str(value), str(value)) or "（空）"
