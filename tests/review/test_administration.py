"""The administrators' pages: accounts and nothing else, each change logged, nobody deleted, one administrator left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from review.accounts.administration import site
from review.models import Act, Alert, Entry, Night, Role, User
from tests.review.conftest import PASSWORD
from tests.review.test_accounts import last, sign_in

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Browser = Callable[[User], Client]


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


def test_pages_of_accounts_are_in_chinese_and_show_nothing_of_a_hash(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account()
    for path in ("", "add/", f"{user.pk}/change/", f"{user.pk}/password/"):
        page = client.get(f"/admin/review/user/{path}").content.decode()
        told = re.sub(r"<[^>]*>", " ", page.split("</header>")[1])
        assert "账号" in told
        assert not re.findall(r"用户名|pbkdf2|sha256|哈希|the |password|20\d\d年", told)


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


def test_lock_is_shown_and_lifted(account: Make, signed_in: Browser) -> None:
    client, user = signed_in(account("administrator")), account()
    for n in range(5):
        assert "锁定至" not in client.get("/admin/review/user/").content.decode()
        sign_in(Client(headers={"user-agent": f"browser {n % 2}"}), user.username, f"wrong {n}")
    for path in ("", f"{user.pk}/change/"):
        assert client.get(f"/admin/review/user/{path}").content.decode().count("锁定至") == 1
    client.post("/admin/review/user/", {"action": "unlocked", "_selected_action": user.pk})
    assert "锁定至" not in client.get("/admin/review/user/").content.decode()
    assert sign_in(Client(), user.username).status_code == 302
    assert Entry.objects.filter(act="解除登录锁定", subject=user.username).count() == 1


def test_person_with_conflicting_accounts_is_told(account: Make, signed_in: Browser) -> None:
    client = signed_in(account("administrator"))
    account("reviewer", staff_no="88", username="wang")
    second = account("author", staff_no="88", username="wang2")
    assert "相冲突" not in client.get("/account/").content.decode()
    change(client, second, role="supervisor")
    assert "wang（核对员）" in client.get("/admin/review/user/").content.decode()
    assert "相冲突" in signed_in(second).get("/account/").content.decode()
    assert "conflict" in Entry.objects.get(act="改账号").details
