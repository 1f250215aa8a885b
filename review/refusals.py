"""An act that may not be. Here, so that the work and the pages can both say it."""

from __future__ import annotations

NOT_THERE = "没有这一页，或不在您的办理范围内。请核对编号；应由您办的，请找系统管理员核对账号的区划。"
NOT_THIS_ROLE = "您的角色不能进行这一操作。应由您办的，请找系统管理员核对账号的角色。"


class RefusedError(Exception):
    """An act that may not be: the text says in Chinese why. Nothing was done; the refusal is logged."""

    def __init__(self, why: str, status: int = 409) -> None:
        super().__init__(why)
        self.status = status
