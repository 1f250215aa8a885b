"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """One application: label `review`."""

    name = "review"
    verbose_name = "处置工作台"
    default_auto_field = "django.db.models.BigAutoField"
