"""Accounts. One person may have several (staff_no tells that they are one); duties are kept apart by person."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models


class Role(models.TextChoices):
    """What an account may do; docs/desk.md has the whole table."""

    REVIEWER = "reviewer", "核对员"
    CLERK = "clerk", "乡镇经办"
    SUPERVISOR = "supervisor", "负责人"
    AUTHOR = "author", "规则员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


class User(AbstractUser):
    """division: the beginning of the division codes whose households the account sees; empty for the whole centre.

    staff_no: the person's number at the office; the name under which acts are recorded is `username`.
    """

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    staff_no = models.CharField("工号", max_length=20)
    role = models.CharField("角色", max_length=16, choices=Role.choices)
    division = models.CharField(
        "区划", max_length=12, blank=True, help_text="只看这一区划及其下级；空为全部。乡镇经办须为 9 位。",
        validators=[RegexValidator(r"^(\d{4}|\d{6}|\d{9}|\d{12})?$", "应为 4、6、9 或 12 位区划代码，或不填。")],
    )  # fmt: skip
    must_change = models.BooleanField("须改密码", default=True)
    otp_required = models.BooleanField("须用动态码", default=False, help_text="登录后须先绑定动态码设备。")
    seen_until = models.DateTimeField("上次查看至", null=True, blank=True)
    seen_from = models.DateTimeField("上一次登录", null=True, blank=True)

    REQUIRED_FIELDS = ["name", "staff_no", "role"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role="clerk") | models.Q(division__regex=r"^\d{9}$"),
                name="clerk_has_a_township",
                violation_error_message="乡镇经办必须写明 9 位的乡镇街道代码。",
            )
        ]

    def save(self, *args: Any, **more: Any) -> None:
        """A number at the office is written one way: two ways would make two people of one."""
        self.staff_no = "".join(unicodedata.normalize("NFKC", self.staff_no or "").split())
        super().save(*args, **more)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"
