"""What time it is in Shanghai, for the record of what people put down. No night computes with it."""

from __future__ import annotations

from datetime import datetime

from flows.night import SHANGHAI


def now() -> datetime:
    """Now, with its zone."""
    return datetime.now(SHANGHAI)
