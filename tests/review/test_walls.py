"""Doors that go round an alert: who looked, colleagues, records of others, typed numbers, the list that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from review.listing import kept
from review.models import Act, Alert, Entry, User
from review.pages.identity import pairs_of
from review.pipeline.home import published
from review.refusals import RefusedError
from review.work.judging import judge
from tests.review.working import doing, open_alert, send

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]
HERE, THERE = "999901001", "999902002"
NUMBER = "11010519491231002X"


def plain(answer: Any) -> tuple[int, str]:
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def number_in(home: Path, division: str) -> str:
    """A whole number of somebody of a household there, and of no household elsewhere."""
    with published(home) as file:
        rows = file.rows(
            "SELECT min(persons.id_number) AS number FROM fact.member "
            "INNER JOIN fact.household USING (household_no) INNER JOIN persons USING (person_key) "
            "GROUP BY member.person_key HAVING bool_and(starts_with(household.division_code, $1)) "
            "AND min(length(persons.id_number)) = 18 ORDER BY ALL LIMIT 1",
            [division],
        )
    return str(rows[0]["number"])


def test_number_of_somebody_elsewhere_is_answered_like_one_that_nobody_has(
    brought: Path, account: Make, signed_in: Sign
) -> None:
    browser = signed_in(account("supervisor", division=HERE))
    assert browser.post("/looked/", {"who": number_in(brought, HERE)}).status_code == 302
    before = Entry.objects.count()
    elsewhere = Alert.objects.filter(township=THERE).exclude(household_no="").order_by("pk")[0]
    nobody = plain(browser.post("/looked/", {"who": NUMBER}))
    for text in (number_in(brought, THERE), elsewhere.household_no, elsewhere.pk):
        assert plain(browser.post("/looked/", {"who": text})) == nobody
    assert nobody[0] == 404
    told = Entry.objects.filter(seq__gt=before).values_list("subject_kind", "subject", "details", "outcome").distinct()
    assert len(told) == 1


def test_account_elsewhere_is_refused_like_one_that_nobody_has(brought: Path, account: Make, signed_in: Sign) -> None:
    alert = open_alert(brought, township=HERE)
    user = account("reviewer", division=HERE)
    account("reviewer", "there", division=THERE)
    account("auditor", "audits")
    doing(user, "claim", alert)
    browser = signed_in(user)
    told = [plain(send(browser, alert, "hand_over", to=name)) for name in ("nobody", "there", "audits")]
    assert told[0] == told[1] == told[2]
    assert Alert.objects.get(pk=alert.pk).owner == user


def test_record_that_the_alert_does_not_rest_on_is_not_sent_back(brought: Path, account: Make, signed_in: Sign) -> None:
    alert, user = open_alert(brought, township=HERE), account("reviewer", division=HERE)
    with published(brought) as file:
        (other,) = file.rows(
            "SELECT source_table, record_no FROM alert_evidence WHERE record_no NOT IN "
            "(SELECT record_no FROM alert_evidence WHERE alert_id = $1 AND record_no IS NOT NULL) ORDER BY ALL LIMIT 1",
            [alert.pk],
        )
    which = f"{other['source_table']}/{other['record_no']}"
    answer = send(signed_in(user), alert, "ticket", which=which, column="", found="面积与登记不一致")
    assert answer.status_code == 409
    assert "只能请部门更正这条预警所依据的记录" in answer.content.decode()
    assert not Act.objects.exists()


def test_pair_is_judged_once_though_two_send_it(brought: Path, account: Make) -> None:
    one, other = account("reviewer"), account("supervisor")
    pair = pairs_of(one)[0]
    judge(one, pair.a, pair.b, "different", "看逐项比对")
    with pytest.raises(RefusedError, match="刚有人判断过"):
        judge(other, pair.b, pair.a, "same", "看逐项比对")
    assert Act.objects.count() == 1


@pytest.mark.parametrize("path", [f"/households/{NUMBER}/", f"/alerts/{NUMBER}/", f"/looked/person/{NUMBER}/"])
def test_number_typed_into_an_address_is_not_logged(brought: Path, account: Make, signed_in: Sign, path: str) -> None:
    assert signed_in(account("supervisor")).get(path).status_code == 404
    entry = Entry.objects.latest("seq")
    assert entry.outcome == "refused"
    assert NUMBER not in entry.subject + entry.details
    assert "110" in entry.details


def test_number_typed_as_an_account_is_not_logged() -> None:
    Client().post("/login/", {"username": NUMBER, "password": "x"})
    entry = Entry.objects.latest("seq")
    assert NUMBER not in entry.account + entry.subject
    assert entry.account.startswith("110")


def test_kept_list_does_not_grow_with_filters_and_is_each_divisions_own(
    brought: Path, account: Make, signed_in: Sign, settings: Any
) -> None:
    settings.DESK_LIST_KEPT = True
    kept.forget()
    try:
        here, there = account("reviewer", division=HERE), account("clerk", division=THERE)
        for user in (here, there, account("supervisor", division=HERE)):
            browser = signed_in(user)
            for number in range(20):
                page = browser.get(f"/?q={number}&township={THERE}&rule=ZJ-{number:02}&tab=held").content.decode()
                assert page.count('<option value="9999') <= 1
        own = [set(place.scope.ids) for key, place in kept._PLACES.items() if key and place.scope]
        assert len(own) == 2
        assert own[0].isdisjoint(own[1])
        assert all(own)
    finally:
        kept.forget()
