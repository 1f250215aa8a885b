"""Accounts as colleagues know them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from review.work.waiting import called

register = template.Library()


@register.filter
def named(account: str | None, people: Mapping[str, str]) -> str:
    """The person's name, the account in brackets; nothing for nobody."""
    return called(people, account)
