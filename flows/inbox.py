"""What lies in the inbox: inbox/<department>/<batch_date>/manifest.json."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from schemas.catalogue import TABLES

MANIFEST = "manifest.json"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def departments() -> list[str]:
    """Departments of the contract, in its order."""
    return list(dict.fromkeys(spec.department for spec in TABLES.values()))


def nightly_departments() -> list[str]:
    """Departments whose delivery is due every night."""
    return list(dict.fromkeys(spec.department for spec in TABLES.values() if spec.nightly))


def _day(name: str) -> date | None:
    if not _DAY.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def batch_folders(inbox: Path, department: str) -> dict[date, Path]:
    """Batch folders of one department by date; a folder not named by a date is not a batch."""
    root = inbox / department
    if not root.is_dir():
        return {}
    found = ((_day(path.name), path) for path in sorted(root.iterdir()) if path.is_dir())
    return {day: path for day, path in found if day is not None}


def batch_dates(inbox: Path) -> list[date]:
    """Every date on which some department's batch is complete: its manifest is there."""
    days = {
        day
        for department in departments()
        for day, folder in batch_folders(inbox, department).items()
        if (folder / MANIFEST).is_file()
    }
    return sorted(days)


def signature(inbox: Path, until: date) -> dict[str, str]:
    """Fingerprint of every manifest up to a day: a late batch, or one of a higher revision, changes it."""
    return {
        f"{department}/{day}": hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
        for department in departments()
        for day, folder in batch_folders(inbox, department).items()
        if day <= until and (folder / MANIFEST).is_file()
    }
