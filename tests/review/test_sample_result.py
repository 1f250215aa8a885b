"""The form for the result of a household drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from review.models import Act, Entry, User
from review.pipeline.sample import sample_to_review

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Account = Callable[..., User]


def _said(**more: str) -> dict[str, str]:
    return {"number": str(uuid4()), "code": "抽查-未见问题", "reason": "入户核查无误", "on": ""} | more


def test_result_is_put_down_once_and_can_be_undone(desk_home: Path, account: Account, signed_in: Browser) -> None:
    row, client, said = sample_to_review(desk_home, "")[0], signed_in(account()), _said()
    address = f"/sample/{row['sample_id']}/"
    assert address in client.get("/sample/").content.decode()
    assert "抽查-发现漏保" in client.get(address).content.decode()
    for _ in range(2):  # the same form twice is one act
        assert client.post(address, said).headers["Location"] == "/sample/"
    act = Act.objects.get()
    assert (act.kind, act.subject, act.said) == (
        "sample", row["sample_id"], {"code": "抽查-未见问题", "reason": "入户核查无误"},
    )  # fmt: skip
    assert client.get(address).status_code == 409
    assert client.post(address, _said()).status_code == 409
    client.post(f"/mine/acts/{act.pk}/undo/")
    assert client.get(address).status_code == 200
    assert Entry.objects.filter(act="抽查结果", subject=row["sample_id"], outcome="done").exists()


@pytest.mark.parametrize(
    ("more", "status"),
    [({"code": "属实"}, 400), ({"reason": " "}, 409), ({"on": "2999-01-01"}, 409), ({"number": "<b>"}, 400),
     ({"reason": "电话13912345678核实过"}, 409)],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    desk_home: Path, account: Account, signed_in: Browser, more: dict[str, str], status: int
) -> None:
    row = sample_to_review(desk_home, "")[0]
    assert signed_in(account()).post(f"/sample/{row['sample_id']}/", _said(**more)).status_code == status
    assert not Act.objects.exists()


def test_another_place_and_no_household_are_alike(desk_home: Path, account: Account, signed_in: Browser) -> None:
    row = sample_to_review(desk_home, "")[0]
    elsewhere = signed_in(account(division="110101001"))
    answers = [elsewhere.post(f"/sample/{one}/", _said()) for one in (row["sample_id"], "抽查-0")]
    assert [one.status_code for one in answers] == [404, 404]


@pytest.mark.parametrize("role", ["clerk", "author", "auditor", "administrator"])
def test_other_roles_are_refused(desk_home: Path, account: Account, signed_in: Browser, role: str) -> None:
    row = sample_to_review(desk_home, "")[0]
    user = account(role, division="999903005" if role == "clerk" else "")
    assert signed_in(user).post(f"/sample/{row['sample_id']}/", _said()).status_code == 403
    assert Entry.objects.get().outcome == "refused"
