"""A desk that answers requests at once, in a folder of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from review.models import User
from review.requests import starting
from review.requests.answering import answer
from tests.conftest import SmallCity
from tests.flows.verify.asked_again import HEADERS, requested

Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, small_city: SmallCity, tmp_path: Path) -> Iterator[None]:
    """Files of requests lie in the test's own folder; the home is read only. What the process masks is put back."""
    settings.DESK = replace(settings.DESK, home=small_city.whole.home, folder=tmp_path / "review")
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def text(small_city: SmallCity) -> pl.DataFrame:
    """Two households, with the headers of the form."""
    every = requested(small_city.whole)
    two = every["request_no"].unique(maintain_order=True)[:2]
    return every.filter(pl.col("request_no").is_in(two.implode())).rename({n: HEADERS[n] for n in every.columns})


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Upload, with the process run to its end at once."""
    monkeypatch.setattr(starting, "start", answer)

    def post(client: Client, data: bytes | str, name: str = "请求.csv") -> Any:
        file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/verify/upload/", {"file": file})

    return post


@pytest.fixture
def reviewer(account: Callable[..., User], signed_in: Browser) -> Client:
    return signed_in(account("reviewer", "r1"))
