"""Stale tabs and double clicks: the one is told what changed, the other makes one act."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from review.models import Act, Alert, User
from tests.review.working import SAID, doing, open_alert, send

pytestmark = pytest.mark.django_db


def test_stale_tab_is_refused_and_told_who_did_what(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    seen, user = open_alert(desk_home), account("reviewer")
    doing(account("reviewer", "li.si", name="李四"), "claim", seen)
    answer = send(signed_in(user), seen, "step", seen=seen, **SAID["step"])
    assert answer.status_code == 409
    assert "李四" in answer.content.decode()
    assert "认领" in answer.content.decode()
    assert Act.objects.filter(by=user).count() == 0


@pytest.mark.parametrize("kind", ["claim", "step", "decide"])
def test_page_from_before_the_night_is_refused(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], kind: str
) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    old = Alert(pk=alert.pk, version=alert.version, evidence_fingerprint="0" * 32)
    answer = send(signed_in(user), alert, kind, seen=old, **SAID[kind])
    assert answer.status_code == 409
    assert "证据已有变化" in answer.content.decode()


def test_double_click_makes_one_act(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    number = str(uuid4())
    answers = [send(signed_in(user), alert, "claim", seen=alert, number=number) for _ in range(3)]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, f"/alerts/{alert.pk}/")}
    assert Act.objects.count() == 1
    assert Alert.objects.get(pk=alert.pk).version == alert.version + 1


def test_number_of_another_form_is_not_taken(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert, number = open_alert(desk_home), str(uuid4())
    send(signed_in(account("reviewer")), alert, "claim", number=number)
    assert send(signed_in(account("reviewer")), alert, "step", number=number, **SAID["step"]).status_code == 409
    assert Act.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"version": "x"}, {"number": "1"}, {"version": "-1"}, {"evidence": ""}])
def test_form_with_pieces_missing_is_refused(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], wrong: dict[str, str]
) -> None:
    alert = open_alert(desk_home)
    answer = send(signed_in(account("reviewer")), alert, "claim", **wrong)
    assert answer.status_code in (400, 409)
    assert not Act.objects.exists()
