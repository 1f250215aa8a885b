"""Receive: every batch up to the night, copied by content, read and judged; the delivery journal is kept."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flows.deliveries import Delivery, DeliveryLog
from flows.errors import UsageError
from flows.inbox import batch_folders, departments
from flows.judge import Desk
from flows.lake import write_json
from flows.night import Night
from flows.receive import receive as receive_batch
from flows.reference import read_site
from transforms.stage.site import SiteFaultError, parse_sites

RECEIVED = "receive.json"
NOT_TAKEN = ("held", "rejected", "missing")


def receive(night: Night) -> dict[str, Any]:
    """Look at every batch of every department up to the night: late ones and corrections come in here.

    What was received before and did not change is not read again.
    """
    desk = _desk(night)
    tonight: list[Delivery] = []
    for department in departments():
        folders = batch_folders(night.settings.inbox, department)
        folders.setdefault(night.as_of, night.settings.inbox / department / night.as_of.isoformat())
        for day in sorted(day for day in folders if day <= night.as_of):
            told = receive_batch(folders[day], department, day, desk)
            tonight += told if day == night.as_of else [one for one in told if one.night == night.as_of]
    counts = Counter(one.status for one in tonight)
    refused = [one.message for one in tonight if one.status in NOT_TAKEN]
    taken = counts["accepted"] + counts["unchanged"]
    rows = sum(one.rows_in for one in tonight if one.in_force)
    note = f"{taken} 张表、{rows:,} 行" + (f",{len(refused)} 张未采用" if refused else "")
    summary = {"note": note, "rows_in": rows, "statuses": dict(counts), "refused": refused}
    write_json(night.folder / RECEIVED, summary)
    return summary


def _desk(night: Night) -> Desk:
    try:
        wordings = parse_sites(read_site(night.settings.site))
    except SiteFaultError as fault:
        raise UsageError(str(fault)) from None
    return Desk(night.lake, DeliveryLog(night.lake), night.as_of, wordings, frozenset(night.settings.release))
