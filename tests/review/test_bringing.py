"""A night is brought in whole or not at all, again without harm, never an older one, and quickly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from review import bringing
from review.bringing import OlderNightError, bring_in, take_in
from review.models import Alert, Night, User
from review.pipeline import alerts as reading
from review.pipeline.masks import mask_name, mask_text
from tests.review.invented import NIGHT, night, row

pytestmark = pytest.mark.django_db
NEXT = NIGHT + timedelta(days=1)


def test_unchanged_run_is_not_read_again(desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bring_in(desk_home)
    assert first.added == first.total == Alert.objects.count() > 0

    def read(_: Path) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(bringing, "alerts_published", read)
    again = bring_in(desk_home)
    assert (again.added, again.changed, again.total) == (0, 0, first.total)
    assert Night.objects.count() == 1


def test_run_that_was_read_in_another_way_is_brought_in_again(desk_home: Path) -> None:
    bring_in(desk_home)
    Night.objects.update(shape="older program")
    Alert.objects.update(township_name="", digest="x")
    bring_in(desk_home)
    assert Alert.objects.exclude(township="").filter(township_name="").count() == 0


def test_only_changes_are_written_and_work_of_staff_stays(account: Callable[..., User]) -> None:
    take_in(night(row("A1"), row("A2"), row("A3", shown=False)))
    before = {alert.alert_id: alert for alert in Alert.objects.all()}
    Alert.objects.filter(pk="A1").update(owner=account(), stage="claimed", version=3, sent_to="999901001")
    told = take_in(night(row("A1", explanation="新的说明"), row("A2"), row("A3"), row("A4"), as_of=NEXT))
    assert (told.added, told.changed, told.total) == (1, 2, 4)
    first, second, third = (Alert.objects.get(pk=number) for number in ("A1", "A2", "A3"))
    assert (first.explanation, first.stage, first.version, first.sent_to) == ("新的说明", "claimed", 3, "999901001")
    assert first.owner is not None
    assert first.appeared_at == before["A1"].appeared_at
    assert second.brought_at == before["A2"].brought_at
    assert before["A3"].appeared_at is None
    assert third.appeared_at == told.brought_at


def test_alert_gone_from_the_file_leaves_the_list_and_comes_back() -> None:
    take_in(night(row("A1"), row("A2", shown=False, held_back="wave")))
    take_in(night(row("A3"), as_of=NEXT))
    assert set(Alert.objects.filter(shown=True).values_list("pk", flat=True)) == {"A3"}
    assert Alert.objects.get(pk="A2").held_back == ""
    take_in(night(row("A1"), row("A3"), as_of=NEXT, run="r2"))
    assert Alert.objects.get(pk="A1").shown


def test_empty_night_empties_the_list() -> None:
    take_in(night(row("A1")))
    assert take_in(night(as_of=NEXT)).total == 0
    assert not Alert.objects.filter(shown=True).exists()


def test_older_night_is_refused_with_a_sentence(desk_home: Path) -> None:
    future = date(2031, 1, 1)
    take_in(night(row("A1"), as_of=future))
    with pytest.raises(OlderNightError, match="工作台已有 2031-01-01 夜"):
        bring_in(desk_home)
    with pytest.raises(OlderNightError):
        take_in(night(row("A9")))
    with pytest.raises(CommandError, match="没有带入"):
        call_command("bring_in")
    assert list(Alert.objects.values_list("pk", flat=True)) == ["A1"]


def test_import_that_breaks_off_leaves_the_night_before(monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(night(*(row(f"A{number}") for number in range(5))))
    monkeypatch.setattr(bringing, "_PORTION", 1)
    whole = bringing._portions_of

    def torn(values: Any, size: int) -> Any:
        for number, some in enumerate(whole(values, size)):
            if number == 3:
                raise DatabaseError("killed")
            yield some

    monkeypatch.setattr(bringing, "_portions_of", torn)
    with pytest.raises(DatabaseError):
        take_in(night(*(row(f"A{number}", explanation="新") for number in range(5)), as_of=NEXT))
    assert not Alert.objects.filter(explanation="新").exists()
    assert Night.objects.count() == 1


@examples(deadline=None)
@given(st.lists(st.text(alphabet="0123456789０１３９x王 -'\u200b\ufeff", max_size=30), min_size=1, max_size=20))
def test_texts_are_masked_as_one_by_one(texts: list[str]) -> None:
    frame = pl.DataFrame(dict.fromkeys(("who", *reading._TEXTS), texts))
    masked = reading.masked(frame)
    assert masked["who"].to_list() == [mask_name(text) for text in texts]
    for name in reading._TEXTS:
        assert masked[name].to_list() == [mask_text(text) for text in texts]
