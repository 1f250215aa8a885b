"""Verification requests that staff uploaded, and what came back."""

from __future__ import annotations

from django.db import models


class Request(models.Model):
    """Grain: one uploaded request. Its files are kept below home/review/requests/<number>, open to the desk only.

    division: that of the account when it asked; who sees the request goes by it. households: how many will have a
    report, once that is known. counts: conclusion -> households.
    """

    STATES = (
        ("waiting", "排队"), ("running", "核对中"), ("done", "已完成"), ("failed", "没有结果，待重新提交"),
        ("cleaned", "文件已清理"),
    )  # fmt: skip

    number = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey("review.User", models.PROTECT)
    at = models.DateTimeField()
    name = models.CharField("文件名", max_length=200)
    purpose = models.CharField("用途", max_length=40, blank=True)
    as_of = models.DateField("数据截止", null=True)
    rows = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=STATES, default="waiting")
    told = models.TextField("说明", blank=True)
    division = models.CharField("区划", max_length=12, blank=True)
    kind = models.CharField("文件类型", max_length=4, default="xlsx")
    households = models.IntegerField("户数", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering = ("-id",)


class RequestFile(models.Model):
    """Grain: one file that came back."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    household = models.CharField("申请编号", max_length=64, blank=True)
    code = models.CharField("结论", max_length=40, blank=True)
    size = models.IntegerField()

    class Meta:
        ordering = ("id",)
