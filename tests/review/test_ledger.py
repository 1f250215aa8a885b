"""The log is a chain: what is changed, taken out, put in or cut off shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from review import ledger
from review.append_only import unprotect
from review.models import Entry, Head, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten(account: Callable[..., User]) -> None:
    user = account()
    for number in range(10):
        ledger.write(user, "看预警", [("alert", f"A{number}")], details={"n": number})


def _forced(statement: str, *values: object) -> None:
    """As somebody with the database's file in their hands would."""
    unprotect()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_whole_chain_has_no_fault(ten: None) -> None:
    assert ledger.faults() == []
    assert Entry.objects.count() == 10


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_entry SET subject = 'A99' WHERE seq = 4",
        "UPDATE review_entry SET account = 'x' WHERE seq = 10",
        "DELETE FROM review_entry WHERE seq = 4",
        "DELETE FROM review_entry WHERE seq = 10",
        "UPDATE review_entry SET seq = seq + 100 WHERE seq = 3",
    ],
)
def test_what_was_tampered_with_shows(ten: None, statement: str) -> None:
    _forced(statement)
    assert ledger.faults() != []


def test_cut_off_chain_shows_against_its_kept_end(ten: None) -> None:
    kept = ledger.head()
    _forced("DELETE FROM review_entry WHERE seq > 7")
    last = Entry.objects.get(seq=7)
    Head.objects.update(seq=7, hash=last.hash)
    assert ledger.faults() == []
    assert ledger.faults([kept]) != []


@pytest.mark.parametrize("statement", ["UPDATE review_entry SET act = 'x'", "DELETE FROM review_entry"])
def test_database_itself_refuses_a_change(ten: None, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_parts_cannot_be_moved_from_one_column_into_the_next() -> None:
    row = dict.fromkeys(ledger._COVERED, "")
    assert ledger.digest(row | {"act": "ab", "outcome": "c"}) != ledger.digest(row | {"act": "a", "outcome": "bc"})
