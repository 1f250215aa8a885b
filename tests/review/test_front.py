"""What a fresh reader stumbled over: the bare address, ways back, a chosen township, results of the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from review.models import Entry, User
from review.pages.identity import pairs_of

pytestmark = pytest.mark.django_db
Make, Sign = Callable[..., User], Callable[[User], Client]


@pytest.mark.parametrize(
    ("role", "first"), [("author", "/numbers/"), ("auditor", "/numbers/"), ("administrator", "/admin/")]
)
def test_bare_address_leads_to_the_first_page_of_the_role(
    role: str, first: str, account: Make, signed_in: Sign
) -> None:
    assert signed_in(account(role)).get("/")["Location"] == first
    assert not Entry.objects.filter(outcome="refused").exists()


@pytest.mark.parametrize(
    ("back", "shown"),
    [("/mine/acts/", True), ("//evil.example/", False), ("/alerts/A1/unmask/", False), ("/nowhere", False)],
)
def test_refusal_leads_back_to_a_page_of_ours_only(back: str, shown: bool, account: Make, signed_in: Sign) -> None:
    page = signed_in(account("reviewer")).post("/bulk/", {"kind": "decide", "back": back}).content.decode()
    assert (f'href="{back}">返回刚才的页面' in page) is shown
    assert ("返回刚才的页面" in page) is shown


def test_address_that_only_takes_a_form_says_so_when_it_is_opened(account: Make, signed_in: Sign) -> None:
    answer = signed_in(account("reviewer")).get("/alerts/A1/unmask/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "不能直接打开" in answer.content.decode()


def test_form_sent_after_the_session_ended_leads_back_to_its_page() -> None:
    sent = Client().post("/alerts/A1/acts/claim/", {"back": "/alerts/A1/"})
    assert sent["Location"] == "/login/?next=/alerts/A1/"
    assert "没有提交成功的内容" in Client().get(sent["Location"]).content.decode()
    assert Client().post("/alerts/A1/acts/claim/")["Location"] == "/login/?next=/"


def test_names_of_a_pair_open_with_a_reason_and_are_logged(desk_home: Path, account: Make, signed_in: Sign) -> None:
    user = account("reviewer")
    path = f"/identity/{pairs_of(user)[0].number}/unmask/"
    browser = signed_in(user)
    assert browser.post(path, {"code": "identity", "words": "短"}).status_code == 422
    page = browser.post(path, {"code": "identity", "words": "两条记录须看姓名才能判断"})
    assert "已打开" in page.content.decode()
    assert Entry.objects.filter(act="打开姓名", outcome="done", subject_kind="person").exists()
    assert signed_in(account("clerk", division="999901001")).post(path, {}).status_code == 403
