"""Sheets that went out to a township, and what came back on them. Of a file only its digest is kept."""

from __future__ import annotations

from django.db import models

WANTED = (("tonight", "本夜交办"), ("sent", "已转办到乡镇"))


class Sheet(models.Model):
    """Grain: one workbook that was downloaded. mark: a keyed digest over the marks of its rows (sheets/marks)."""

    number = models.CharField("表号", max_length=12, unique=True)
    by = models.ForeignKey("review.User", models.PROTECT, related_name="sheets")
    at = models.DateTimeField("下载时间")
    as_of = models.DateField("夜次")
    township = models.CharField("乡镇街道", max_length=9)
    wanted = models.CharField("范围", max_length=8, choices=WANTED)
    level = models.SmallIntegerField("等级", null=True)
    rule_id = models.CharField("规则", max_length=12, blank=True)
    rows = models.IntegerField("行数")
    mark = models.CharField("校验码", max_length=64)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.number


class SheetReturn(models.Model):
    """Grain: one file that was read back. rows: outcome of each row (review/sheets/judging), without personal values.

    Nothing is written into alerts before `state` is done, and then only the rows that were taken.
    """

    WAITING, DONE, DROPPED = "waiting", "done", "dropped"

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="returns")
    by = models.ForeignKey("review.User", models.PROTECT, related_name="sheet_returns")
    at = models.DateTimeField("上传时间")
    digest = models.CharField("文件摘要", max_length=64)
    state = models.CharField("状态", max_length=8, default=WAITING)
    rows = models.JSONField("各行", default=list)
    notes = models.JSONField("提示", default=list)
    confirmed_at = models.DateTimeField("写入时间", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "digest"], condition=models.Q(state="done"), name="file_is_read_back_once"
            )
        ]
