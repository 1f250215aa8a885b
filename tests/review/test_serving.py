"""What a worker of the server does before it answers."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from review import serving
from review.bringing import take_in
from review.listing import kept
from tests.review.invented import night, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the threads that a worker would start; here they are not, and connections stay the test's own."""
    names: list[str] = []

    class Named:
        def __init__(self, *, target: Any, name: str, daemon: bool) -> None:
            assert daemon, target
            self.name = name

        def start(self) -> None:
            names.append(self.name)

    monkeypatch.setattr(serving, "Thread", Named)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    kept.forget()
    return names


def test_worker_has_the_list_before_the_first_request(started: list[str]) -> None:
    take_in(night(row("A1"), row("A2", township="", division_code="")))
    serving.post_worker_init(None)
    assert started == ["list"]
    (place,) = kept._PLACES.values()
    assert place.scope is not None
    assert set(place.scope.ids) == {"A1", "A2"}
    assert place.day == timezone.localdate()


def test_worker_starts_without_its_database_and_says_so(
    started: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(kept, "whole_of", gone)
    with caplog.at_level(logging.WARNING, "review"):
        serving.post_worker_init(None)
    assert started == ["list"]
    assert "数据库没有回答" in caplog.text
    assert "10.0.0.1" not in caplog.text
