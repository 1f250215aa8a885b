"""Need signals are on every page, each alert once, in one order; the copy in memory is never behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from review.access import seen_by
from review.bringing import take_in
from review.listing import kept
from review.listing.order import BLOCK, RESERVED, rows_between
from review.listing.scope import Scope, load, rows_of
from review.models import Alert, User
from tests.review.invented import NIGHT, OTHER, TOWN, night, row

pytestmark = pytest.mark.django_db
TODAY = NIGHT + timedelta(days=1)


@examples(deadline=None)
@given(st.lists(st.booleans(), max_size=260), st.sampled_from([1, 7, 10, 50]))
def test_pages_hold_each_row_once_and_a_share_of_need_signals(needs: list[bool], size: int) -> None:
    need = np.array(needs, dtype=np.bool_)
    pages = [rows_between(need, start, start + size) for start in range(0, len(needs) + size, size)]
    rows = [one for page in pages for one in page]
    assert sorted(rows) == list(range(len(needs)))
    assert rows == rows_between(need, 0, len(needs))
    for which in (True, False):
        kind = [one for one in rows if needs[one] is which]
        assert kind == sorted(kind)
    left = sum(needs)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        signals = sum(needs[one] for one in block)
        assert signals >= min(RESERVED, left)
        assert block == sorted(block)
        left -= signals


@examples(deadline=None)
@given(st.lists(st.booleans(), max_size=200))
def test_urgency_alone_decides_where_it_keeps_the_share(needs: list[bool]) -> None:
    order = [flag for chunk in needs for flag in (True, chunk, False, True, False, True, False, chunk, False, False)]
    assert rows_between(np.array(order, dtype=np.bool_), 0, len(order)) == list(range(len(order)))


@pytest.fixture
def keeping(settings: Any) -> None:
    settings.DESK_LIST_KEPT = True
    kept.forget()


def act(number: str, **changes: Any) -> None:
    told = {"version": F("version") + 1, "touched_at": timezone.now()} | changes
    assert Alert.objects.filter(pk=number).update(**told) == 1


def state(user: User) -> tuple[Any, ...]:
    return _told(kept.scope_of(user, TODAY))


def afresh(user: User) -> Scope:
    return load(rows_of(user), user.division, TODAY)


def choices(scope: Scope) -> dict[str, tuple[Any, ...]]:
    """Filters: values, labels, and which row has which."""
    return {name: (one.values, one.labels, one.codes.tolist()) for name, one in scope.columns.items()}


def _told(scope: Any) -> tuple[Any, ...]:
    return (scope.ids, scope.stage.tolist(), scope.owner.tolist(), scope.here.tolist(), scope.of_household)


def test_copy_follows_every_act_and_every_night(keeping: None, account: Callable[..., User]) -> None:
    take_in(night(*(row(f"A{number}", township=TOWN if number % 2 else OTHER) for number in range(12))))
    users = [account(), account("clerk", division=TOWN), account("supervisor", division="9999")]
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: act("A1", owner=users[0], stage="claimed"),
        lambda: act("A2", sent_to=TOWN, stage="dispatched"),
        lambda: act("A1", owner=None, stage="new", touched_at=timezone.now() - timedelta(hours=3)),
        lambda: act("A3", stage="decided", touched_at=None),
        lambda: [act(f"A{number}", stage="claimed", owner=users[2]) for number in range(12)],
        lambda: act("A2", sent_to="", stage="returned"),
        lambda: take_in(night(*(row(f"A{number}") for number in range(3, 15)), as_of=TODAY)),
        lambda: act("A14", stage="claimed"),
    ]
    for step in steps:
        step()
        for user in users:
            assert state(user) == _told(afresh(user))
            assert choices(kept.scope_of(user, TODAY)) == choices(afresh(user))


def test_alert_sent_elsewhere_is_gone_from_the_clerks_list(keeping: None, account: Callable[..., User]) -> None:
    take_in(night(row("A1", shown=False, held_back="wave"), row("A2")))
    clerk = account("clerk", division=TOWN)
    assert state(clerk)[0] == ["A2"]
    act("A1", sent_to=TOWN, stage="dispatched")
    assert set(state(clerk)[0]) == {"A1", "A2"}
    act("A1", sent_to="", stage="claimed")
    assert state(clerk)[0] == ["A2"]
    assert set(seen_by(clerk).values_list("pk", flat=True)) == {"A2"}


def test_reading_again_is_cheap_while_nothing_was_done(
    keeping: None, account: Callable[..., User], signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(night(*(row(f"A{number}") for number in range(5))))
    browser = signed_in(account())
    assert browser.get("/").status_code == 200

    def again(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(kept, "load", again)
    act("A1", stage="claimed")
    assert "已认领" in browser.get("/").content.decode()
