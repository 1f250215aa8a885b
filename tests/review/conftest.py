"""A desk on a published night: accounts of every role, and the alerts of the bundled small city brought in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from review.append_only import unprotect
from review.models import Head, Role, User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _emptied_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions is emptied by deleting rows, which the log refuses; migrate protects it again."""
    marked = request.node.get_closest_marker("django_db")
    if not (marked and marked.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    Head.objects.get_or_create(pk=1)
    yield
    unprotect()


@pytest.fixture
def account(db: None) -> Callable[..., User]:
    """Make an account: role, and what else differs."""

    def make(role: str = Role.REVIEWER, username: str = "", **more: Any) -> User:
        name = username or f"{role}{User.objects.count() + 1}"
        told = {"name": "某某", "staff_no": name, "role": role, "must_change": False} | more
        return User.objects.create_user(name, password=PASSWORD, **told)

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser of this account."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def desk_home(settings: Any, small_city: Any) -> Path:
    """The desk's home is the session's small city, published; read only."""
    home: Path = small_city.whole.home
    settings.DESK = replace(settings.DESK, home=home)
    return home
