"""The log: every look, search, export, refusal and act, chained by hashes (review/ledger.py writes and checks it)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Upper

OPENED = {"act": "打开姓名", "outcome": "done", "subject_kind": "person"}
"""What an entry is that counts against the day's cap of unmasking: one person whose name was opened."""


class Head(models.Model):
    """One row: where the chain ends. Writers take their turn by locking it."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Entry(models.Model):
    """Grain: one thing somebody looked at or did, or was refused. Append-only: triggers refuse a change of a row.

    account, staff_no, role: as they were then. details: canonical JSON, without personal values.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField("时间", max_length=32)
    account = models.CharField("账号", max_length=150, db_index=True)
    staff_no = models.CharField("工号", max_length=20)
    role = models.CharField("角色", max_length=16)
    act = models.CharField("行为", max_length=40)
    outcome = models.CharField("结果", max_length=10)
    subject_kind = models.CharField("对象类别", max_length=20)
    subject = models.CharField("对象", max_length=400)
    details = models.TextField("详情")
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject"], name="entries_of_subject"),
            models.Index(fields=["account", "at"], name="opened_by_account", condition=models.Q(**OPENED)),
            models.Index(Upper("staff_no"), "at", name="opened_by_staff", condition=models.Q(**OPENED)),
        ]
        verbose_name = verbose_name_plural = "日志"

    def __str__(self) -> str:
        return f"{self.seq} {self.at} {self.account} {self.act}"
