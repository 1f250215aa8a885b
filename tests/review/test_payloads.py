"""Three hundred hostile texts through every field and query parameter and as stored values: text, and no fault."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from review.bringing import bring_in
from review.models import Alert, User
from tests.review.addresses import LEFT_OUT, Address, Objects, addresses
from tests.review.payloads import PAYLOADS
from tests.review.test_rows import asked_with

pytestmark = pytest.mark.django_db
EVERY = [one for one in addresses() if one.name not in LEFT_OUT | {"logout": "", "health": ""}]
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*\bname=\"([^\"]+)\"")
LONG = pytest.mark.long
LEFT_ALONE = {"csrfmiddlewaretoken"}


@pytest.fixture
def place(desk_home: Path, account: Callable[..., User]) -> Objects:
    bring_in(desk_home)
    alert = Alert.objects.filter(shown=True, township="999901001").exclude(household_no="").order_by("alert_id")[0]
    return Objects.of(alert, account("author", username="payload"))


class Seen(HTMLParser):
    """A page as a browser takes it: scripts, styles and handlers that our templates do not have."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        bare = tag == "script" and not told.get("src") and told.get("type") != "application/json"
        if bare or tag in {"style", "iframe", "object", "embed", "base"}:
            self.faults.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower() if name in {"href", "src", "action", "formaction"} else ""
            if name in {"style", "srcdoc"} or name.startswith(("on", "hx-on", "hx-vals")):
                self.faults.append(name)
            if address.startswith(("javascript:", "vbscript:", "data:text", "//", "http:", "https:")):
                self.faults.append(address)


def as_text(answer: Any, payload: str) -> None:
    """No fault, no split header, and where the payload stands in a page it stands as text."""
    assert answer.status_code < 500, payload
    for name, value in answer.headers.items():
        assert "\n" not in value, (payload, name)
        assert "\r" not in value, (payload, name)
        assert name.lower() != "x-injected", payload
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return
    said = answer.content.decode()
    seen = Seen()
    seen.feed(said)
    assert seen.faults == [], payload
    if "<" in payload and payload not in {"<", "</", "<!--"}:
        assert payload not in said, payload
    assert "343434343" not in said.replace(html.escape(payload), ""), payload  # {{ 7*... }} worked out


def portion(payloads: list[str], part: int, parts: int) -> list[str]:
    return payloads[part::parts]


def test_there_are_three_hundred() -> None:
    assert len(set(PAYLOADS)) >= 300


@pytest.mark.long
@pytest.mark.parametrize("role", ["", "reviewer", "clerk", "administrator"])
def test_every_query_parameter(
    place: Objects, account: Callable[..., User], signed_in: Callable[[User], Client], role: str
) -> None:
    client = signed_in(account(role, division="999901001" if role == "clerk" else "")) if role else Client()
    names = [*asked_with(place), "page", "next", "order", "level", "rule", "since", "until", "p", "o", "role__exact"]
    for number, payload in enumerate(PAYLOADS):
        one = EVERY[number % len(EVERY)]
        as_text(client.get(one.path(place), dict.fromkeys(names, payload)), payload)
    for one in EVERY:
        for payload in PAYLOADS[::23]:
            as_text(client.get(one.path(place), dict.fromkeys(names, payload)), payload)


def fields(client: Client, one: Address, place: Objects) -> set[str]:
    """Names of the fields of all forms of a page."""
    if one.methods and "GET" not in one.methods:
        return set()
    answer: Any = client.get(one.path(place))
    said = "" if answer.streaming else answer.content.decode("utf-8", "replace")
    return set(FIELD.findall(said)) - LEFT_ALONE


@pytest.mark.parametrize("role", ["", *(pytest.param(one, marks=LONG) for one in ("reviewer", "administrator"))])
def test_every_field_of_every_form(
    place: Objects, account: Callable[..., User], signed_in: Callable[[User], Client], role: str
) -> None:
    user = account(role) if role else None
    client = signed_in(user) if user else Client()
    found = {one.name: fields(client, one, place) for one in EVERY}
    assert sum(map(len, found.values())) > 3
    posting = [one for one in EVERY if not one.methods or "POST" in one.methods]
    for number, payload in enumerate(PAYLOADS):
        one = posting[number % len(posting)]
        told = dict.fromkeys(found.get(one.name) or asked_with(place), payload)
        as_text(client.post(one.path(place), told), payload)
    for one in posting:
        for payload in PAYLOADS[::29]:
            for name in sorted(found[one.name] or {"reason", "code"}):
                as_text(client.post(one.path(place), asked_with(place) | {name: payload}), payload)


@pytest.mark.parametrize("part", [0, *(pytest.param(one, marks=LONG) for one in (1, 2))])
def test_stored_values_are_shown_as_text(
    place: Objects, account: Callable[..., User], signed_in: Callable[[User], Client], part: int
) -> None:
    client, admin = signed_in(account("reviewer")), signed_in(account("administrator"))
    reading = [one for one in EVERY if one.act == "look" and "GET" in one.methods]
    assert reading
    for number, payload in enumerate(portion([one for one in PAYLOADS if "\0" not in one], part, 3)):
        Alert.objects.filter(pk=place.alert_id).update(
            who=payload[:80], place=payload[:120], title=payload[:200], explanation=payload[:5000],
            township_text=payload[:5000], change=payload[:5000], rule_title=payload[:80], program=payload[:20],
            held_back_why=payload[:5000], level=1, overdue=2,
        )  # fmt: skip
        User.objects.filter(pk=place.user).update(name=payload[:40], staff_no=payload[:20])
        as_text(client.get(reading[number % len(reading)].path(place)), payload)
        as_text(admin.get("/admin/review/user/" if number % 2 else f"/admin/review/user/{place.user}/change/"), payload)


@pytest.mark.parametrize("part", [0, pytest.param(1, marks=LONG)])
def test_every_payload_as_a_name_and_a_password_at_the_door(account: Callable[..., User], part: int) -> None:
    for payload in portion(PAYLOADS, part, 2):
        as_text(
            Client().post("/login/", {"username": payload, "password": payload, "otp_token": payload, "next": payload}),
            payload,
        )


@pytest.mark.parametrize("part", [0, pytest.param(1, marks=LONG)])
def test_every_payload_in_the_path(
    signed_in: Callable[[User], Client], account: Callable[..., User], part: int
) -> None:
    client = signed_in(account())
    for payload in portion(PAYLOADS, part, 2):
        as_text(client.get("/" + payload[:500].replace("?", "%3f").replace("#", "%23")), payload)
        as_text(client.get("/alerts/" + payload[:500].replace("/", "").replace("?", "%3f") + "/"), payload)
