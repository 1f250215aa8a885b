"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReviewConfig(AppConfig):
    """One application: label `review`."""

    name = "review"
    verbose_name = "处置工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The log is protected whenever tables were made or changed."""
        from review.append_only import protect

        post_migrate.connect(protect, sender=self, dispatch_uid="review.append_only")
