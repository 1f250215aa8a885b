"""What was not taken and may be taken tonight: a file sent again under the same manifest, a held delivery released.

Neither changes a manifest, so both belong into the fingerprint of a night (flows/night.py) beside the manifests.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from flows.deliveries import DeliveryLog
from flows.inbox import batch_folders, departments
from flows.judge import NEVER_CAME
from flows.lake import Lake
from flows.reading import FileRefusedError
from flows.received import look
from flows.settings import Settings


def waiting(settings: Settings, lake: Lake, until: date) -> list[Any]:
    """Of every delivery up to a day that never came whole, how its file looks now; every held one that is released.

    Empty on a home where all is well. Reads names, sizes and times only, never content.
    """
    log = DeliveryLog(lake)
    found: list[Any] = []
    for department in departments():
        folders = batch_folders(settings.inbox, department)
        for day in sorted(day for day in folders if day <= until):
            batch = log.batch(department, day)
            for one in batch.tables.values() if batch else ():
                if one.status == "held" and f"{one.key}@{day}" in settings.release:
                    found.append([one.key, day, "released"])
                elif one.reason in NEVER_CAME and one.file is not None:
                    found.append([one.key, day, _looks(folders[day], one.file)])
    return found


def _looks(folder: Path, name: str) -> list[int] | str | None:
    try:
        seen = look(folder, name)
    except FileRefusedError:
        return "no plain file"
    return None if seen is None else [seen.size, seen.modified_ns]
