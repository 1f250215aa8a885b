"""The case page: what it shows, to whom, and what it never shows; its pictures; an alert that is gone; no file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from review.models import Alert, Entry, User
from review.pipeline.case import case_of
from tests.review.cases import asked, one_of

pytestmark = pytest.mark.django_db
Account, SignedIn = Callable[..., User], Callable[[User], Client]


def test_every_shown_alert_has_its_page_without_a_whole_name_or_number(
    brought: Path, account: Account, signed_in: SignedIn
) -> None:
    client = signed_in(account("supervisor"))
    people = asked(brought, "SELECT name, id_number FROM persons")
    numbers = {row["id_number"] for row in people if row["id_number"]}
    names = {row["name"] for row in people if row["name"] and len(row["name"]) > 2}
    firsts = {alert.rule_id: alert for alert in Alert.objects.filter(shown=True).order_by("-alert_id")}
    assert len(firsts) > 20
    for alert in firsts.values():
        answer = client.get(f"/alerts/{alert.pk}/")
        text = answer.content.decode()
        assert answer.status_code == 200, alert.rule_id
        assert alert.rule_title in text
        assert ("第" in text and "行" in text) or "整张表" in text, alert.rule_id
        assert not {number for number in numbers if number in text}, alert.rule_id
        assert not {name for name in names if name in text}, alert.rule_id
        assert "no-store" in answer["Cache-Control"]


def test_look_is_logged_with_alert_and_household(brought: Path, account: Account, signed_in: SignedIn) -> None:
    alert = one_of(rule_id="CB-07")
    signed_in(account("reviewer")).get(f"/alerts/{alert.pk}/")
    told = set(Entry.objects.filter(act="看预警").values_list("subject_kind", "subject", "outcome"))
    assert told == {("alert", alert.pk, "done"), ("household", alert.household_no, "done")}


@pytest.mark.parametrize("role", ["author", "auditor", "administrator"])
def test_other_roles_see_no_case(brought: Path, account: Account, signed_in: SignedIn, role: str) -> None:
    alert = one_of(rule_id="CB-07")
    client = signed_in(account(role))
    for tail in ("", "family.svg", "income/", "income.svg", "identity/0/0/", "identity/0/0.svg"):
        answer = client.get(f"/alerts/{alert.pk}/{tail}")
        assert answer.status_code == 403, tail
        assert alert.explanation not in answer.content.decode()
    assert Entry.objects.filter(outcome="refused").count() == 6


TAILS = ("", "family.svg", "income/", "income.svg", "identity/1/0/", "identity/1/0.svg")


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk"])
def test_another_place_is_not_there(brought: Path, account: Account, signed_in: SignedIn, role: str) -> None:
    alert = one_of(rule_id="CB-07")
    other = Alert.objects.exclude(township__in=("", alert.township)).order_by("township").values("township")[0]
    client = signed_in(account(role, division=other["township"]))
    missing = client.get("/alerts/A00000000000000000000/")
    for tail in TAILS:
        answer = client.get(f"/alerts/{alert.pk}/{tail}")
        assert answer.status_code == 404, tail
        assert _told(answer) == _told(missing)


def _told(answer: Any) -> str:
    """What stands between the tags; tokens in attributes differ each time."""
    return re.sub(r"<[^>]*>", "", answer.content.decode())


def fields(home: Path, alert: Alert, township: bool) -> dict[str, set[str]]:
    told = case_of(home, alert.pk, alert.township, township)
    return {
        name: {key for row in rows for key in row}
        for name in ("households", "members", "facts", "events")
        if (rows := getattr(told, name))
    } | {"alert": set(told.alert), "verified": set() if told.verified is None else {"verified"}}


def test_what_each_role_may_read(brought: Path) -> None:
    """The snapshot: fields that a reviewer gets and a township does not, and the other way round."""
    alert = one_of(rule_id="CB-07")
    all_, township = fields(brought, alert, False), fields(brought, alert, True)
    fewer = {name: all_[name] - township.get(name, set()) for name in all_}
    assert fewer["households"] == {"declared_income_yuan_month", "declared_deposits_yuan"}
    assert fewer["members"] == {"declared_income_yuan_month"}
    assert fewer["verified"] == {"verified"}
    assert fewer["alert"] >= {"explanation", "changed_since_last", "seen_change", "evidence_fingerprint", "person_key"}
    assert township["households"] - all_["households"] == {"address"}
    assert not {"name", "id_number", "phone", "birth_date", "bank_account"} & set().union(*all_.values())


def test_township_reads_no_income_medical_or_bank_line(brought: Path, account: Account, signed_in: SignedIn) -> None:
    """Over every alert of every rule: departments and tables of its facts, and the parts it is refused."""
    departments, kept = set(), 0
    rows = Alert.objects.filter(shown=True).exclude(township="").order_by("alert_id")
    for alert in {(one.rule_id, one.level): one for one in rows}.values():
        told = case_of(brought, alert.pk, alert.township, True)
        kept += told.kept
        assert told.verified is None
        assert told.others == []
        if alert.confidence == "certain" and alert.person_key:  # of an unsure link the person may be nobody's yet
            assert any(one["about"] for one in (*told.members, *told.people)), alert.rule_id
        departments |= {one["source_table"] for one in told.facts}
        if alert.township_text != alert.explanation:
            assert (told.facts, told.parameters) == ([], [])
    assert kept > 0
    assert "civil_affairs.households" in departments
    assert not [name for name in departments if name.startswith(("medical_", "human_", "exchange"))]
    assert not departments & {"civil_affairs.payments", "civil_affairs.benefits", "civil_affairs.disabilities"}

    found = rows.exclude(township_text=F("explanation")).first()
    assert found is not None
    alert = found
    client = signed_in(account("clerk", division=alert.township))
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert alert.township_text in page
    assert alert.explanation not in page
    assert 'id="income"' not in page
    for tail in TAILS[2:]:
        assert client.get(f"/alerts/{alert.pk}/{tail}").status_code == 404, tail


def test_alert_gone_from_the_file_shows_what_the_desk_kept(
    brought: Path, account: Account, signed_in: SignedIn
) -> None:
    kept = one_of(rule_id="CB-07")
    gone = Alert.objects.create(
        **(Alert.objects.filter(pk=kept.pk).values()[0] | {"alert_id": "A00000000000000000001"})
    )
    page = signed_in(account("reviewer")).get(f"/alerts/{gone.pk}/").content.decode()
    assert "已没有这条预警" in page
    assert gone.explanation in page
    assert kept.pk in page


def test_resolved_alert_says_so(brought: Path, account: Account, signed_in: SignedIn) -> None:
    over = Alert.objects.filter(life="resolved").order_by("alert_id").first()
    assert over is not None
    assert "数据已消除（最近一次发现" in signed_in(account("reviewer")).get(f"/alerts/{over.pk}/").content.decode()


@pytest.mark.parametrize(("days", "told"), [(-1, "已逾期"), (0, "今天到期"), (3, "还有 3 天")])
def test_deadline_is_counted_from_today(
    brought: Path, account: Account, signed_in: SignedIn, days: int, told: str
) -> None:
    alert = one_of(rule_id="CB-07")
    day = timezone.localdate() + timedelta(days=days)
    Alert.objects.filter(pk=alert.pk).update(close_by=day, respond_by=None, overdue=0, stage="new")
    assert told in signed_in(account("reviewer")).get(f"/alerts/{alert.pk}/").content.decode()


def test_without_a_file_the_page_still_stands(
    brought: Path, account: Account, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    alert = one_of(rule_id="CB-07")
    settings.DESK = replace(settings.DESK, home=tmp_path)
    client = signed_in(account("reviewer"))
    page = client.get(f"/alerts/{alert.pk}/")
    assert page.status_code == 200
    assert "读不到已发布的数据" in page.content.decode()
    assert str(tmp_path) not in page.content.decode()  # where the machine keeps it is not for staff
    assert str(tmp_path) not in client.get("/numbers/").content.decode()
    assert alert.explanation in page.content.decode()
    assert client.get(f"/alerts/{alert.pk}/family.svg").status_code == 503


def test_hostile_texts_stand_as_text(brought: Path, account: Account, signed_in: SignedIn) -> None:
    alert = one_of(rule_id="CB-07")
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=1>"
    Alert.objects.filter(pk=alert.pk).update(who=hostile[:80], place=hostile, explanation=hostile, change=hostile)
    page = signed_in(account("reviewer")).get(f"/alerts/{alert.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
    for path in ("%3Cscript%3E", "A1'--", "..%2f", "A" * 500):
        answer = signed_in(account("reviewer", username=f"r{len(path)}{path[1]}x")).get(f"/alerts/{path}/")
        assert answer.status_code == 404
        assert "<script>" not in answer.content.decode().replace("<script src", "")
