"""Several alerts at once: only what can harm nobody, each by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from review.bringing import take_in
from review.models import Act, Alert, Entry, User
from tests.review.invented import OTHER, TOWN, night, row
from tests.review.working import SAID, doing, open_alert

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [kind for kind in SAID if kind not in ("claim", "dispatch")] + ["judge", "", "sample"])
def test_nothing_else_is_done_in_bulk(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], kind: str
) -> None:
    alert = open_alert(desk_home)
    answer = signed_in(account("supervisor")).post("/bulk/", {"kind": kind, "alert_id": [alert.pk], **SAID["decide"]})
    assert answer.status_code == 400
    assert not Act.objects.exists()


def test_each_by_itself_and_what_was_refused_is_told(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alerts = [open_alert(desk_home, place) for place in range(3)]
    user = account("reviewer", division=alerts[0].township[:4])
    doing(account("reviewer"), "claim", alerts[1])
    told = {"kind": "claim", "alert_id": [*(one.pk for one in alerts), "A-NOT-THERE<b>"], "number": str(uuid4())}
    answer = signed_in(user).post("/bulk/", told)
    shown = answer.content.decode()
    assert "已认领 2 条，未成 2 条" in shown
    assert "这一条已由 某某" in shown
    assert "A-NOT-THERE&lt;b&gt;" in shown
    assert Alert.objects.filter(owner=user).count() == 2
    assert Entry.objects.filter(act="批量办理", outcome="done").count() == 2
    assert Entry.objects.filter(act="批量办理", outcome="refused").count() == 2
    assert "已认领 2 条" in signed_in(user).post("/bulk/", told).content.decode()
    assert Act.objects.filter(by=user).count() == 2


def test_bulk_dispatch_goes_to_each_own_township(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alerts = [open_alert(desk_home, place) for place in range(5)]
    signed_in(account("reviewer")).post("/bulk/", {"kind": "dispatch", "alert_id": [one.pk for one in alerts]})
    for one in alerts:
        assert Alert.objects.get(pk=one.pk).sent_to == one.township


@pytest.mark.parametrize("role", ["clerk", "author", "auditor", "administrator"])
def test_roles_that_claim_nothing_claim_nothing_in_bulk(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], role: str
) -> None:
    alert = open_alert(desk_home)
    user = account(role, division=alert.township)
    assert signed_in(user).post("/bulk/", {"kind": "claim", "alert_id": [alert.pk]}).status_code == 403
    assert not Act.objects.exists()


def test_bulk_dispatch_goes_to_the_township_that_was_chosen(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert = open_alert(desk_home)
    other = Alert.objects.exclude(township__in=("", alert.township)).order_by("township").first()
    signed_in(account("reviewer")).post("/bulk/", {"kind": "dispatch", "to": other.township, "alert_id": [alert.pk]})
    assert Alert.objects.get(pk=alert.pk).sent_to == other.township


def test_dispatch_offers_the_townships_of_the_own_list(
    account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    take_in(night(row("A1"), row("A2", township=OTHER, division_code=OTHER + "001")))
    page = signed_in(account()).get("/alerts/A1/acts/").content.decode()
    assert (page.count(f'<option value="{TOWN}">'), page.count(f'<option value="{OTHER}">')) == (1, 1)
    own = signed_in(account("reviewer", division=TOWN)).get("/alerts/A1/acts/").content.decode()
    assert (own.count(f'<option value="{TOWN}">'), own.count(f'<option value="{OTHER}">')) == (1, 0)
    clerk = signed_in(account("clerk", division=TOWN)).get("/alerts/A1/acts/").content.decode()
    assert "townships" not in clerk
