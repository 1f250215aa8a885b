"""What makes the newest night due again although no manifest changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.settings import Settings, load
from flows.waiting import waiting
from tests.flows.delivered import DAY, Inbox, csv_bytes, rows

NEXT = DAY + timedelta(days=1)
RELEASE = (f"housing.rentals@{NEXT}",)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """An inbox whose first batch was taken: all is well."""
    found = Inbox(tmp_path)
    found.deliver(csv_bytes(rows(60)), rows=60)
    assert found.receive().status == "accepted"
    assert look(found) == []
    return found


def look(inbox: Inbox, until: date = NEXT, release: tuple[str, ...] = ()) -> list[object]:
    """What waits in the inbox."""
    settings: Settings = load(None, inbox=inbox.root / "inbox", home=inbox.lake.home, release=release)
    return waiting(settings, inbox.lake, until)


def test_a_held_delivery_waits_until_it_is_released_and_no_longer(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(10)), NEXT, rows=10)
    assert inbox.receive(NEXT).status == "held"
    assert look(inbox) == []
    assert look(inbox, release=RELEASE) == [["housing.rentals", NEXT, "released"]]
    assert look(inbox, DAY, RELEASE) == []
    assert inbox.receive(NEXT, released=frozenset(RELEASE)).status == "accepted"
    assert look(inbox, release=RELEASE) == look(inbox) == []


def test_a_file_that_never_came_whole_waits_for_another_look(inbox: Inbox) -> None:
    content = csv_bytes(rows(61))
    inbox.deliver(content, NEXT, rows=61)
    file = inbox.folder(NEXT) / "a.csv"
    file.write_bytes(content[:-20])
    assert inbox.receive(NEXT).reason == "sha256"
    cut = look(inbox)
    assert len(cut) == 1
    assert look(inbox) == cut
    assert look(inbox, DAY) == []
    file.unlink()
    gone = look(inbox)
    assert inbox.receive(NEXT).status == "missing"
    assert look(inbox) == gone == [["housing.rentals", NEXT, None]]
    file.write_bytes(content)
    assert look(inbox) not in (cut, gone)
    assert inbox.receive(NEXT).status == "accepted"
    assert look(inbox) == []
    file.touch()
    file.unlink()
    assert look(inbox) == []  # what was taken is never asked for again


def test_what_is_no_plain_file_waits_too(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(61)), NEXT, rows=61)
    file = inbox.folder(NEXT) / "a.csv"
    file.unlink()
    file.symlink_to(inbox.folder() / "a.csv")
    assert inbox.receive(NEXT).reason == "not_a_file"
    assert look(inbox) == [["housing.rentals", NEXT, "no plain file"]]


def test_a_refusal_that_needs_a_higher_revision_does_not_wait(inbox: Inbox) -> None:
    inbox.deliver(csv_bytes(rows(61)), NEXT, rows=999)
    assert inbox.receive(NEXT).reason == "rows"
    assert look(inbox) == []
