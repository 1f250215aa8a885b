"""The work list of a published night."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client

from review import ledger
from review.bringing import bring_in
from review.models import Alert, Entry, User

pytestmark = pytest.mark.django_db


def test_night_is_brought_in_once_and_again(desk_home: Path) -> None:
    first, second = bring_in(desk_home), bring_in(desk_home)
    assert first.added == first.total == Alert.objects.count() > 0
    assert (second.added, second.changed) == (0, 0)


def test_list_shows_the_alerts_and_logs_the_look(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    bring_in(desk_home)
    answer = signed_in(account("reviewer")).get("/")
    assert answer.status_code == 200
    assert Entry.objects.get().act == "看工作列表"


def test_nothing_is_shown_if_it_cannot_be_logged(
    desk_home: Path,
    account: Callable[..., User],
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_in(desk_home)

    def full(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(ledger, "write", full)
    answer = signed_in(account("reviewer")).get("/")
    assert answer.status_code == 503
    assert Alert.objects.filter(shown=True).first().explanation not in answer.content.decode()
