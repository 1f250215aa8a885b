"""Who may do what, and whose households they see: one table, asked by every page on the server.

Rows: an account sees alerts of its division and what lies below it; one without a division sees all, those without a
place too. A township clerk sees what was put before staff in the own township and what was sent there, and of it the
township's text.
Authors, auditors and administrators see no household.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from review.models import Alert, Role, User

R, C, S, RULES, A, ADMIN = Role.REVIEWER, Role.CLERK, Role.SUPERVISOR, Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR
HANDLING = frozenset({R, C, S})
"""Roles that see households at all."""
MAY: dict[str, frozenset[str]] = {
    "look": HANDLING,
    "unmask": frozenset({R, S, C}),
    "claim": frozenset({R, S}),
    "release": frozenset({R, S}),
    "hand_over": frozenset({R, S}),
    "dispatch": frozenset({R, S}),
    "accept": frozenset({C}),
    "return": frozenset({C}),
    "feedback": frozenset({C}),
    "read_in": HANDLING,
    "step": frozenset({R, S}),
    "decide": frozenset({R, S}),
    "sign": frozenset({S}),
    "judge": frozenset({R, S}),
    "ticket": frozenset({R, S}),
    "sample": frozenset({R, S}),
    "undo": HANDLING,
    "export": HANDLING,
    "verify": frozenset({R, S}),
    "numbers": frozenset({R, S, RULES, A}),
    "rules": frozenset({R, S, RULES}),
    "log": frozenset({A}),
    "looked": frozenset({S, A}),
    "accounts": frozenset({ADMIN}),
}
"""Act -> roles."""


def may(user: User, act: str) -> bool:
    """Whether the role allows the act at all; which rows, `seen_by` says."""
    return bool(user.is_authenticated and user.is_active and user.role in MAY[act])


def below(division: str, field: str = "division_code") -> Q:
    """Codes that begin with the division, as a range that an index answers; everything for an empty one.

    The end is the next number, all digits: a mark behind the digits would sort before them in some of PostgreSQL's
    collations. Behind nothing but nines there is no next one.
    """
    if not division:
        return Q()
    beginning = Q(**{f"{field}__gte": division})
    if not division.strip("9"):
        return beginning
    return beginning & Q(**{f"{field}__lt": f"{int(division) + 1:0{len(division)}d}"})


def seen_by(user: User) -> QuerySet[Alert]:
    """The alerts that an account may know of: the base of every list, count, search, export and act."""
    if not may(user, "look"):
        return Alert.objects.none()
    own = below(user.division)
    if user.role == Role.CLERK:
        return Alert.objects.filter((own & Q(shown=True)) | Q(sent_to=user.division))
    return Alert.objects.filter(own)


def division_seen(user: User, code: str | None) -> bool:
    """Whether a place lies in the account's division."""
    return may(user, "look") and (code or "").startswith(user.division)


def text_for(user: User, alert: Alert) -> str:
    """The explanation that this account reads."""
    return alert.township_text if user.role == Role.CLERK else alert.explanation


def townships(user: User) -> list[str]:
    """Townships that occur in what the account sees: choices of a filter never name another's."""
    rows = seen_by(user).exclude(township="").values("township").distinct().order_by("township")
    return [row["township"] for row in rows]
