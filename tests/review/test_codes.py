"""One-time codes: binding a device, signing in with it, backup codes, taking it off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from review.accounts import codes
from review.models import Entry, User
from tests.review.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Browser = Callable[[User], Client]


def code(user: User, ahead: int = 0) -> str:
    """What the telephone shows, some steps of 30 seconds ahead."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift + ahead)
    return f"{totp.token():06d}"


def bound(client: Client, user: User) -> list[str]:
    """Bind a device; the backup codes."""
    client.get("/codes/")
    page = client.post("/codes/", {"token": code(user)}).content.decode()
    return re.findall(r"<li>([a-z2-7]{8})</li>", page)


def sign_in(user: User, token: str = "", client: Client | None = None) -> Any:
    return (client or Client()).post(
        "/login/", {"username": user.username, "password": PASSWORD, "otp_token": token}
    )  # fmt: skip


def test_square_to_scan_is_a_picture_without_script(account: Make, signed_in: Browser) -> None:
    page = signed_in(account()).get("/codes/").content.decode()
    (picture,) = re.findall(r'<img src="(data:image/svg\+xml[^"]+)"', page)
    assert "script" not in picture
    assert 'style="' not in page


def test_code_is_asked_for_once_a_device_is_bound(account: Make, signed_in: Browser) -> None:
    user = account()
    backups = bound(signed_in(user), user)
    assert len(set(backups)) == codes.BACKUPS
    assert sign_in(user).status_code == 200
    assert sign_in(user, "000000").status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client = Client()
    assert sign_in(user, code(user, ahead=1), client).status_code == 302
    assert client.get("/").status_code == 200
    assert '"code":true' in Entry.objects.filter(act="登录", outcome="done").latest("seq").details


def test_code_works_once(account: Make, signed_in: Browser) -> None:
    user = account()
    bound(signed_in(user), user)
    token = code(user, ahead=1)
    assert sign_in(user, token).status_code == 302
    assert sign_in(user, token).status_code == 200


def test_backup_code_works_once(account: Make, signed_in: Browser) -> None:
    user = account()
    backup = bound(signed_in(user), user)[3]
    assert sign_in(user, f" {backup.upper()} ").status_code == 302
    assert sign_in(user, backup).status_code == 200


def test_wrong_codes_lock_like_wrong_passwords(account: Make, signed_in: Browser) -> None:
    user = account()
    bound(signed_in(user), user)
    assert [sign_in(user, f"00000{n}").status_code for n in range(5)] == [200, 200, 200, 200, 429]


def test_code_of_another_account_fits_nothing(account: Make, signed_in: Browser) -> None:
    one, two = account(), account()
    bound(signed_in(one), one)
    bound(signed_in(two), two)
    assert sign_in(one, code(two, ahead=1)).status_code == 200


def test_wrong_code_does_not_bind(account: Make, signed_in: Browser) -> None:
    user = account()
    client = signed_in(user)
    client.get("/codes/")
    assert client.post("/codes/", {"token": "000000"}).status_code == 422
    assert not codes.has_device(user)
    assert Entry.objects.get(act="绑定动态码").outcome == "refused"


def test_sessions_without_a_code_end_when_a_device_is_bound(account: Make, signed_in: Browser) -> None:
    user = account()
    here, there = signed_in(user), signed_in(user)
    bound(here, user)
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


@pytest.mark.parametrize("path", ["/", "/account/", "/password/", "/codes/"])
def test_required_device_is_bound_before_anything_else(account: Make, signed_in: Browser, path: str) -> None:
    user = account(otp_required=True)
    client = signed_in(user)
    answer = client.get(path)
    assert answer.status_code == 200 if path in {"/codes/", "/password/"} else answer["Location"] == "/codes/"
    bound(client, user)
    assert client.get("/").status_code == 200
    assert signed_in(user).get("/")["Location"] == "/codes/"  # a session that showed no code
    assert signed_in(user).get("/codes/").status_code == 403


def test_removal_needs_the_password(account: Make, signed_in: Browser) -> None:
    user = account()
    client = signed_in(user)
    bound(client, user)
    assert client.post("/codes/", {"act": "remove", "password": "wrong"}).status_code == 422
    assert codes.has_device(user)
    assert client.post("/codes/", {"act": "remove", "password": PASSWORD}).status_code == 302
    assert sign_in(user).status_code == 302
    assert list(Entry.objects.filter(act="解除动态码").values_list("outcome", flat=True)) == ["refused", "done"]


def test_new_backup_codes_void_the_old(account: Make, signed_in: Browser) -> None:
    user = account()
    client = signed_in(user)
    old = bound(client, user)[0]
    page = client.post("/codes/", {"act": "backups", "password": PASSWORD}).content.decode()
    new = re.findall(r"<li>([a-z2-7]{8})</li>", page)
    assert old not in new
    assert sign_in(user, old).status_code == 200
    assert new[0] not in client.get("/codes/").content.decode()


def test_administrator_clears_a_lost_device(account: Make, signed_in: Browser) -> None:
    user = account()
    client = signed_in(user)
    bound(client, user)
    signed_in(account("administrator")).post(
        "/admin/review/user/", {"action": "without_codes", "_selected_action": user.pk}
    )
    assert client.get("/").status_code == 302
    assert sign_in(user).status_code == 302
    assert Entry.objects.filter(act="清除动态码设备", subject=user.username).count() == 1
