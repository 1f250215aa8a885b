"""Rows by division and role, over every address of the desk: whoever adds a page is covered, or told to say how.

For every role, every address, every method, with an own object, another's and one that is not there: no answer holds
anything of another's household; another's object is answered as one that is not there; wrong roles are refused and
logged; and nothing that an account reads depends on rows that it may not see.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from review.access import MAY
from review.bringing import bring_in
from review.models import Act, Alert, Entry, User
from tests.review.addresses import FILL, LEFT_OUT, OF_NOBODY, OPEN, Address, Objects, addresses
from tests.review.others import made_by

pytestmark = pytest.mark.django_db
MINE = "999901001"
WHO = [
    ("clerk", MINE),
    *(
        pytest.param(*one, marks=pytest.mark.long)
        for one in (
            ("clerk", "999902002"), ("reviewer", MINE), ("auditor", ""), ("reviewer", "999901"),
            ("reviewer", "999901001012"), ("supervisor", MINE),
            ("supervisor", "999902"), ("author", ""), ("administrator", ""),
        )
    ),
]  # fmt: skip
MARKS = {
    "who": "标*记", "place": "标记县标记镇标记村", "explanation": "说明标记", "township_text": "乡镇标记",
    "title": "标题标记", "change": "变化标记",
}  # fmt: skip
MARKED = {*MARKS.values(), "标记县", "标记镇", "标记村"}
NUMBERS_STAND_IN = {("auditor", one) for one in ("log", "log_export", "looked", "looked_who", "looked_letter")}
"""The auditor reads who looked at which number: that is the log. Names and places do not stand there either."""
TOWNSHIPS_STAND_IN = {(role, one) for role in ("auditor", "author") for one in ("numbers", "numbers_picture")}
"""Counts by township, for who sees no household. Nothing that an alert says stands there."""


def asked_with(one: Objects) -> dict[str, str]:
    """Another's numbers under every name that a filter, a search or a form of the desk has."""
    alert = ("alert", "alerts", "alert_id", "ids", "id", "chosen", "pk", "left", "right")
    household, person = ("household", "household_no", "q", "search"), ("person", "person_key", "who", "key")
    place = ("township", "division", "division_code", "to", "sent_to", "village", "place")
    return {
        **dict.fromkeys(alert, one.alert_id), **dict.fromkeys(household, one.household_no),
        **dict.fromkeys(person, one.person_key),
        **dict.fromkeys(place, one.township or one.division),
        "user": str(one.user), "owner": str(one.user), "reason": "核对所需,已电话联系", "code": "属实-停发",
        "version": "0", "kind": "claim", "act": "claim", "group": "township", "by": "township", "view": "all",
    }  # fmt: skip


@dataclass
class Desk:
    """A desk with the small city; one account; what it may and may not know of."""

    user: User
    client: Client
    own: Objects
    other: Objects
    absent: Objects
    names: set[str]
    numbers: set[str]

    def forbidden(self, address: Address, given: str) -> re.Pattern[str] | None:
        """What an answer must not hold, but for what the request itself named."""
        numbers = set() if (self.user.role, address.name) in NUMBERS_STAND_IN else self.numbers
        said = self.names & MARKED if (self.user.role, address.name) in TOWNSHIPS_STAND_IN else self.names
        words = sorted(word for word in said | numbers if word not in given)
        return re.compile(f"(?<![0-9A-Za-z])(?:{'|'.join(map(re.escape, words))})(?![0-9A-Za-z])") if words else None


