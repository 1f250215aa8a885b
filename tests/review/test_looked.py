"""Who looked: by household, alert, person or whole number; within the division; the number is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from review import ledger
from review.bringing import bring_in
from review.models import Alert, Entry, Role, User
from review.pipeline.home import published

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]


@pytest.fixture
def alert(desk_home: Path) -> Alert:
    bring_in(desk_home)
    found = Alert.objects.exclude(household_no="").exclude(township="").order_by("pk").first()
    assert found is not None
    return found


def test_look_at_an_alert_counts_for_its_household_with_its_reason(
    alert: Alert, account: Make, signed_in: Sign
) -> None:
    ledger.write(account("reviewer", username="kan"), "打开姓名", [("alert", alert.pk)], details={"why": "<b>入户"})
    browser = signed_in(account("auditor"))
    for text in (alert.household_no, alert.pk):
        answer = browser.post("/looked/", {"who": text})
        assert answer["Location"] == f"/looked/household/{alert.household_no}/"
    for path in (f"/looked/household/{alert.household_no}/", f"/looked/household/{alert.household_no}/letter/"):
        page = browser.get(path).content.decode()
        assert "打开姓名" in page
        assert "&lt;b&gt;入户" in page


def test_letter_counts_what_a_person_did_in_words_that_one_understands(
    alert: Alert, account: Make, signed_in: Sign
) -> None:
    reader = signed_in(account("reviewer", username="kan"))
    for part in ("", "family.svg", "income.svg", "income/"):
        assert reader.get(f"/alerts/{alert.pk}/{part}").status_code == 200
    asked = signed_in(account("supervisor", username="li"))
    asked.post("/looked/", {"who": alert.household_no})
    path = f"/looked/household/{alert.household_no}/"
    assert "2 人，3 次" in asked.get(path).content.decode()  # the case, the income, and who asked
    letter = asked.get(f"{path}letter/").content.decode()
    assert "共有 1 名工作人员看过，合计 2 次" in letter
    assert "打开预警，看了依据和家庭情况" in letter
    assert "看了收入明细" in letter
    assert "查阅记录<td>" not in letter


def test_whole_number_finds_the_person_and_is_kept_nowhere(
    alert: Alert, desk_home: Path, account: Make, signed_in: Sign
) -> None:
    with published(desk_home) as file:
        row = file.rows(
            "SELECT persons.person_key, persons.id_number FROM fact.member "
            "INNER JOIN persons ON member.person_key = persons.person_key WHERE household_no = ? "
            "AND length(id_number) = 18 ORDER BY ALL",
            [alert.household_no],
        )[0]
    answer = signed_in(account("auditor")).post("/looked/", {"who": row["id_number"]})
    assert answer["Location"] == f"/looked/person/{row['person_key']}/"
    assert not [one for one in Entry.objects.values_list("subject", "details") if row["id_number"] in str(one)]


def test_supervisor_asks_within_the_division_only(alert: Alert, account: Make, signed_in: Sign) -> None:
    own = signed_in(account("supervisor", division=alert.township))
    other = signed_in(account("supervisor", division="320281"))
    path = f"/looked/household/{alert.household_no}/"
    assert own.get(path).status_code == 200
    assert other.get(path).status_code == other.get(f"{path}letter/").status_code == 404
    assert other.post("/looked/", {"who": alert.household_no}).status_code == 404
    assert own.get("/looked/household/<script>/").status_code == own.get("/looked/list/x/").status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CLERK, Role.AUTHOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(role: str, account: Make, signed_in: Sign) -> None:
    more = {"division": "999901001"} if role == Role.CLERK else {}
    assert signed_in(account(role, **more)).get("/looked/").status_code == 403
    assert Entry.objects.get().outcome == "refused"
