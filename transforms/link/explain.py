"""The waterfall of one compared pair in plain Chinese: what agrees, what does not, and what each is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transforms.link.model import FIELDS

LABELS = {
    "name": "姓名", "birth": "出生日期", "sex": "性别", "number": "证号",
    "kin": "家庭关联", "division": "村居", "employer": "单位",
}  # fmt: skip
TEXTS: dict[str, dict[str, str]] = {
    "name": {
        "equal": "相同", "lost": "缺字处之外相同", "sound": "同音不同字", "look": "有一字形近",
        "one": "有一字不同", "surname": "仅姓相同", "other": "不同",
    },
    "birth": {
        "equal": "相同", "swapped": "月与日颠倒", "digit": "差一位数字",
        "lunar": "相差约一个月，可能为农历", "other": "不同",
    },
    "sex": {"equal": "相同", "other": "不同"},
    "number": {
        "digit": "差一位数字", "swap": "相邻两位颠倒", "prefix": "前15位相同，末三位丢失",
        "same": "相同", "other": "有误，且与此人证号不相近",
    },
    "kin": {
        "household": "同一家庭编号", "account": "同一收款账号", "partner": "与同一人登记在一处",
        "phone": "同一电话", "address": "同一住址", "other": "家庭、账号、住址等均不同",
    },
    "division": {"equal": "相同", "other": "不同"},
    "employer": {"equal": "相同", "other": "不同"},
}  # fmt: skip
UNKNOWN = "一方未填"
_COUNTED = {"name": ("namesakes", "本市同名{}人"), "birth": ("born_alike", "本市同日出生{}人")}


def waterfall(pair: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of one pair (a row of probabilistic.Second.pairs): field, says, bits, total; the last is the outcome.

    The first row is what is known before anything is compared: how many people it may be. Bits to three places.
    No name and no number is told.
    """
    compared = sum(int(pair[f"{field}_weight"]) for field in FIELDS) / 1000
    total = round(float(pair["match_weight"]) - compared, 3)
    rows = [{"field": "起点", "says": "未作比对时，任意一人", "bits": total, "total": total}]
    for field in FIELDS:
        level = pair[f"{field}_level"]
        bits = int(pair[f"{field}_weight"]) / 1000
        total = round(total + bits, 3)
        rows.append({"field": LABELS[field], "says": _says(field, level, pair), "bits": bits, "total": total})
    probability = float(pair["match_probability"])
    says = f"同一人的概率 {probability:.4%}（已计入其他可能的人）"
    rows.append({"field": "结论", "says": says, "bits": None, "total": total})
    return rows


def _says(field: str, level: str | None, pair: Mapping[str, Any]) -> str:
    if level is None and field == "number" and pair.get("first17") is not None:
        return "所填证号属另一人"
    if level is None:
        return UNKNOWN
    text = TEXTS[field][level]
    column, told = _COUNTED.get(field, ("", ""))
    count = pair.get(column) if column and level == "equal" else None
    return text if count is None else f"{text}({told.format(int(count))})"
