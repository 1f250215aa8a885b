"""A township in which anything can happen to the alerts of four people in three households."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.transforms.alert_nights import CONTRIBUTIONS, HOUSEHOLDS, MEMBERS, finding, item

RULES = {"CB-06": "yellow", "CB-07": "yellow", "ZJ-01": "red", "LB-02": "yellow", "SF-01": "blue"}
NEEDS = {
    "LB-02": [MEMBERS],
    "SF-01": [MEMBERS],
    "CB-06": [MEMBERS, CONTRIBUTIONS],
    "CB-07": [MEMBERS, CONTRIBUTIONS],
    "ZJ-01": [HOUSEHOLDS],
}
TABLES = (HOUSEHOLDS, MEMBERS, CONTRIBUTIONS)
PLACES = (1, 2, 3, 4)
SPOTS = [(rule, place) for rule in RULES for place in PLACES]
CAP, BACKLOG_OVER, WAVE = 1, 1, 1
URGENCY = {"red": 0, "yellow": 1, "blue": 2}
TOWNSHIP_TEXT = "请入户了解"


@dataclass
class Life:
    """One township: what the rules find there tonight, and who is who. Persons 1 and 2 share a household."""

    number: int
    found: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    one_person: bool = False
    doubtful: bool = False
    applying: bool = False
    emptied: bool = False
    unreadable: set[int] = field(default_factory=set)

    @property
    def township(self) -> str:
        return f"9999{self.number:05}"

    def home(self, place: int) -> str:
        return f"J{self.number}-{1 if place <= 2 else place}"

    def person(self, place: int) -> str:
        return f"P{self.number}-{1 if place == 2 and self.one_person else place}"

    def finding(self, rule: str, place: int) -> dict[str, Any]:
        evidence, certainty = self.found[rule, place]
        return finding(
            rule_id=rule,
            anchor_record_no=f"HM{self.number}-{place}",
            person_key=None if rule == "CB-07" else self.person(place),
            household_no=self.home(place),
            division_code=f"{self.township}001",
            certainty=certainty,
            evidence=[item(f"CO{self.number}-{evidence}")],
        )

    def change(self, what: str, rule: str, place: int) -> None:
        """Anything that can happen between two nights, decisions apart."""
        evidence, certainty = self.found.get((rule, place), (0, "certain"))
        if what in ("appear", "evidence"):
            self.found[rule, place] = (evidence + (what == "evidence"), certainty)
        elif what == "certainty":
            self.found[rule, place] = (evidence, "likely" if certainty == "certain" else "certain")
        elif what == "vanish":
            self.found.pop((rule, place), None)
        elif what in ("merge", "split"):
            self.one_person = what == "merge"
        elif what == "doubt":
            self.doubtful = not self.doubtful
        elif what == "apply":
            self.applying = not self.applying
        elif what == "empty":
            self.emptied = not self.emptied
        elif what == "quarantine":
            self.unreadable.add(place)


CHANGES = (
    "appear",
    "vanish",
    "evidence",
    "certainty",
    "merge",
    "split",
    "doubt",
    "apply",
    "empty",
    "quarantine",
    "decide",
)
