"""Amounts as offices write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """1234.5 -> 1,234.50; nothing for unknown. Django's own grouping follows the language, and Chinese has none."""
    return "" if amount is None else f"{amount:,.2f}"
