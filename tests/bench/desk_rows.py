"""Invented alerts as a published file would hold them, spread like a city's: for the bench of the desk and its tests.

No random numbers: every value is cut from a hash of the row's number, so the same call gives the same rows.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import polars as pl

from review.pipeline.alerts import Published

CLASSES = ("错保", "漏保", "重复", "身份", "数据质量", "资金", "人情保", "主动发现")
PREFIX = ("CB", "LB", "CF", "SF", "SJ", "ZJ", "RQ", "ZD")
SHARES = (17, 16, 8, 35, 9, 7, 2, 6)
"""Of a hundred alerts, by class; as on the invented city of 20,000 people."""
PROGRAMS = ("最低生活保障", "特困供养", "低保边缘", "刚性支出困难", "临时救助", "")
TEXT = (
    "家庭成员名下有{n}套现势住房（限2套以下），合计{m}平方米；按{p}人计算，人均住房面积标准为50平方米。"
    "请入户核实房屋用途和权属,核对不动产登记与公积金记录后填写反馈,有异议的告知申请复核的办法。"
)


def published(alerts: int, night: date, townships: int = 30, run: str = "r1", skip: int = 0) -> Published:
    """`alerts` shown ones, a tenth as many held back, and a fifth as many resolved; grain: one alert.

    skip: leaves the first so many out, as if they were gone from the file.
    """
    total = alerts + alerts // 10 + alerts // 5
    rows = [_row(number, alerts, night, townships) for number in range(skip, total)]
    return Published(night, run, pl.DataFrame(rows, infer_schema_length=None))


def _row(number: int, shown: int, night: date, townships: int) -> dict[str, Any]:
    cut = hashlib.blake2b(str(number).encode(), digest_size=24).digest()
    kind = _class_of(cut[0] * 256 + cut[1])
    level = (1, 2, 2, 2, 2, 2, 3, 3, 3, 3)[cut[2] % 10]
    town = 999900000 + (cut[3] % 3 + 1) * 1000 + cut[4] % max(1, townships // 3) + 1
    far = cut[5] % 20 == 0
    first = night - timedelta(days=cut[6] % 30)
    state = "shown" if number < shown else "held" if number < shown + shown // 10 else "resolved"
    due = None if state == "held" else first + timedelta(days=(9, 23, 44)[level - 1])
    text = TEXT.format(n=cut[7], m=cut[8] * 3, p=cut[9] % 6 + 1)
    rule = cut[10] % 6 + 1
    return {
        "alert_id": "A" + cut[:10].hex(),
        "rule_id": f"{PREFIX[kind]}-{rule:02d}",
        "rule_class": CLASSES[kind],
        "rule_title": f"{CLASSES[kind]}之{rule}",
        "rule_version": 1,
        "level": level,
        "confidence": "certain",
        "state": "resolved" if state == "resolved" else "ongoing",
        "life": "resolved" if state == "resolved" else "ongoing",
        "shown": state == "shown",
        "held_back": "wave" if state == "held" else "",
        "held_back_why": "本批已满,按波次后移。" if state == "held" else "",
        "need": CLASSES[kind] in ("漏保", "主动发现"),
        "program": PROGRAMS[cut[11] % 6],
        "household_no": "" if far else f"JT26{int.from_bytes(cut[12:16], 'big') % (shown // 2 + 1):07d}",
        "person_key": "P" + cut[12:16].hex().upper(),
        "who": "王李张刘陈杨赵黄周吴"[cut[16] % 10] + "**",
        "division_code": "" if far else f"{town}{cut[17] % 15 + 1:03d}",
        "township": "" if far else str(town),
        "township_name": "" if far else f"示例市第{town % 10000}镇",
        "place": "" if far else f"示例市第{town % 10000}镇第{cut[17] % 15 + 1}村",
        "title": f"{CLASSES[kind]}之{rule}",
        "explanation": text,
        "township_text": text,
        "change": "近30日内余额增加。" if cut[18] % 10 == 0 else "",
        "evidence_fingerprint": cut.hex()[:32],
        "first_seen": first,
        "opened_on": first,
        "resolved_on": night if state == "resolved" else None,
        "dispatched_on": None if due is None else first,
        "sheet_id": "" if due is None else "D" + cut[4:12].hex(),
        "respond_by": None if due is None else first + timedelta(days=(1, 5, 14)[level - 1]),
        "close_by": due,
        "overdue": 0 if due is None or state != "shown" or due >= night else 2,
        "escalation": "city" if due is not None and state == "shown" and due < night - timedelta(days=10) else "",
    }


def _class_of(value: int) -> int:
    left = value % 100
    for kind, share in enumerate(SHARES):
        left -= share
        if left < 0:
            return kind
    return 0
