"""Settings of gunicorn that both ways to serve the desk share: `python -m review start`, and a server's own command
with `--config python:review.serving` (docs/desk-in-production.md).
"""

from __future__ import annotations

import logging
from threading import Thread
from time import sleep
from typing import Any

worker_class = "gthread"
threads = 8
_EVERY = 15
"""Seconds between two looks. An act needs none: whoever asks for a list gets it as it is then."""


def post_worker_init(worker: Any) -> None:
    """Called in each worker before it answers: pages are imported, the list is read, then kept as new as the database.

    So the first person of a day does not wait for the reading of 100,000 alerts, nor the first after a night.
    """
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # Django imports the pages when somebody asks for the first one
    _follow()
    Thread(target=_for_ever, name="list", daemon=True).start()


def _for_ever() -> None:
    while True:
        sleep(_EVERY)
        _follow()


def _follow() -> None:
    from django.db import Error, connections
    from django.utils import timezone

    from review.listing.kept import whole_of

    try:
        whole_of(timezone.localdate())
    except Error as why:  # no database for a while: pages say so themselves, and this goes on trying
        logging.getLogger("review").warning("列表没有预先读入：数据库没有回答（%s）。", type(why).__name__)
    finally:
        connections.close_all()
