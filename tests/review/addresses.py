"""Every address of the desk, and how a test fills it: with an own object, with another's, with one that is not there.

A new address needs a line in FILL (what its parameters are made of), and, if it is not behind `guard.page`, a line in
OPEN (why it needs no role). Without them tests/review/test_rows.py fails and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from review.accounts.administration import Administration
from review.models import Alert, User

OPEN = {
    "login": "the door",
    "logout": "ends what is one's own",
    "password": "one's own",
    "account": "one's own",
    "codes": "one's own",
    "health": "no data",
    "admin:login": "leads to the door",
}
OF_NOBODY = {"numbers_picture", "rule"}
"""Addresses whose parameter is nobody's own: a figure of the account's division, a rule."""
LEFT_OUT = {"admin:logout": "ends the session; Django's own"}


@dataclass(frozen=True)
class Objects:
    """What addresses are made of: numbers of one alert and what belongs to it."""

    alert_id: str
    household_no: str
    person_key: str
    township: str
    division: str
    user: int
    number: str = "00000000-0000-4000-8000-000000000000"
    file: int = 999_999
    act: int = 999_999
    returned: int = 999_999
    pair: str = "0" * 16
    kind: str = "claim"

    @classmethod
    def of(cls, alert: Alert, user: User, **more: Any) -> Objects:
        return cls(
            alert.alert_id, alert.household_no or "-", alert.person_key or "-", alert.township, alert.division_code,
            user.pk, **more,
        )  # fmt: skip


Fill = Callable[[Objects], dict[str, Any]]


def _none(_: Objects) -> dict[str, Any]:
    return {}


def _alert(one: Objects) -> dict[str, Any]:
    return {"alert_id": one.alert_id}


def _fact(one: Objects) -> dict[str, Any]:
    return {"alert_id": one.alert_id, "fact": 0, "place": 0}


def _request(one: Objects) -> dict[str, Any]:
    return {"number": one.number}


FILL: dict[str, Fill] = {
    **dict.fromkeys(OPEN, _none),
    **dict.fromkeys(("worklist", "sample", "numbers", "rules", "looked", "log", "identity"), _none),
    **dict.fromkeys(("excel", "excel_out", "excel_upload", "verify", "verify_upload", "verify_template"), _none),
    **dict.fromkeys(("case", "unmask", "case_family", "case_income", "case_income_picture"), _alert),
    **dict.fromkeys(("case_identity", "case_identity_picture"), _fact),
    **dict.fromkeys(("verify_request", "verify_again", "verify_all"), _request),
    **dict.fromkeys(("bulk", "my_acts", "log_check", "log_export"), _none),
    "acts": _alert,
    "act": lambda one: {"alert_id": one.alert_id, "kind": one.kind},
    "undo_act": lambda one: {"number": one.act},
    **dict.fromkeys(("pair", "pair_weights", "pair_judge", "pair_unmask"), lambda one: {"number": one.pair}),
    "numbers_picture": lambda _: {"name": "age"},
    **dict.fromkeys(("looked_who", "looked_letter"), lambda one: {"kind": "household", "number": one.household_no}),
    "rule": lambda _: {"rule_id": "ZJ-01"},
    **dict.fromkeys(("excel_back", "excel_confirm", "excel_drop"), lambda one: {"pk": one.returned}),
    "verify_file": lambda one: {"number": one.number, "pk": one.file},
    "sample_result": lambda _: {"sample_id": "抽查-0"},
    "household": lambda one: {"household_no": one.household_no},
    **dict.fromkeys(
        (
            "admin:index", "admin:jsi18n", "admin:password_change", "admin:password_change_done",
            "admin:review_user_changelist", "admin:review_user_add",
        ),
        _none,
    ),
    "admin:app_list": lambda _: {"app_label": "review"},
    "admin:catch_all": lambda _: {"url": "nothing"},
    "admin:auth_user_password_change": lambda one: {"id": one.user},
    **dict.fromkeys(
        ("admin:review_user_change", "admin:review_user_delete", "admin:review_user_history"),
        lambda one: {"object_id": one.user},
    ),
    "admin:user_old": lambda one: {"object_id": one.user},
}  # fmt: skip
"""Name of the address -> its parameters."""


@dataclass(frozen=True)
class Address:
    """One address: name (with its namespace), the act and the methods of the page (empty act: OPEN)."""

    name: str
    pattern: str
    act: str
    methods: tuple[str, ...]

    def path(self, objects: Objects) -> str:
        if self.name == "admin:catch_all":
            return "/admin/nothing/here/"
        if self.name == "admin:user_old":
            return f"/admin/review/user/{objects.user}/"
        return reverse(self.name, kwargs=FILL[self.name](objects))


def addresses() -> Iterator[Address]:
    """All of the resolver but static files, which whitenoise serves."""
    yield from _below(get_resolver().url_patterns, "", "")


def _below(patterns: Any, space: str, before: str) -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _below(
                one.url_patterns, f"{one.namespace}:" if one.namespace else space, before + str(one.pattern)
            )
        elif isinstance(one, URLPattern):
            name = one.name or _unnamed(str(one.pattern))
            view: Any = one.callback
            act, methods = getattr(view, "act", ""), getattr(view, "methods", ())
            if isinstance(_site_of(view), Administration):  # its admin_view is the guard
                act, methods = "accounts", ("GET", "POST")
            yield Address(f"{space}{name}", before + str(one.pattern), act, methods)


def _site_of(view: Any) -> Any:
    """The admin whose `admin_view` stands before the view, as Django notes it."""
    return getattr(view, "admin_site", None) or getattr(getattr(view, "model_admin", None), "admin_site", None)


def _unnamed(pattern: str) -> str:
    """The two addresses of the admin that have no name."""
    return {"(?P<url>.*)$": "catch_all", "<path:object_id>/": "user_old"}.get(pattern, pattern)
