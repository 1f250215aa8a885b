"""Parts of a case: income and its sum, pictures, what an identity rests on; and the file that is kept open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from review.models import Alert, User
from review.pipeline.case import case_of
from review.pipeline.family import family_svg
from review.pipeline.home import NothingPublishedError, published
from review.pipeline.income import income
from tests.review.cases import asked, one_of

pytestmark = pytest.mark.django_db
Account, SignedIn = Callable[..., User], Callable[[User], Client]


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
                assert drawn == (200 if "分量（比特）" in text else 404)
                weighed, plain = weighed + (drawn == 200), plain + (drawn == 404)
    assert weighed > 0
    assert plain > 0
    assert client.get(f"/alerts/{alert.pk}/identity/99/0/").status_code == 404


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