@pytest.fixture
def desk(desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]) -> Callable[..., Desk]:
    def make(role: str, division: str) -> Desk:
        bring_in(desk_home)
        user, colleague = account(role, division=division), account("reviewer", name="外人", username="foreign")
        sees = MAY["look"]
        below = [one for one in Alert.objects.order_by("alert_id") if (one.division_code or "").startswith(division)]
        mine = {one.alert_id for one in below} if role in sees else set()
        foreign = Alert.objects.exclude(alert_id__in=mine)
        named = _places(foreign) - _places(Alert.objects.filter(alert_id__in=mine))
        kept = {getattr(one, name) for one in below if mine for name in ("household_no", "person_key")}
        numbers = {getattr(one, name) for one in foreign for name in ("alert_id", "household_no", "person_key")}
        foreign.update(**MARKS)
        own = next((one for one in below if one.shown and one.household_no and one.alert_id in mine), None)
        other = (
            foreign.filter(shown=True).exclude(household_no="").exclude(household_no__in=kept).order_by("alert_id")[0]
        )
        kind = {"kind": "accept" if role == "clerk" else "claim"}
        there = Objects.of(other, colleague, **kind, **made_by(colleague, other, desk_home, division))
        absent = Objects.of(other, colleague, **kind)
        return Desk(
            user, signed_in(user), Objects.of(own, user, **kind) if own else there, there,
            replace(absent, alert_id="A" + "0" * (len(there.alert_id) - 1), household_no="H-none", user=999_999),
            named | MARKED, numbers - kept - {""},
        )  # fmt: skip

    return make


def _places(alerts: Iterable[Alert]) -> set[str]:
    """Townships and villages by name: 示例市青岚区白塔镇东湾社区 -> 白塔镇, 白塔镇东湾社区."""
    found = set()
    for one in alerts:
        if match := re.search(r"(?:区|县|市)(?P<village>(?P<township>[^区县市]+?(?:街道|镇|乡))[^镇乡]+)$", one.place):
            found |= {match["village"], match["township"]}
    return found


EVERY = [one for one in addresses() if one.name not in LEFT_OUT]


def ask(desk: Desk, method: str, path: str, told: dict[str, str], **headers: str) -> tuple[int, str, dict[str, int]]:
    """Status, everything that came back as text, and how many entries by outcome were written. Nothing stays."""
    with transaction.atomic():
        before = Entry.objects.count()
        answer: Any = getattr(desk.client, method)(path, told, headers=headers)
        new = Entry.objects.order_by("seq")[before:]
        wrote = {outcome: sum(one.outcome == outcome for one in new) for outcome in ("done", "refused")}
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, f"{sorted(answer.headers.items())}\n{_text(content)}", wrote


def _text(content: bytes) -> str:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "\n".join(_text(file.read(name)) for name in file.namelist())
    return content.decode("utf-8", "replace")


def _plain(said: str) -> str:
    """Without what differs from one answer to the next: tokens, clocks, the number that was asked for."""
    said = re.sub(r"[A-Za-z0-9]{64}|[A-Za-z0-9]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", said)
    return re.sub(r"\d\d:\d\d(:\d\d)?|expires=[^;']+", "", said)


def test_every_address_has_an_entry() -> None:
    unknown = [f"{one.name} ({one.pattern})" for one in EVERY if one.name not in FILL]
    assert unknown == [], "add a line to FILL in tests/review/addresses.py: how are its parameters filled?"


def test_every_address_is_behind_the_guard_or_says_why_not() -> None:
    bare = [f"{one.name} ({one.pattern})" for one in EVERY if not one.act and one.name not in OPEN]
    assert bare == [], "put guard.page around the view, or give the reason in OPEN in tests/review/addresses.py"
    assert [one.name for one in EVERY if one.act and one.act not in MAY] == []


def test_nobody_without_an_account_sees_more_than_the_door(desk: Callable[..., Desk]) -> None:
    here = desk("reviewer", MINE)
    here.client.logout()
    for one in EVERY:
        if one.name in OPEN and one.name not in {"password", "account", "codes"}:
            continue
        for method in ("get", "post"):
            path = one.path(here.own)
            status, said, wrote = ask(here, method, path, asked_with(here.own))
            assert status == 302, (one.name, method)
            assert "/login/" in said.split("\n")[0]
            assert said.split("\n", 1)[1] == ""
            assert wrote == {"done": 0, "refused": 0}


