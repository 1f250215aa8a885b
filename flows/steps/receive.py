"""Receive: every batch up to the night, copied by content, read and judged; the delivery journal is kept."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flows.deliveries import Delivery, DeliveryLog
from flows.errors import UsageError
from flows.inbox import batch_folders, departments, nightly_departments
from flows.judge import Desk
from flows.lake import write_json
from flows.night import Night
from flows.receive import receive as receive_batch
from flows.reference import read_site
from transforms.stage.site import SiteFaultError, parse_sites

RECEIVED = "receive.json"
_AT_ONCE = 2
NOT_TAKEN = ("held", "rejected", "missing")


def receive(night: Night) -> dict[str, Any]:
    """Look at every batch of every department up to the night: late ones and corrections come in here.

    What was received before and did not change is not read again.
    """
    desk = _desk(night)
    # Departments do not touch one another. Two at a time: while one is decoded by Python, polars works on the other.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        told = pool.map(lambda department: _department(night, department, desk), departments())
        tonight = [one for batch in told for one in batch]
    counts = Counter(one.status for one in tonight)
    refused = [one.message for one in tonight if one.status in NOT_TAKEN]
    taken = counts["accepted"] + counts["unchanged"]
    rows = sum(one.rows_in for one in tonight if one.in_force)
    note = f"{taken} 张表、{rows:,} 行" + (f",{len(refused)} 张未采用" if refused else "")
    summary = {"note": note, "rows_in": rows, "statuses": dict(counts), "refused": refused}
    write_json(night.folder / RECEIVED, summary)
    return summary


def _department(night: Night, department: str, desk: Desk) -> list[Delivery]:
    """Verdicts given tonight on one department's batches, oldest first."""
    folders = batch_folders(night.settings.inbox, department)
    if department in nightly_departments():
        folders.setdefault(night.as_of, night.settings.inbox / department / night.as_of.isoformat())
    tonight: list[Delivery] = []
    for day in sorted(day for day in folders if day <= night.as_of):
        told = receive_batch(folders[day], department, day, desk)
        tonight += told if day == night.as_of else [one for one in told if one.night == night.as_of]
    return tonight


def _desk(night: Night) -> Desk:
    try:
        wordings = parse_sites(read_site(night.settings.site))
    except SiteFaultError as fault:
        raise UsageError(str(fault)) from None
    return Desk(night.lake, DeliveryLog(night.lake), night.as_of, wordings, frozenset(night.settings.release))
