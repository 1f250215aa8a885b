"""The case page: what it shows, to whom, and what it never shows; its pictures; an alert that is gone; no file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db.models import F
from django.test import Client

from review.bringing import bring_in
from review.models import Alert, Entry, User
from review.pipeline.case import case_of
from review.pipeline.family import family_svg
from review.pipeline.home import NothingPublishedError, published
from review.pipeline.income import income

pytestmark = pytest.mark.django_db
Account, SignedIn = Callable[..., User], Callable[[User], Client]


@pytest.fixture
def brought(desk_home: Path) -> Path:
    bring_in(desk_home)
    return desk_home


def asked(home: Path, sql: str) -> list[dict[str, Any]]:
    with published(home) as file:
        return file.rows(sql)


def one_of(**where: Any) -> Alert:
    found = Alert.objects.filter(shown=True, **where).exclude(township="").order_by("alert_id").first()
    assert found is not None, where
    return found


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
        if alert.person_key:
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


def test_income_comes_to_the_published_sum(brought: Path) -> None:
    """Worked out by hand from the parts for every verified household: the published amount, to the fen."""
    rows = asked(brought, "SELECT household_no FROM verification_items WHERE item = '核对家庭月收入' ORDER BY ALL")
    numbers = list(dict.fromkeys(row["household_no"] for row in rows))[:40]
    told = [income(brought, number, "") for number in numbers]
    assert len(told) > 10
    assert [one.steps[-1][1] for one in told if one] == [one.found for one in told if one]
    assert any(one.parts for one in told if one)
    assert income(brought, numbers[0], "1") is None


def test_pictures_are_whole_and_carry_no_style(brought: Path, account: Account, signed_in: SignedIn) -> None:
    client = signed_in(account("reviewer"))
    alert = one_of(rule_id="CB-07")
    for tail in ("family.svg", "income.svg"):
        answer = client.get(f"/alerts/{alert.pk}/{tail}")
        assert answer["Content-Type"].startswith("image/svg+xml")
        drawn = ElementTree.fromstring(answer.content.decode())
        assert not [
            one for one in drawn.iter() if one.tag.endswith("style") or "style" in one.attrib or "on" in one.attrib
        ]
    part = client.get(f"/alerts/{alert.pk}/income/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "十二个月平均" in part
    assert "<html" in client.get(f"/alerts/{alert.pk}/income/").content.decode()


def test_family_shows_who_is_dead_and_who_does_not_count() -> None:
    def member(relation: str, **more: Any) -> dict[str, Any]:
        told = {"record_no": relation, "relation": relation, "who": "张*", "sex": "男", "age": 40}
        return told | {"dead": False, "counted": True, "about": False} | more

    drawn = family_svg([member("本人", about=True), member("配偶", sex="女"), member("子", who="<b>&"),
                        member("父母", dead=True, counted=False, age=None)])  # fmt: skip
    tree = ElementTree.fromstring(drawn)
    texts = [one.text for one in tree.iter() if one.tag.endswith("text")]
    assert "<b>&" in texts
    assert "父母 · 卒 年龄不详" in texts
    assert drawn.count("stroke-dasharray") == 1
    assert drawn.count("<circle") == 1


def test_identity_is_explained_with_its_weights(brought: Path, account: Account, signed_in: SignedIn) -> None:
    client = signed_in(account("reviewer"))
    weighed, plain = 0, 0
    for alert in Alert.objects.filter(shown=True, confidence="likely").order_by("alert_id")[:6]:
        for fact in case_of(brought, alert.pk, "", False).facts:
            for link in fact["identity"]:
                address = f"/alerts/{alert.pk}/identity/{fact['number']}/{link['place']}"
                answer = client.get(f"{address}/")
                text = answer.content.decode()
                assert answer.status_code == 200
                assert link["method"] in text
                drawn = client.get(f"{address}.svg").status_code
                assert drawn == (200 if "分量(比特)" in text else 404)
                weighed, plain = weighed + (drawn == 200), plain + (drawn == 404)
    assert weighed > 0
    assert plain > 0
    assert client.get(f"/alerts/{alert.pk}/identity/99/0/").status_code == 404


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
    assert "数据已消除(最近一次发现" in signed_in(account("reviewer")).get(f"/alerts/{over.pk}/").content.decode()


def test_without_a_file_the_page_still_stands(
    brought: Path, account: Account, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    alert = one_of(rule_id="CB-07")
    settings.DESK = replace(settings.DESK, home=tmp_path)
    client = signed_in(account("reviewer"))
    page = client.get(f"/alerts/{alert.pk}/")
    assert page.status_code == 200
    assert "请先运行 hedui nightly" in page.content.decode()
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


def test_new_file_is_seen_and_the_old_one_answers_who_still_asks(small_city: Any, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    folder.mkdir()

    def put(home: Path) -> None:
        shutil.copy(home / "warehouse" / "hedui.duckdb", folder / ".new")
        (folder / ".new").replace(folder / "hedui.duckdb")

    put(small_city.after_first.home)
    with published(tmp_path) as before:
        first = before.night
        put(small_city.whole.home)
        with published(tmp_path) as after:
            assert after.night > first
            assert after.rows("SELECT current_setting('TimeZone') AS zone") == [{"zone": "Asia/Shanghai"}]
        assert before.night == first
    (folder / "hedui.duckdb").unlink()
    with pytest.raises(NothingPublishedError), published(tmp_path):
        pass