@pytest.mark.parametrize(("role", "division"), WHO)
def test_no_answer_holds_anything_of_anothers(desk: Callable[..., Desk], role: str, division: str) -> None:
    here = desk(role, division)
    assert here.names
    assert here.numbers
    faults = []
    asked: set[str] = set()  # an address without an object is the same for all three, and nothing of a request stays
    for one in EVERY:
        for objects in (here.own, here.other, here.absent):
            path = one.path(objects)
            for method, told, script in (
                ("get", {}, {}),
                ("get", asked_with(objects), {"hx-request": "true"}),
                ("post", {}, {"hx-request": "true"}),
                ("post", asked_with(objects), {}),
                ("delete", {}, {}),
            ):
                if (request := f"{method} {path} {told} {script}") in asked:
                    continue
                asked.add(request)
                status, said, _ = ask(here, method, path, told, **script)
                pattern = here.forbidden(one, path + str(told))
                if status >= 500:
                    faults.append(f"{status}: {method} {path} {told}")
                if pattern and (found := pattern.search(said)):
                    faults.append(f"{found[0]} in the answer {status} to {method} {path} {told}")
    assert faults == []


@pytest.mark.parametrize(("role", "division"), WHO)
def test_wrong_role_is_refused_and_logged(desk: Callable[..., Desk], role: str, division: str) -> None:
    here = desk(role, division)
    closed = [one for one in EVERY if one.act and here.user.role not in MAY[one.act]]
    assert closed
    for one in closed:
        for method in one.methods:
            status, _, wrote = ask(here, method.lower(), one.path(here.own), asked_with(here.own))
            assert status in {403, 404}, (one.name, method)
            assert wrote == {"done": 0, "refused": 1}, (one.name, method)


@pytest.mark.parametrize(("role", "division"), WHO)
def test_anothers_object_is_answered_as_one_that_is_not_there(
    desk: Callable[..., Desk], role: str, division: str
) -> None:
    here = desk(role, division)
    with_object = [
        one for one in EVERY
        if one.act and role in MAY[one.act] and one.name not in OF_NOBODY and (role, one.name) not in NUMBERS_STAND_IN
        and not one.name.startswith("admin:") and FILL[one.name](here.own)
    ]  # fmt: skip
    for one in with_object:
        for method in one.methods:
            asked = [
                ask(here, method.lower(), one.path(which), asked_with(which)) for which in (here.other, here.absent)
            ]
            (status, said, wrote), (none, nothing, _) = asked
            assert (status, status) == (none, 404), (one.name, method)
            assert _plain(said) == _plain(nothing), (one.name, method)
            assert wrote == {"done": 0, "refused": 1}, (one.name, method)
        mine = here.own.division.startswith(division)
        if (
            mine
            and "GET" in one.methods
            and "alert_id" in FILL[one.name](here.own)
            and one.pattern.endswith("<str:alert_id>/")
        ):
            assert ask(here, "get", one.path(here.own), {})[0] == 200, one.name


@pytest.mark.parametrize(
    ("role", "division"), [one for one in WHO if getattr(one, "values", one)[0] not in ("auditor", "author")]
)
def test_nothing_depends_on_rows_that_are_anothers(desk: Callable[..., Desk], role: str, division: str) -> None:
    here = desk(role, division)
    reading = [
        (one, told)
        for one in EVERY
        for told in (
            {},
            asked_with(here.other),
            {"q": "标记"},
            {"township": here.other.township},
        )
        if one.act and role in MAY[one.act] and "GET" in one.methods and not one.name.startswith("admin:")
    ]
    whole = [_plain(ask(here, "get", one.path(here.own), told)[1]) for one, told in reading]
    Act.objects.filter(alert_id__in=here.numbers).delete()
    Alert.objects.filter(alert_id__in=here.numbers).delete()
    for (one, told), before in zip(reading, whole, strict=True):
        assert _plain(ask(here, "get", one.path(here.own), told)[1]) == before, (one.name, told)
