"""Alerts as the pipeline published them, and beside that how far work on each has come."""

from __future__ import annotations

from django.db import models

LEVELS = ((1, "红"), (2, "黄"), (3, "蓝"))
STAGES = (
    ("new", "待认领"),
    ("claimed", "已认领"),
    ("dispatched", "已转办"),
    ("accepted", "已签收"),
    ("returned", "已退回"),
    ("fed_back", "已反馈"),
    ("decided", "已处置"),
)


class Night(models.Model):
    """One night brought in. Grain: one published file (its night and run).

    shape: digest of how it was read (columns, SQL); another one is brought in again though the run is the same.
    """

    as_of = models.DateField("夜次")
    run_id = models.CharField(max_length=64)
    brought_at = models.DateTimeField("带入时间")
    added = models.IntegerField("新增")
    changed = models.IntegerField("变化")
    total = models.IntegerField("总数")
    shape = models.CharField("导入方式的摘要", max_length=32, blank=True)

    class Meta:
        get_latest_by = ("as_of", "id")


class Alert(models.Model):
    """Grain: one alert for ever. Above the line: as published (IMPORTED), only the import writes it; no personal value.

    Below the line: the desk's own; only acts write it (review/work), each by a conditional update on `version`.
    """

    alert_id = models.CharField("预警编号", max_length=21, primary_key=True)
    rule_id = models.CharField("规则", max_length=12)
    rule_class = models.CharField("规则类别", max_length=12)
    rule_title = models.CharField("规则名称", max_length=80)
    rule_version = models.IntegerField(null=True)
    level = models.SmallIntegerField("等级", choices=LEVELS)
    confidence = models.CharField("确定程度", max_length=8)
    state = models.CharField("状态", max_length=10)
    life = models.CharField("处境", max_length=10)
    shown = models.BooleanField("本夜交办")
    held_back = models.CharField("暂缓缘由", max_length=12, blank=True)
    held_back_why = models.TextField("暂缓说明", blank=True)
    need = models.BooleanField("需求信号")
    program = models.CharField("类别", max_length=20, blank=True)
    household_no = models.CharField("家庭编号", max_length=64, blank=True)
    person_key = models.CharField("人员键", max_length=64, blank=True)
    who = models.CharField("姓名（遮蔽）", max_length=80, blank=True)
    division_code = models.CharField("区划代码", max_length=12, blank=True)
    township = models.CharField("乡镇街道", max_length=9, blank=True)
    township_name = models.CharField("乡镇街道名称", max_length=80, blank=True)
    place = models.CharField("地址（到村）", max_length=120, blank=True)
    title = models.CharField("标题", max_length=200)
    explanation = models.TextField("说明")
    township_text = models.TextField("乡镇所见")
    change = models.TextField("变化", blank=True)
    evidence_fingerprint = models.CharField(max_length=64)
    first_seen = models.DateField("首次发现")
    opened_on = models.DateField("本轮起始")
    resolved_on = models.DateField("消除日期", null=True)
    dispatched_on = models.DateField("交办日期", null=True)
    sheet_id = models.CharField("派办单号", max_length=17, blank=True)
    respond_by = models.DateField("响应期限", null=True)
    close_by = models.DateField("办结期限", null=True)
    overdue = models.SmallIntegerField("逾期", default=0)
    escalation = models.CharField("提级", max_length=12, blank=True)
    digest = models.CharField("导入内容的摘要", max_length=32)
    brought_at = models.DateTimeField("最近带入变化的时间")
    appeared_at = models.DateTimeField("首次摆在工作人员面前的时间", null=True)

    owner = models.ForeignKey("review.User", models.PROTECT, null=True, blank=True, related_name="owned")
    stage = models.CharField("办理阶段", max_length=10, choices=STAGES, default="new")
    sent_to = models.CharField("转办乡镇", max_length=9, blank=True)
    touched_at = models.DateTimeField("最近办理", null=True)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["shown", "-overdue", "level", "close_by", "alert_id"], name="worklist"),
            models.Index(fields=["township", "shown", "-overdue", "level", "close_by"], name="of_township"),
            models.Index(fields=["owner", "shown"], name="of_owner"),
            models.Index(fields=["sent_to"], name="sent_to_township"),
            models.Index(fields=["household_no"], name="of_household"),
            models.Index(fields=["sheet_id"], name="of_sheet"),
            # What the work list asks at each request (review/listing/feed.py): only of alerts that somebody acted on.
            models.Index(fields=["version"], name="alert_version", condition=models.Q(version__gt=0)),
            models.Index(fields=["touched_at", "version"], name="alert_touched", condition=models.Q(version__gt=0)),
            models.Index(fields=["division_code", "shown"], name="of_division"),
        ]

    def __str__(self) -> str:
        return self.alert_id
