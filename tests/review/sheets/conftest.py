"""A desk with three alerts of one township, and its clerk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from review.models import Alert, Night, User
from review.sheets import back as sheets_back
from tests.review.sheets.desk import HERE, Browser, alert


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom these invented alerts concern; no night knows them."""
    monkeypatch.setattr(sheets_back, "names_in", lambda home, ids: dict.fromkeys(ids, ("钱某甲",)))


@pytest.fixture
def night() -> Night:
    return Night.objects.create(
        as_of=date(2026, 11, 21), run_id="r", brought_at=timezone.now(), added=0, changed=0, total=0
    )


@pytest.fixture
def three(night: Night) -> list[Alert]:
    return [alert(number) for number in (1, 2, 3)]


@pytest.fixture
def clerk(account: Callable[..., User], signed_in: Browser) -> Client:
    return signed_in(account("clerk", "c1", division=HERE))


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded workbooks are gone once they are read. A folder of the test's own: other processes read theirs."""
    folder = tmp_path_factory.mktemp("uploads")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.glob("desk-*/sheet.xlsx")) == []
