"""An act that may not be. Here, so that the work and the pages can both say it."""

from __future__ import annotations


class RefusedError(Exception):
    """An act that may not be: the text says in Chinese why. Nothing was done; the refusal is logged."""

    def __init__(self, why: str, status: int = 409) -> None:
        super().__init__(why)
        self.status = status
