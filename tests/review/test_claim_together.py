"""Twenty people at once: exactly one owns an alert, and each other is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from review.bringing import bring_in
from review.models import Act, Alert, User
from review.refusals import RefusedError
from review.work.acting import act

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def log_may_be_emptied(transactional_db: None) -> object:
    """Whoever ends a test of this kind empties every table; PostgreSQL's trigger refuses that even for an empty log."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE review_entry DISABLE TRIGGER entry_refused")


@pytest.mark.parametrize("seen", [True, False])
def test_exactly_one_of_twenty_wins(desk_home: Path, account: Callable[..., User], seen: bool) -> None:
    bring_in(desk_home)
    alert = Alert.objects.filter(shown=True).order_by("pk")[0]
    people = [account("reviewer") for _ in range(20)]
    start, won, lost = threading.Barrier(len(people)), [], []

    def claim(user: User) -> None:
        start.wait()
        try:
            with transaction.atomic():
                act(user, "claim", alert.pk, {}, version=alert.version if seen else None)
            won.append(user)
        except RefusedError as why:
            lost.append(str(why))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 19)
    assert Alert.objects.get(pk=alert.pk).owner == won[0]
    assert Act.objects.get().by == won[0]
    assert all("认领" in why for why in lost)
