"""Accounts: signing in and out, what must be done first, and the administrators' pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from review.accounts.sessions import end
from review.accounts.store import SessionStore
from review.models import Entry, Role, User
from tests.review.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Browser = Callable[[User], Client]
WRONG = "账号、密码或动态码不对"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login/", {"username": username, "password": password, **more})


def last() -> Entry:
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    return entry


# Signing in


@pytest.mark.parametrize("role", Role.values)
def test_each_role_lands_on_a_page_that_it_has(desk_home: Path, account: Make, role: str) -> None:
    user = account(role, division="320102001" if role == "clerk" else "")
    answer = Client().post("/login/", {"username": user.username, "password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert Entry.objects.filter(act="登录", outcome="done", account=user.username).count() == 1
    assert not Entry.objects.filter(outcome="refused").exists()


def test_wrong_password_and_unknown_name_are_told_and_logged_alike(account: Make) -> None:
    known = account()
    told = [sign_in(Client(), name, "wrong password").content.decode() for name in (known.username, "nobody")]
    assert all(WRONG in text for text in told)
    assert told[0].count("<p") == told[1].count("<p")
    assert list(Entry.objects.values_list("account", "outcome")) == [(known.username, "refused"), ("nobody", "refused")]


def test_session_key_changes_at_login_and_is_dead_after_logout(account: Make) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = client.session.session_key
    sign_in(client, account().username)
    mine = client.session.session_key
    assert mine != planted
    client.post("/logout/")
    other = Client()
    other.cookies["sessionid"] = mine or ""
    assert other.get("/")["Location"].startswith("/login/")


def test_logout_needs_a_post(account: Make, signed_in: Browser) -> None:
    client = signed_in(account())
    assert client.get("/logout/").status_code == 405
    assert client.get("/").status_code == 200


def test_login_from_a_foreign_form_is_refused(account: Make) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, account().username).status_code == 403


@pytest.mark.parametrize(
    "there",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"],
)
def test_next_leads_nowhere_else(account: Make, there: str) -> None:
    answer = sign_in(Client(), account().username, next=there)
    assert answer["Location"] == "/"


def test_idle_session_ends_after_half_an_hour(
    account: Make, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = signed_in(account()), datetime.now(tz=timezone.get_current_timezone())

    def at(minutes: int) -> int:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=minutes))
        return int(client.get("/").status_code)

    assert [at(29), at(58), at(89)] == [200, 200, 302]


# The lock


def test_five_wrong_passwords_lock_even_the_right_one_until_it_cools_off(
    account: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, other = account(), account()
    answers = [sign_in(Client(), user.username, f"wrong {n}") for n in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 200, 429]
    locked = sign_in(Client(), user.username)
    assert (locked.status_code, "已锁定" in locked.content.decode()) == (429, True)
    assert sign_in(Client(), other.username).status_code == 302
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: later)
    assert sign_in(Client(), user.username).status_code == 302


def test_trying_on_does_not_make_the_lock_longer(account: Make) -> None:
    from axes.models import AccessAttempt

    user = account()
    for n in range(5):
        sign_in(Client(), user.username, f"wrong {n}")
    before = AccessAttempt.objects.get().attempt_time
    sign_in(Client(), user.username, "wrong again")
    assert AccessAttempt.objects.get().attempt_time == before


def test_lock_answer_is_a_page_for_scripts_too(account: Make) -> None:
    user = account()
    for n in range(6):
        answer = Client().post(
            "/login/",
            {"username": user.username, "password": f"wrong {n}"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    assert "Access-Control-Allow-Origin" not in answer
    assert "已锁定" in answer.content.decode()


def test_attempts_are_kept_without_password_and_code(account: Make) -> None:
    from axes.models import AccessAttempt

    sign_in(Client(), account().username, "hunter2 hunter2", otp_token="987654")
    kept = AccessAttempt.objects.get()
    assert "hunter2" not in kept.post_data
    assert "987654" not in kept.post_data


def test_command_unlocks(account: Make) -> None:
    user = account()
    for n in range(5):
        sign_in(Client(), user.username, f"wrong {n}")
    call_command("axes_reset_username", user.username, verbosity=0)
    assert sign_in(Client(), user.username).status_code == 302


# First things


@pytest.mark.parametrize("path", ["/", "/account/", "/codes/", "/admin/", "/admin/review/user/"])
def test_password_of_another_is_changed_first(account: Make, signed_in: Browser, path: str) -> None:
    client = signed_in(account("administrator", must_change=True))
    answer = client.get(path)
    assert answer["Location"] == "/password/" if path != "/codes/" else answer.status_code == 200
    bar = client.get("/password/").content.decode()
    assert ["主菜单" in bar, "我的账号" in bar, "退出" in bar] == [False, False, True]
    new = {"old_password": PASSWORD, "new_password1": "quite another phrase", "new_password2": "quite another phrase"}
    assert client.post("/password/", new)["Location"] == "/admin/"
    assert client.get("/admin/review/user/").status_code == 200
    assert "主菜单" in client.get("/password/").content.decode()


@pytest.mark.parametrize("new", [PASSWORD, "short", "1234567890123", "password123", "auditor1auditor1"])
def test_poor_new_password_is_refused_and_logged(account: Make, signed_in: Browser, new: str) -> None:
    user = account("auditor", username="auditor1auditor1", must_change=True)
    client = signed_in(user)
    answer = client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert answer.status_code == 200
    assert re.search(r'role="alert">[^<]*[a-z]', answer.content.decode()) is None  # told in Chinese
    user.refresh_from_db()
    assert user.must_change
    assert (last().act, last().outcome) == ("改密码", "refused")


def test_new_password_ends_the_other_sessions(account: Make, signed_in: Browser) -> None:
    user = account()
    here, there = signed_in(user), signed_in(user)
    new = {"old_password": PASSWORD, "new_password1": "quite another phrase", "new_password2": "quite another phrase"}
    here.post("/password/", new)
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_sessions_are_listed_and_the_others_can_be_ended(account: Make, signed_in: Browser) -> None:
    user = account()
    here, there, foreign = signed_in(user), signed_in(user), signed_in(account())
    page = here.get("/account/").content.decode()
    assert (page.count("本次登录"), page.count("另一处")) == (1, 1)
    here.post("/account/")
    assert [one.get("/").status_code for one in (here, there, foreign)] == [200, 302, 200]
    assert Entry.objects.filter(act="退出其他登录").count() == 1


# The command


def test_account_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--role", "clerk", "--division", "320102001", "--name", "赵某", "--staff-no", "9")
    call_command("add_account", "zhao", *given)
    password = capsys.readouterr().out.split("密码 ")[1].split("，")[0]
    assert sign_in(Client(), "zhao", password).status_code == 302
    user = User.objects.get()
    assert (user.role, user.division, user.must_change) == ("clerk", "320102001", True)
    assert Entry.objects.filter(act="建账号", subject="zhao").count() == 1


@pytest.mark.parametrize(
    "given",
    [("--role", "clerk", "--division", ""), ("--role", "reviewer", "--division", "abc"), ("--role", "god")],
)
def test_command_says_what_is_wrong(given: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("add_account", "zhao", *given, "--name", "赵某", "--staff-no", "9")
    assert not User.objects.exists()


def test_picture_still_on_its_way_does_not_lose_what_an_act_said(account: Make, signed_in: Browser) -> None:
    key = signed_in(account()).cookies["sessionid"].value
    slow, act = SessionStore(key), SessionStore(key)
    assert dict(slow.items()) == dict(act.items())
    act["said"] = "已记下"
    act.save()
    slow.save()
    assert SessionStore(key)["said"] == "已记下"


def test_session_that_was_ended_is_not_brought_back_by_a_late_request(account: Make, signed_in: Browser) -> None:
    user = account()
    late = SessionStore(signed_in(user).cookies["sessionid"].value)
    assert late["_auth_user_id"] == str(user.pk)
    assert end(user) == 1
    with pytest.raises(UpdateError):
        late.save()
    assert not Session.objects.exists()
