"""The household behind an alert, its members, and whom else the evidence names: masked, with ages on the night."""

from __future__ import annotations

from datetime import date
from typing import Any

from flows.published import File
from review.pipeline.statements import ask
from transforms.masking import mask_name

NO_NAME = "（无姓名）"
SHARED = "共同生活"


def household_no_of(file: File, alert: dict[str, Any], within: str) -> str | None:
    """The household of an alert; of one about a person only, the household that lists the person below `within`."""
    if alert["household_no"] is not None or alert["person_key"] is None:
        return alert["household_no"] or None
    found = ask(file, "household_of", person_key=alert["person_key"], within=within)
    return found[0]["household_no"] if found else None


def households(file: File, household_no: str | None, within: str) -> list[dict[str, Any]]:
    """Rows of one number, one a program, those in payment first; none of a place outside `within`."""
    return ask(file, "households", household_no=household_no, within=within) if household_no else []


def members(file: File, household_no: str, night: date, about: str | None) -> list[dict[str, Any]]:
    """Member records: who (masked), age on the night, counted or why not, authorised. `about`: the alert's person."""
    rows = ask(file, "members", household_no=household_no)
    return [_masked(row, night) | _counted(row) | {"about": _same(row["person_key"], about)} for row in rows]


def people(
    file: File, keys: list[str], night: date, within: str, about: str | None
) -> tuple[list[dict[str, Any]], int]:
    """People by key, masked, and how many of them are on record outside `within` only and so not told.

    The alert's own person is told wherever on record: the alert lies within.
    """
    rows = ask(file, "people", people=keys) if keys else []
    seen = [row for row in rows if _same(row["person_key"], about) or _lives(row["divisions"], within)]
    told = [_masked(row, night) | {"about": _same(row["person_key"], about)} for row in seen]
    return told, len(rows) - len(seen)


def age_on(born: date | None, day: date) -> int | None:
    """Full years; None where the birth date is unknown."""
    return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _lives(divisions: list[str], within: str) -> bool:
    return not within or any(code.startswith(within) for code in divisions)


def _same(key: str | None, about: str | None) -> bool:
    return about is not None and key == about


def _masked(row: dict[str, Any], night: date) -> dict[str, Any]:
    """The row without its name, with what may be told of the person."""
    dead = row["died_on"] is not None
    told = {name: value for name, value in row.items() if name not in ("name", "birth_date", "divisions")}
    return told | {
        "who": mask_name(row["name"]) or NO_NAME,
        "age": age_on(row["birth_date"], row["died_on"] if dead else night),
        "dead": dead,
    }


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    if row["member_kind"] != SHARED:
        return {"counted": False, "why": row["member_kind"]}
    if row["died_on"] is not None:
        return {"counted": False, "why": "已去世"}
    return {"counted": True, "why": ""}
