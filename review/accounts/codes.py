"""One-time codes: a device for the six digits (TOTP), and backup codes on paper for the day it is lost."""

from __future__ import annotations

import base64
from typing import Any

import segno
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from review.models import User

BACKUPS = 10


def has_device(user: User) -> bool:
    """Whether a confirmed device stands; backup codes alone are none."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def waiting(user: User) -> Any:
    """The device that is being enrolled, made at the first look and kept until it is confirmed."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return device or TOTPDevice.objects.create(user=user, confirmed=False, name="动态码")


def picture(device: Any) -> str:
    """The address of the square to scan, as a data: address of an SVG, for <img>."""
    return str(segno.make_qr(device.config_url, error="m").svg_data_uri(scale=4, border=2))


def secret(device: Any) -> str:
    """The key for typing, in groups of four."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def confirm(user: User, token: str) -> Any:
    """The waiting device, confirmed, if the code fits; else None."""
    device = waiting(user)
    if not _verified(device, token):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device


def backups(user: User) -> list[str]:
    """Ten new backup codes, each for one login; those before are void. Shown once."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="备用码", confirmed=True)
    made = [StaticToken.random_token() for _ in range(BACKUPS)]
    for token in made:
        device.token_set.create(token=token)
    return made


def backups_left(user: User) -> int:
    """How many backup codes are unused."""
    return int(StaticToken.objects.filter(device__user=user).count())


def remove(user: User) -> int:
    """Take every device and backup code away; how many devices there were."""
    gone = TOTPDevice.objects.filter(user=user, confirmed=True).count()
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    return int(gone)


def fitting(user: User, token: str) -> Any:
    """The device whose code this is; None if it fits none, or too many wrong ones came before (django-otp waits)."""
    token = "".join(token.split())
    if not token:  # left empty: no try, after which the next, with the backup code, would have to wait
        return None
    kind = TOTPDevice if token.isdigit() and token.isascii() and len(token) == 6 else StaticDevice
    with transaction.atomic():  # the same code twice at once: one of them
        for device in kind.objects.select_for_update().filter(user=user, confirmed=True).order_by("pk"):
            if _verified(device, token.lower()):
                return device
    return None


def _verified(device: Any, token: str) -> bool:
    allowed, _ = device.verify_is_allowed()
    return bool(allowed and device.verify_token("".join(token.split())))
