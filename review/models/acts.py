"""What staff did: one row an act, never changed but to say that it was undone, or what the pipeline made of it."""

from __future__ import annotations

from django.db import models

KINDS = (
    ("claim", "认领"),
    ("release", "放回"),
    ("hand_over", "移交"),
    ("dispatch", "转办乡镇"),
    ("accept", "签收"),
    ("return", "退回"),
    ("feedback", "反馈"),
    ("step", "程序步骤"),
    ("decide", "处置决定"),
    ("sign", "第二签字"),
    ("judge", "身份判断"),
    ("ticket", "请部门更正"),
    ("sample", "抽查结果"),
)


class Act(models.Model):
    """Grain: one act. Those that the pipeline reads (`BOOKED`) wait until a night takes them: until then they can be
    undone by who made them, as long as nobody has built on them.

    said: what was said, as JSON, by kind (review/work); it holds no personal value. source_no: its number in the
    pipeline's books, made here and unique, so that handing over twice does no harm.
    """

    BOOKED = ("step", "decide", "sign", "judge", "ticket", "sample")

    source_no = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("办理", max_length=12, choices=KINDS)
    alert = models.ForeignKey("review.Alert", models.PROTECT, null=True, related_name="acts")
    subject = models.CharField("对象", max_length=400, blank=True)
    by = models.ForeignKey("review.User", models.PROTECT, related_name="acts")
    at = models.DateTimeField("时间")
    on_day = models.DateField("日期")
    evidence_fingerprint = models.CharField(max_length=64, blank=True)
    rule_version = models.IntegerField(null=True)
    said = models.JSONField(default=dict)
    signs = models.ForeignKey("self", models.PROTECT, null=True, related_name="signatures")
    before = models.JSONField("此前的办理状态", default=dict)
    undone_at = models.DateTimeField("撤销时间", null=True)
    handed_at = models.DateTimeField("交给夜间处理的时间", null=True)
    taken_as = models.CharField("记录编号", max_length=64, blank=True)
    refused = models.TextField("未被接受的原因", blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["alert", "id"], name="acts_of_alert"),
            models.Index(fields=["kind", "handed_at"], name="acts_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
