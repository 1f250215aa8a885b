"""Each act of the table in review/access.py, done in a real browser by each role that has it, and shown to no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from review.access import MAY
from review.models import Role, User
from review.models.acts import KINDS
from review.requests import starting
from tests.review.addresses import addresses as every_address
from tests.review.browser import walks_elsewhere
from tests.review.browser.walking import addresses
from tests.review.browser.walks import WALKS, Desk, Walk
from tests.review.working import TO, doing, open_alert

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
EACH = [
    pytest.param(role, walk, id=f"{act}-{role}-{walk.__name__}")
    for act, walked in WALKS.items()
    for walk in walked
    for role in sorted(MAY.get(act, ()))
]


def test_every_act_is_walked() -> None:
    assert set(WALKS) == set(MAY), "an act of review/access.py has no walk (walks.py), or a walk has no act"
    assert {kind for kind, _ in KINDS} <= set(MAY)
    assert walks_elsewhere.__name__ in {walk.__module__ for walked in WALKS.values() for walk in walked}


_NO_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
"""For the charts of a case, which take most of its time and are looked at in test_every_page.py."""


@pytest.fixture
def desk_of(
    night: None, desk_home: Path, account: Callable[..., User], opened: Callable[[User | None], Page], tmp_path: Path
) -> Callable[[str], Desk]:
    """A desk for somebody of this role; the clerk is the township's, everybody else sees every place."""

    def make(role: str) -> Desk:
        alert = open_alert(desk_home)
        user = account(role, f"my-{role}", division=alert.township if role == Role.CLERK else "")
        office = {"wang": account("reviewer", "wang"), "zhang": account("supervisor", "zhang")}
        page = opened(user)
        page.route("**/alerts/**/*.svg", lambda asked: asked.fulfill(content_type="image/svg+xml", body=_NO_PICTURE))
        page.route("**/alerts/*/income/", lambda asked: asked.fulfill(content_type="text/html", body="<i></i>"))
        return Desk(user, page, alert, office, desk_home, tmp_path, opened)

    return make


@pytest.mark.parametrize(("role", "walk"), EACH)
def test_role_does_the_act(
    desk_of: Callable[[str], Desk], refusals: set[int], monkeypatch: pytest.MonkeyPatch, role: str, walk: Walk
) -> None:
    monkeypatch.setattr(starting, "start", lambda request: None)
    refusals.update({429} if walk is walks_elsewhere.lock_is_seen_and_lifted else set())
    walk(desk_of(role))


_LEADS = """() => [...document.querySelectorAll('a[href], form[action], [hx-get]')].map((one) => [
  one.getAttribute('href') || one.getAttribute('action') || one.getAttribute('hx-get'),
  [...one.querySelectorAll('button[name="kind"]')].map((button) => button.value),
])"""


@pytest.mark.parametrize("role", Role.values)
def test_role_is_shown_its_acts_and_no_other(desk_of: Callable[[str], Desk], role: str) -> None:
    """Where the links and forms of all its pages lead, with alerts in every state, is exactly what the table gives."""
    desk = desk_of(role)
    pages = [one for one in addresses(desk.user, desk.home) if one != "/nowhere/"]
    if role in MAY["look"]:
        pages += [f"/alerts/{number}/" for number in _alerts_of_every_state(desk)]
    if role in MAY["judge"]:
        desk.page.goto("/identity/")
        pages.append(desk.page.get_by_role("link", name="从第 1 对开始").get_attribute("href") or "")
    shown: dict[str, set[str]] = {}
    for address in pages:
        desk.page.goto(address, wait_until="domcontentloaded")
        for lead, kinds in desk.page.evaluate(_LEADS):
            for one in kinds or _acts_behind(lead):
                shown.setdefault(one, set()).add(address)
    for one in shown.keys() - {act for act, roles in MAY.items() if role in roles}:
        pytest.fail(f"{role} is shown {one} on {sorted(shown[one])}")
    assert set(shown) == {act for act, roles in MAY.items() if role in roles}


def _alerts_of_every_state(desk: Desk) -> list[str]:
    """Of one township: free, with somebody, sent, waiting for a signature; and an act of one's own."""
    alerts = [open_alert(desk.home, place, township=desk.alert.township) for place in range(5)]
    doing(desk.office["wang"], "claim", alerts[1])
    doing(desk.office["zhang"], "dispatch", alerts[2])
    for by, kind, said in TO["decided"]:
        doing(desk.office[by], kind, alerts[3], **said)
    for kind in ("claim", "accept"):
        if desk.user.role in MAY[kind]:
            doing(desk.user, kind, alerts[4])
    return [one.pk for one in alerts]


def _acts_behind(lead: str) -> list[str]:
    """The act that an address of the desk asks for; none of what needs no role."""
    path = urlsplit(lead).path
    if not path.startswith("/") or path == "/":
        return ["look"] if path == "/" else []
    try:
        found = resolve(path)
    except Resolver404:
        return []
    if found.view_name == "act":
        return [found.kwargs["kind"]]
    if found.view_name == "excel_upload":
        return ["read_in"]
    if found.view_name == "bulk":
        return []
    act = _ACTS[found.view_name] if found.view_name in _ACTS else _ACTS[f"admin:{found.url_name}"]
    return [act] if act else []


_ACTS = {one.name: one.act for one in every_address()}
