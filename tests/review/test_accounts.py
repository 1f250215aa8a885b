"""Accounts: signing in and out, what must be done first, and the administrators' pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from review.accounts.administration import site
from review.models import Act, Alert, Entry, Night, Role, User
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
def test_each_role_lands_on_a_page_that_it_has(account: Make, role: str) -> None:
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
    new = {"old_password": PASSWORD, "new_password1": "quite another phrase", "new_password2": "quite another phrase"}
    assert client.post("/password/", new)["Location"] == "/admin/"
    assert client.get("/admin/review/user/").status_code == 200


@pytest.mark.parametrize("new", [PASSWORD, "short", "1234567890123", "password123", "auditor1auditor1"])
def test_poor_new_password_is_refused_and_logged(account: Make, signed_in: Browser, new: str) -> None:
    user = account("auditor", username="auditor1auditor1", must_change=True)
    client = signed_in(user)
    answer = client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert answer.status_code == 200
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


# The administrators' pages


def form_of(user: User, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"name": user.name, "staff_no": user.staff_no, "role": user.role, "division": user.division}
    told |= {"is_active": "on"} if user.is_active else {}
    return {name: value for name, value in (told | more).items() if value is not None}


def change(client: Client, user: User, **more: Any) -> Any:
    return client.post(f"/admin/review/user/{user.pk}/change/", form_of(user, **more))


def test_admin_holds_accounts_and_nothing_else() -> None:
    assert set(site._registry) == {User}
    assert not {Alert, Act, Entry, Night} & set(site._registry)


@pytest.mark.parametrize("role", [one for one in Role.values if one != "administrator"])
def test_superuser_flags_give_nothing(account: Make, signed_in: Browser, role: str) -> None:
    user = account(role, is_staff=True, is_superuser=True, division="320102001" if role == "clerk" else "")
    client = signed_in(user)
    assert client.get("/admin/review/user/").status_code == 403
    assert client.get(f"/admin/review/user/{user.pk}/change/").status_code == 403
    assert (last().act, last().outcome) == ("账号管理", "refused")


def test_administrator_makes_an_account(account: Make, signed_in: Browser) -> None:
    client = signed_in(account("administrator"))
    told = {"username": "li", "name": "李某", "staff_no": "77", "role": "clerk", "division": "320102001"}
    answer = client.post("/admin/review/user/add/", told | {"password1": "first of many", "password2": "first of many"})
    assert answer.status_code == 302
    made = User.objects.get(username="li")
    assert (made.must_change, made.is_staff, made.is_superuser) == (True, False, False)
    assert Entry.objects.filter(act="建账号", subject="li", outcome="done").count() == 1
    assert sign_in(Client(), "li", "first of many").status_code == 302


@pytest.mark.parametrize(
    ("told", "said"),
    [({"role": "clerk", "division": "3201"}, "9 位"), ({"division": "32 01"}, "区划代码"), ({"role": "god"}, "god")],
)
def test_account_that_cannot_be_is_refused(account: Make, signed_in: Browser, told: dict[str, str], said: str) -> None:
    whole = {"username": "li", "name": "李某", "staff_no": "77", "role": "reviewer", "division": ""} | told
    answer = signed_in(account("administrator")).post(
        "/admin/review/user/add/", whole | {"password1": "first of many", "password2": "first of many"}
    )
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not User.objects.filter(username="li").exists()


def test_role_and_division_changes_are_logged_with_before_and_after(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account("reviewer")
    assert change(client, user, role="clerk", division="320102001").status_code == 302
    entry = Entry.objects.get(act="改账号")
    assert entry.subject == user.username
    assert '"role":["reviewer","clerk"]' in entry.details
    assert '"division":["","320102001"]' in entry.details


def test_flags_cannot_be_slipped_in(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account("reviewer")
    change(client, user, is_staff="on", is_superuser="on", username="other", password="x", user_permissions="1")
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.username, user.check_password(PASSWORD)) == (
        False, False, "reviewer2", True,
    )  # fmt: skip


@pytest.mark.parametrize("more", [{"role": "supervisor"}, {"is_active": None}])
def test_own_role_stays_and_the_refusal_is_logged(account: Make, signed_in: Browser, more: dict[str, Any]) -> None:
    user = account("administrator")
    account("administrator")
    answer = change(signed_in(user), user, **more)
    assert "不能改自己的角色" in answer.content.decode()
    user.refresh_from_db()
    assert (user.role, user.is_active) == ("administrator", True)
    assert Entry.objects.get(act="改账号").outcome == "refused"


@pytest.mark.parametrize("more", [{"role": "supervisor"}, {"is_active": None}])
def test_last_administrator_stays(account: Make, signed_in: Browser, more: dict[str, Any]) -> None:
    first, second = account("administrator"), account("administrator")
    client = signed_in(first)
    User.objects.filter(pk=first.pk).update(is_active=False)
    assert change(client, second, **more)["Location"].startswith("/login/")  # whoever is deactivated is out at once
    User.objects.filter(pk=first.pk).update(is_active=True)
    assert change(signed_in(first), second, is_active=None).status_code == 302
    second.refresh_from_db()
    assert not second.is_active


def test_two_administrators_cannot_remove_each_other() -> None:
    from review.accounts.forms import AccountForm

    one = User.objects.create_user("one", password=PASSWORD, name="某", staff_no="1", role="administrator")
    gone = User.objects.create_user(
        "gone", password=PASSWORD, name="某", staff_no="2", role="administrator", is_active=False
    )

    class Asked(AccountForm):
        asker = gone

    form = Asked(form_of(one, is_active=None), instance=one)
    assert not form.is_valid()
    assert "最后一位" in form.refused


@pytest.mark.parametrize("path", ["/admin/review/user/{}/delete/", "/admin/review/user/"])
def test_nobody_is_deleted(account: Make, signed_in: Browser, path: str) -> None:
    client, user = signed_in(account("administrator")), account("reviewer")
    client.post(path.format(user.pk), {"post": "yes", "action": "delete_selected", "_selected_action": user.pk})
    assert User.objects.filter(pk=user.pk).exists()
    assert client.get(f"/admin/review/user/{user.pk}/delete/").status_code == 404


def test_deactivated_account_is_out_at_once(account: Make, signed_in: Browser) -> None:
    user = account()
    theirs = signed_in(user)
    change(signed_in(account("administrator")), user, is_active=None)
    assert theirs.get("/").status_code == 302
    assert sign_in(Client(), user.username).status_code == 200


def test_reset_password_must_be_changed_and_ends_sessions(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account()
    theirs = signed_in(user)
    new = {"password1": "from the office", "password2": "from the office", "usable_password": "false"}
    assert client.post(f"/admin/review/user/{user.pk}/password/", new).status_code == 302
    user.refresh_from_db()
    assert (user.must_change, user.check_password("from the office")) == (True, True)
    assert theirs.get("/").status_code == 302
    assert Entry.objects.get(act="重设密码").subject == user.username


def test_own_password_is_not_reset_without_the_old_one(account: Make, signed_in: Browser) -> None:
    user = account("administrator")
    new = {"password1": "from the office", "password2": "from the office"}
    assert signed_in(user).post(f"/admin/review/user/{user.pk}/password/", new)["Location"] == "/password/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_unlock_action(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account()
    for n in range(5):
        sign_in(Client(), user.username, f"wrong {n}")
    client.post("/admin/review/user/", {"action": "unlocked", "_selected_action": user.pk})
    assert sign_in(Client(), user.username).status_code == 302
    assert Entry.objects.filter(act="解除登录锁定", subject=user.username).count() == 1


def test_person_with_conflicting_accounts_is_told(account: Make, signed_in: Browser) -> None:
    client = signed_in(account("administrator"))
    account("reviewer", staff_no="88", username="wang")
    second = account("author", staff_no="88", username="wang2")
    assert "相冲突" not in client.get("/account/").content.decode()
    change(client, second, role="supervisor")
    assert "wang(核对员)" in client.get("/admin/review/user/").content.decode()
    assert "相冲突" in signed_in(second).get("/account/").content.decode()
    assert "conflict" in Entry.objects.get(act="改账号").details


# The command


def test_account_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--role", "clerk", "--division", "320102001", "--name", "赵某", "--staff-no", "9")
    call_command("add_account", "zhao", *given)
    password = capsys.readouterr().out.split("密码 ")[1].split(",")[0]
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
