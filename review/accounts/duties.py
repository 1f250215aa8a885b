"""Duties that one person must not hold twice, told by the number at the office."""

from __future__ import annotations

from review.models import Role, User

_TOGETHER = ({Role.REVIEWER, Role.AUTHOR},)
"""Different roles that one person may have in two accounts; any other pair would sign or audit its own work."""


def conflicts(user: User) -> list[User]:
    """Active accounts of the same person whose role does not go with this one's."""
    others = (
        User.objects.filter(staff_no__iexact=user.staff_no, is_active=True).exclude(pk=user.pk).order_by("username")
    )
    return [one for one in others if one.role != user.role and {one.role, user.role} not in _TOGETHER]


def conflict_told(user: User) -> str:
    """One sentence in Chinese, empty where nothing conflicts."""
    found = conflicts(user)
    if not found:
        return ""
    said = "、".join(f"{one.username}（{one.get_role_display()}）" for one in found)
    return (
        f"工号 {user.staff_no} 另有账号 {said}，与 {user.username}（{user.get_role_display()}）职责相冲突："
        "同一人不能既办理又复核，也不能审计自己。"
    )
