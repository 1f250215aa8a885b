"""A township's sheet going out: which alerts, and the workbook."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from review.access import seen_by
from review.models import Alert, Night, Sheet, User
from review.pipeline.places import township_names
from review.pipeline.workbooks import township_sheet
from review.refusals import RefusedError
from review.sheets.marks import row_mark, sheet_mark

LIMIT = 1000
"""Rows of one export."""
SHORT = 12
"""Characters of a fingerprint that a row bears."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sheet is to hold; level and rule_id narrow it where they are given."""

    township: str
    which: str
    level: int | None = None
    rule_id: str = ""


def wanted_rows(user: User, wanted: Wanted) -> QuerySet[Alert]:
    """The alerts of a sheet: of what the account sees, those that are this township's turn.

    A night puts alerts before their township until somebody at the centre claims one; what was sent stays its own.
    """
    rows = seen_by(user).filter(resolved_on=None)
    sent = Q(sent_to=wanted.township, stage__in=("dispatched", "accepted"))
    if wanted.which == "sent":
        rows = rows.filter(sent)
    else:
        rows = rows.filter(sent | Q(sent_to="", stage="new"), township=wanted.township, shown=True)
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    if wanted.rule_id:
        rows = rows.filter(rule_id=wanted.rule_id)
    return rows.order_by("-overdue", "level", "close_by", "alert_id")


def make(user: User, wanted: Wanted) -> tuple[Sheet, list[Alert], bytes]:
    """Make a sheet and remember it. Raises RefusedError: nothing to write, or more than one sheet may hold."""
    rows = wanted_rows(user, wanted)
    count = rows.count()
    if count == 0:
        raise RefusedError("这一范围内没有待反馈的预警，没有可下载的表。")
    if count > LIMIT:
        raise RefusedError(
            f"共 {count:,} 行，一份表不超过 {LIMIT:,} 行。请按等级或规则分成几份下载；"
            "更多行的导出须经第二人批准，本系统没有这一功能，因此不予导出。"
        )
    alerts = list(rows)
    now, as_of = timezone.now(), Night.objects.latest().as_of
    number = f"B{uuid.uuid4().hex[:10].upper()}"
    marks = [row_mark(number, as_of, wanted.township, user.pk, fixed(alert)) for alert in alerts]
    sheet = Sheet.objects.create(
        number=number, by=user, at=now, as_of=as_of, township=wanted.township, wanted=wanted.which, level=wanted.level,
        rule_id=wanted.rule_id, rows=len(alerts), mark=sheet_mark(number, marks),
    )  # fmt: skip
    cells = [_cells(alert, mark) for alert, mark in zip(alerts, marks, strict=True)]
    return sheet, alerts, township_sheet(cells, _told(sheet), number)


def fixed(alert: Alert) -> tuple[str, str, str, str]:
    """What a row's mark covers, as it stands in the sheet."""
    return alert.sheet_id, alert.alert_id, alert.evidence_fingerprint[:SHORT], str(alert.version)


def _cells(alert: Alert, mark: str) -> list[str]:
    due = alert.close_by.isoformat() if alert.close_by else ""
    rule = f"{alert.rule_id} {alert.rule_title}"
    level = alert.get_level_display()
    return [*fixed(alert), level, due, rule, alert.who, alert.household_no, alert.place, alert.township_text, mark]


def township_name(code: str) -> str:
    """Name and code of a township; the code alone where no name is known."""
    name = township_names(settings.DESK.home).get(code, "")
    return f"{name}（{code}）" if name else code


def _told(sheet: Sheet) -> list[tuple[str, str]]:
    at = timezone.localtime(sheet.at)
    return [
        ("表号", sheet.number),
        ("数据夜次", sheet.as_of.isoformat()),
        ("乡镇街道", township_name(sheet.township)),
        ("范围", sheet.get_wanted_display()),
        ("行数", str(sheet.rows)),
        ("下载人", f"{sheet.by.name}（账号 {sheet.by.username}）"),
        ("下载时间", f"{at:%Y-%m-%d %H:%M}"),
        ("全表校验码", sheet.mark),
        ("怎么填", "只填“核查表”中浅黄色的四栏；还没有核查的行四栏都留空，下次再填。"),
        ("核查结果", "从下拉框选：属实、不属实、转其他救助（情况属实但应由其他救助解决）、无法核实。"),
        (
            "情况",
            "写看到什么、问了谁、凭什么，4 到 500 字。"
            "不要写当事人的姓名、身份证号、银行卡号、手机号，写了的行不会读入。",
        ),
        ("核查人", "实际上门或核实的人的姓名。"),
        ("核查日期", "实际核查的那一天，如 2026-11-20；不能晚于上传的当天。"),
        ("不要改动", "其余各栏，尤其是预警编号、证据指纹、版本和校验码。改动过的行不会读入。行可以排序，也可以删去。"),
        ("保护", "工作表的保护只为防止误改，没有密码；是不是原表、有没有改动，上传时按校验码核对。"),
        ("交回", "保存为 .xlsx，由乡镇经办或县区核对员在工作台“核查表”页上传；先预览，确认后才写入。"),
        ("同一份文件", "上传两次不会记两次。预警在此期间变了的行会列为冲突，不写入。"),
        ("保管", "本表含个人信息，只供本乡镇核查使用，不得转发；交回后请删除文件、销毁纸件。"),
    ]
