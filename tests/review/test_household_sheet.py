"""A household's sheet, and the list of households drawn at random."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from review.bringing import take_in
from review.models import Act, Alert, Entry, User
from review.pipeline.sample import sample_to_review
from tests.review.invented import OTHER, TOWN, night, row

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Account = Callable[..., User]


@pytest.fixture
def sheet() -> None:
    take_in(
        night(
            row("A1", household_no="H1"),
            row("A2", household_no="H1", level=1, sheet_id="D2"),
            row("A3", household_no="H1", shown=False, held_back="wave", held_back_why="按波次后移", sheet_id=""),
            row("A4", household_no="H1", shown=False, sheet_id="D9"),
            row("B1", household_no="H2", township=OTHER),
        )
    )


def test_sheet_has_all_alerts_of_the_household(sheet: None, account: Account, signed_in: Browser) -> None:
    shown = signed_in(account()).get("/households/H1/").content.decode()
    assert [f">{number}<" in shown for number in ("A1", "A2", "A3", "A4", "B1")] == [True, True, True, True, False]
    assert shown.index(">A2<") < shown.index(">A1<") < shown.index("暂缓的 1 条") < shown.index("按波次后移")
    assert "2026-11-21 夜 <b>D2</b>" in shown
    assert "<b>D9</b>" not in shown
    entry = Entry.objects.get()
    assert (entry.act, entry.subject_kind, entry.subject, entry.outcome) == ("看家庭单", "household", "H1", "done")


def test_clerk_reads_the_townships_text_and_nothing_held_back(
    sheet: None, account: Account, signed_in: Browser
) -> None:
    shown = signed_in(account("clerk", division=TOWN)).get("/households/H1/").content.decode()
    assert "乡镇A1" in shown
    for hidden in ("说明A1", ">A3<", ">A4<", "按波次后移"):
        assert hidden not in shown


def test_taken_up_alert_stays_open_on_the_sheet(sheet: None, account: Account, signed_in: Browser) -> None:
    Alert.objects.filter(pk="A3").update(stage="dispatched", sent_to=TOWN)
    shown = signed_in(account()).get("/households/H1/").content.decode()
    assert "未办结 3 条" in shown


@pytest.mark.parametrize("number", ["H2", "H404", "%3Cscript%3E", "H1%2F..", "'; DROP TABLE x"])
def test_another_townships_household_is_as_if_there_were_none(
    number: str, sheet: None, account: Account, signed_in: Browser
) -> None:
    answers = [signed_in(account("clerk", division=TOWN)).get(f"/households/{one}/") for one in (number, "H405")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "没有这一页，或不在您的办理范围内。" in answers[0].content.decode()
    assert "<script>" not in answers[0].content.decode().replace("<script src", "")


def test_sample_is_listed_by_division(desk_home: Path, account: Account, signed_in: Browser) -> None:
    every = sample_to_review(desk_home, "")
    assert every
    shown = signed_in(account()).get("/sample/").content.decode()
    assert all(one["sample_id"] in shown for one in every)
    code = next(one["division_code"] for one in every if one["division_code"])[:9]
    own = signed_in(account(division=code)).get("/sample/").content.decode()
    for one in every:
        assert (one["sample_id"] in own) == one["division_code"].startswith(code)


def test_sample_with_a_result_is_marked(desk_home: Path, account: Account, signed_in: Browser) -> None:
    first, *others = sample_to_review(desk_home, "")
    user = account()
    now = timezone.now()
    told = {"kind": "sample", "by": user, "at": now, "on_day": now.date(), "subject": first["sample_id"]}
    Act.objects.create(source_no=uuid.uuid4(), **told)
    shown = signed_in(user).get("/sample/").content.decode()
    assert shown.count("已记录，待夜间处理") == 1
    assert f"待查 <b>{len(others)}</b> 户" in shown


def test_clerk_has_no_sample(desk_home: Path, account: Account, signed_in: Browser) -> None:
    assert signed_in(account("clerk", division=TOWN)).get("/sample/").status_code == 403
    assert Entry.objects.get().outcome == "refused"
