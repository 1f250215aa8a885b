"""Sessions in the database that two answers at once do not spoil for each other."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """As Django's, but a request that changed nothing writes only until when the session lasts.

    Every request is saved so that the thirty minutes begin anew (SESSION_SAVE_EVERY_REQUEST). Django then writes all
    that the request had read: a picture still on its way when an act was answered put the session back to what it was
    before, and the line that says what was done was lost.
    """

    unattended = False
    """Set by a view that a page asks by itself: nobody is there, so the thirty minutes go on."""

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session has been ended meanwhile, as Django's does."""
        if must_create or self.modified or self.session_key is None:
            super().save(must_create)
            return
        if self.unattended:
            return
        row = self.model.objects.filter(session_key=self.session_key)
        if not row.update(expire_date=self.get_expiry_date()):
            raise UpdateError
