"""The queue of pairs: who may judge which, masked, and the judgement that the night takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from review.models import Act, Entry, Role, User
from review.pages.identity import pairs_of
from review.pipeline import identity
from review.pipeline.comparing import compared
from review.pipeline.home import published

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]


def test_reviewer_judges_a_pair_and_gets_the_next(desk_home: Path, account: Make, signed_in: Sign) -> None:
    user = account("reviewer")
    one, following = pairs_of(user)[:2]
    given = {"verdict": "different", "ground": "电话核实", "words": "双方均否认"}
    answer = signed_in(user).post(f"/identity/{one.number}/judge/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/identity/{following.number}/"
    act = Act.objects.get()
    assert (act.kind, act.said["verdict"], {act.said["a"], act.said["b"]}) == ("judge", "different", {one.a, one.b})
    assert one.number not in {pair.number for pair in pairs_of(user)}


def test_page_tells_no_name_and_no_number_and_logs_the_people(desk_home: Path, account: Make, signed_in: Sign) -> None:
    with published(desk_home) as file:
        people = file.rows("SELECT name, id_number FROM persons WHERE length(name) > 1")
    browser, user = signed_in(account("reviewer")), account("reviewer")
    for one in pairs_of(user)[:3]:
        page = browser.get(f"/identity/{one.number}/").content.decode()
        assert not [row for row in people if row["id_number"] and row["id_number"] in page]
        assert not [row for row in people if f"<td>{row['name']}" in page]
    assert {"pair", "person"} <= set(Entry.objects.values_list("subject_kind", flat=True))


def test_account_of_a_division_gets_pairs_wholly_within(desk_home: Path, account: Make, signed_in: Sign) -> None:
    every = identity.pairs_waiting(desk_home)
    placed = next(one for one in every if one.places)
    division = placed.places[0][:6]
    mine = pairs_of(account("reviewer", division=division))
    assert {one.number for one in mine} == {
        one.number for one in every if one.places and all(place.startswith(division) for place in one.places)
    }
    other = next(one for one in every if one.number not in {pair.number for pair in mine})
    browser = signed_in(account("supervisor", division=division))
    for path in ("", "weights.svg"):
        assert browser.get(f"/identity/{other.number}/{path}").status_code == 404
    assert browser.post(f"/identity/{other.number}/judge/", {"verdict": "same", "ground": "其他"}).status_code == 404
    assert Entry.objects.filter(outcome="refused").count() == 3
    assert not Act.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused_and_that_is_logged(role: str, desk_home: Path, account: Make, signed_in: Sign) -> None:
    more = {"division": "999901001"} if role == Role.CLERK else {}
    assert signed_in(account(role, **more)).get("/identity/").status_code == 403
    assert Entry.objects.get().outcome == "refused"


def test_reason_must_be_given(desk_home: Path, account: Make, signed_in: Sign) -> None:
    user = account("reviewer")
    one = pairs_of(user)[0]
    for given in ({"verdict": "same"}, {"verdict": "same", "ground": "其他"}, {"verdict": "x", "ground": "电话核实"}):
        assert signed_in(user).post(f"/identity/{one.number}/judge/", given).status_code == 400
    assert not Act.objects.exists()


def test_picture_stands_by_itself(desk_home: Path, account: Make, signed_in: Sign) -> None:
    user = account("reviewer")
    one = next(one for one in pairs_of(user) if identity.weights(desk_home, one))
    answer = signed_in(user).get(f"/identity/{one.number}/weights.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "<script" not in answer.content.decode()


def test_places_are_compared_without_being_told() -> None:
    one = {"name": "张三丰", "id_number": "1" * 18, "sex": "男", "birth_date": None}
    found = compared(one, one | {"name": "张三", "sex": "女"}, [])
    assert [field.mark for field in found] == ["different", "same", "different", "unknown"]
    assert [mark for _, mark in found[0].parts] == ["same", "same", "missing"]
    assert "三" not in str(found[0])


def test_hostile_reference_is_text() -> None:
    pair = identity.Pair("0", 1, "likely", "x", "a", "b", ("<script>", "b"), 0.5, False, 1, ())
    from django.template.loader import render_to_string

    page = render_to_string("review/identity.html", {"shown": [replace(pair)], "left": 1, "kinds": {}})
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page
