"""What the tests of decisions share: an alert of a small city, and the two commands as staff type them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flows.night import SHANGHAI
from tests.flows.nights import Nights, Said, hedui

TODAY = date(2026, 12, 20)
MORNING = datetime(2026, 12, 20, 9, tzinfo=SHANGHAI)
"""Four weeks after the last night of the small city."""
_ALERT = (
    "SELECT alert_id, evidence_fingerprint FROM alerts WHERE state <> 'resolved' AND confidence = 'certain' ORDER BY 1"
)


def alert(city: Nights, place: int = 0) -> tuple[str, str]:
    """An open alert and its evidence fingerprint."""
    return city.ask(_ALERT)[place]


def decide(city: Nights, alert_id: str, code: str = "不属实-数据滞后", *words: object) -> Said:
    """A decision by 李经办; later words take the place of what is given here."""
    given = ("--code", code, "--by", "李经办", "--reason", "已核实", *words, "--home", city.home)
    return hedui("decide", alert_id, *given)


def step(city: Nights, alert_id: str, name: str, by: str, *words: object) -> Said:
    """A step of the due process."""
    return hedui("process", alert_id, "--step", name, "--by", by, "--how", "入户", *words, "--home", city.home)


def standing(city: Nights) -> list[tuple[Any, ...]]:
    """What every decision is worth, as published."""
    return city.ask("SELECT standing FROM decisions ORDER BY decided_on, decision_id")
