"""Verification requests that staff uploaded, and what came back."""

from __future__ import annotations

from django.db import models


class Request(models.Model):
    """Grain: one uploaded request. Its files are kept below home/review/requests/<number>, open to the desk only."""

    number = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey("review.User", models.PROTECT)
    at = models.DateTimeField()
    name = models.CharField("文件名", max_length=200)
    purpose = models.CharField("用途", max_length=40, blank=True)
    as_of = models.DateField("数据截止", null=True)
    rows = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    told = models.TextField("说明", blank=True)

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
