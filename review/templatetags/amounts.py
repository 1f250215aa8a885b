"""Amounts as offices write them."""

from __future__ import annotations

from django import template

from review.pipeline.words import money

register = template.Library()

# Django's own grouping follows the language, and Chinese has none.
register.filter("yuan", money)
