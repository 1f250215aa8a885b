"""Opening names: with a reason, counted, logged, on one answer only; refused over the cap and outside one's place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from review import unmasking
from review.bringing import bring_in
from review.models import Alert, Entry, User
from review.pipeline.home import published
from review.pipeline.unmask import concerned

pytestmark = pytest.mark.django_db
Account, SignedIn = Callable[..., User], Callable[[User], Client]
REASON = {"code": "verify", "words": "核实家庭成员的身份和住址"}


@pytest.fixture
def alert(desk_home: Path) -> Alert:
    bring_in(desk_home)
    return households()[0]


def households() -> list[Alert]:
    """One shown alert of each of some households."""
    rows = Alert.objects.filter(shown=True).exclude(household_no="").exclude(township="").order_by("alert_id")
    return list({row.household_no: row for row in reversed(rows)}.values())[::-1]


def people_of(home: Path, household_no: str) -> list[dict[str, Any]]:
    with published(home) as file:
        return file.rows(
            "SELECT DISTINCT persons.*, member.phone FROM persons JOIN fact.member USING (person_key) "
            "WHERE member.household_no = ?",
            [household_no],
        )


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk"])
def test_names_are_shown_once_and_logged_without_them(
    alert: Alert, desk_home: Path, account: Account, signed_in: SignedIn, role: str
) -> None:
    user = account(role, division=alert.township)
    client = signed_in(user)
    answer = client.post(f"/alerts/{alert.pk}/unmask/", REASON)
    page, people = answer.content.decode(), people_of(desk_home, alert.household_no)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert people
    for one in people:
        assert one["name"] in page
        assert not one["id_number"] or one["id_number"] in page
        assert not one["phone"] or one["phone"] in page
    after = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert not [one["id_number"] for one in people if one["id_number"] and one["id_number"] in after]
    entries = list(Entry.objects.filter(act="打开姓名"))
    assert {(one.subject_kind, one.subject) for one in entries} >= {
        ("alert", alert.pk),
        ("household", alert.household_no),
    }
    assert {one.subject for one in entries if one.subject_kind == "person"} >= {one["person_key"] for one in people}
    told = json.loads(entries[0].details)
    assert (told["code"], told["why"]) == ("verify", REASON["words"])
    everything = "".join(f"{one.subject}{one.details}" for one in Entry.objects.all())
    assert not [one["name"] for one in people if one["name"] in everything]


@pytest.mark.parametrize(
    "said",
    [{}, {"code": "verify"}, {"code": "verify", "words": "短"}, {"code": "verify", "words": " 一 二 三" + " " * 30},
     {"code": "other", "words": REASON["words"]}],
)  # fmt: skip
def test_without_a_reason_nothing_is_opened(
    alert: Alert, desk_home: Path, account: Account, signed_in: SignedIn, said: dict[str, str]
) -> None:
    answer = signed_in(account("reviewer")).post(f"/alerts/{alert.pk}/unmask/", said)
    assert answer.status_code == 422
    assert not [one for one in people_of(desk_home, alert.household_no) if one["name"] in answer.content.decode()]
    assert not Entry.objects.filter(subject_kind="person").exists()
    assert Entry.objects.get().outcome == "refused"


def test_cap_is_counted_by_person_and_staff_number(
    alert: Alert, desk_home: Path, account: Account, signed_in: SignedIn, settings: Any
) -> None:
    several = [
        (one, concerned(desk_home, one.pk, "")) for one in households()
        if one.household_no
    ]  # fmt: skip
    (first, mine), (second, theirs) = [(one, named) for one, named in several if named and len(named.keys) > 1][:2]
    settings.DESK = replace(settings.DESK, unmask_per_day=len(mine.keys) + len(theirs.keys) - 1)
    user, same = account("reviewer", staff_no="1001"), account("supervisor", staff_no="1001")
    assert signed_in(user).post(f"/alerts/{first.pk}/unmask/", REASON).status_code == 200
    assert unmasking.left_today(same) == len(theirs.keys) - 1
    again = signed_in(user).post(f"/alerts/{first.pk}/unmask/", REASON)
    assert again.status_code == 200, "the same people once more cost nothing"
    for one in (user, same):
        over = signed_in(one).post(f"/alerts/{second.pk}/unmask/", REASON)
        assert over.status_code == 429
        assert "上限" in over.content.decode()
        assert not [row for row in people_of(desk_home, second.household_no) if row["name"] in over.content.decode()]
    assert signed_in(account("reviewer", staff_no="2")).post(f"/alerts/{second.pk}/unmask/", REASON).status_code == 200


def test_yesterday_does_not_count(alert: Alert, account: Account, signed_in: SignedIn) -> None:
    user = account("reviewer")
    signed_in(user).post(f"/alerts/{alert.pk}/unmask/", REASON)
    assert unmasking.opened_today(user)
    old = Entry(seq=9000, at="2020-01-01T09:00:00.000+08:00", account=user.username, staff_no=user.staff_no,
                role=user.role, act=unmasking.ACT, outcome="done", subject_kind="person", subject="PX", details="{}",
                before="", hash="")  # fmt: skip
    Entry.objects.bulk_create([old])
    assert "PX" not in unmasking.opened_today(user)


@pytest.mark.parametrize("role", ["author", "auditor", "administrator"])
def test_other_roles_are_refused_and_logged(alert: Alert, account: Account, signed_in: SignedIn, role: str) -> None:
    assert signed_in(account(role)).post(f"/alerts/{alert.pk}/unmask/", REASON).status_code == 403
    assert (Entry.objects.get().act, Entry.objects.get().outcome) == ("打开姓名", "refused")


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk"])
def test_another_place_is_not_there(alert: Alert, account: Account, signed_in: SignedIn, role: str) -> None:
    other = Alert.objects.exclude(township__in=("", alert.township)).order_by("township").values("township")[0]
    client = signed_in(account(role, division=other["township"]))
    assert client.post(f"/alerts/{alert.pk}/unmask/", REASON).status_code == 404
    assert not Entry.objects.filter(subject_kind="person").exists()


def test_names_are_not_opened_by_an_address(alert: Alert, account: Account, signed_in: SignedIn) -> None:
    assert signed_in(account("reviewer")).get(f"/alerts/{alert.pk}/unmask/", REASON).status_code == 405


def test_number_typed_into_a_reason_is_masked_in_the_log(alert: Alert, account: Account, signed_in: SignedIn) -> None:
    words = "核对 11010519491231002X 的联系电话 13800138000"
    signed_in(account("reviewer")).post(f"/alerts/{alert.pk}/unmask/", {"code": "contact", "words": words})
    told = "".join(Entry.objects.values_list("details", flat=True))
    assert "核对" in told
    assert "11010519491231002X" not in told
    assert "13800138000" not in told


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_pass_the_cap(
    desk_home: Path, account: Account, signed_in: SignedIn, settings: Any
) -> None:
    bring_in(desk_home)
    settings.DESK = replace(settings.DESK, unmask_per_day=3)
    user = account("reviewer", staff_no="a 88")
    people = [user, account("supervisor", staff_no="Ａ８８"), account("reviewer", staff_no="A88 ")]
    codes: list[int] = []

    def open_(alert: Alert, number: int) -> None:
        codes.append(signed_in(people[number % 3]).post(f"/alerts/{alert.pk}/unmask/", REASON).status_code)
        connection.close()

    homes = households()
    threads = [Thread(target=open_, args=(homes[number % len(homes)], number)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) == {200, 429}
    assert 0 < len(unmasking.opened_today(user)) <= 3


def test_cap_is_counted_by_index_however_long_the_log(account: Account) -> None:
    """On PostgreSQL it was looked at by hand, with 200,000 entries: it chooses by statistics that no test table has."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's plan does not depend on what the table holds; PostgreSQL's does")
    plan = unmasking.opened_of(account()).explain()
    assert "opened_by_account" in plan
    assert "opened_by_staff" in plan
