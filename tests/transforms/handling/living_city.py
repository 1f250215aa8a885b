"""A city of lives: each is a township with three households and everything that can happen to their alerts.

`City.night` applies changes, runs `advance` and `handle`, and checks after every night, against a plain model of its
own, what must hold (operations.md N1, N2): see `_check`. Lives share nothing but the feeds and the rules.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from tests.transforms.alert_nights import (
    AUTHORISATIONS,
    CONTRIBUTIONS,
    HOUSEHOLD_ROWS,
    HOUSEHOLDS,
    MEMBERS,
    POINTER,
    finding,
    findings,
    item,
)
from tests.transforms.handling.handled_nights import PEOPLE, decided, values
from transforms.alert_freezing import Tonight
from transforms.alerts import ALERTS, advance, no_alerts
from transforms.calendar import working_days_between
from transforms.handling.handling import Handled, handle
from transforms.handling.tonight import Circumstances

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


class City:
    """Lives, their alerts, and a model of decisions and of what staff have been told."""

    def __init__(self, lives: int) -> None:
        self.lives = [Life(number) for number in range(lives)]
        self.last: date | None = None
        self.alerts = no_alerts()
        self.versions = dict.fromkeys(RULES, 1)
        self.decisions: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.events_shown: dict[str, bool] = {}
        self.told_new: dict[str, bool] = {}
        self.blue: dict[tuple[str, tuple[int, int]], set[str]] = defaultdict(set)
        self.sheet_ids: set[str] = set()
        self.apart: set[frozenset[str]] = set()

    def night(
        self, night: date, changes: list[tuple[int, str, str, int]], refused: frozenset[str], chance: int
    ) -> None:
        """One night: (life, what, rule, place) changes, tables not delivered. Everything is checked."""
        for life in self.lives:
            life.unreadable.clear()
        for number, what, rule, place in changes:
            if what == "decide":
                self._decide(number, rule, place, night + timedelta(days=chance % 9))
            else:
                self.lives[number].change(what, rule, place)
        rows = [life.finding(*spot) for life in self.lives for spot in life.found]
        found = findings(*(row for row in rows if self._readable(row)))
        advanced = advance(self.alerts, found, self._tonight(night, refused))
        holds = self._holding(advanced, night)
        now = Circumstances(
            night=night,
            previous=self.last,
            township={"LB-02": TOWNSHIP_TEXT, "CB-06": None, "CB-07": None, "ZJ-01": None, "SF-01": None},
            decisions=decided(*sorted(holds)),
            emptied=self._people("emptied", (1, 2)),
            applying=self._people("applying", (1, 2)),
            doubtful=[life.person(1) for life in self.lives if life.doubtful],
            values=values(cap_per_township_week=CAP, backlog_over_sheets=BACKLOG_OVER, wave_sheets_per_day=WAVE),
        )
        handled = handle(self.alerts, advanced, now)
        assert_frame_equal(handled.alerts.select(list(ALERTS)), advanced)
        if chance % 4 == 0:
            self._same_in_any_order(advanced, now, handled, random.Random(chance))
        self._check(handled, holds, refused, night)
        self.alerts, self.last = handled.alerts, night

    def _readable(self, row: dict[str, Any]) -> bool:
        number, place = row["anchor_record_no"].removeprefix("HM").split("-")
        return int(place) not in self.lives[int(number)].unreadable

    def _decide(self, number: int, rule: str, place: int, until: date) -> None:
        """Staff decide on what is before them: the alert as it stood last night."""
        anchor = f"HM{number}-{place}"
        for alert_id, row in self.rows.items():
            if row["rule_id"] == rule and row["anchor_record_no"] == anchor and row["shown"]:
                self.decisions[alert_id] = {
                    "fingerprint": row["evidence_fingerprint"],
                    "version": row["rule_version"],
                    "until": until,
                }

    def _holding(self, advanced: pl.DataFrame, night: date) -> set[str]:
        """Decisions that hold: evidence and rule unchanged, not expired. What lapsed once never holds again."""
        now = {row["alert_id"]: row for row in advanced.iter_rows(named=True)}
        for alert_id, made in list(self.decisions.items()):
            row = now[alert_id]
            same = (row["evidence_fingerprint"], row["rule_version"]) == (made["fingerprint"], made["version"])
            if not same or night > made["until"]:
                del self.decisions[alert_id]
        return set(self.decisions)

    def _people(self, what: str, places: tuple[int, ...]) -> pl.DataFrame:
        pairs = [(one.home(p), one.person(p)) for one in self.lives if getattr(one, what) for p in places]
        return pl.DataFrame(pairs, schema=PEOPLE, orient="row").unique()

    def _tonight(self, night: date, refused: frozenset[str]) -> Tonight:
        rules = pl.DataFrame(
            {
                "rule_id": list(RULES),
                "title": ["题"] * len(RULES),
                "level": list(RULES.values()),
                "version": list(self.versions.values()),
                "needs": [NEEDS[rule] for rule in RULES],
                "authorisation": [False] * len(RULES),
            }
        )
        feeds = pl.DataFrame({"table": TABLES, "readable": [table not in refused for table in TABLES]})
        unread = [(MEMBERS, f"HM{one.number}-{place}") for one in self.lives for place in sorted(one.unreadable)]
        return Tonight(
            night,
            rules,
            feeds,
            pl.DataFrame(unread, schema=POINTER, orient="row"),
            HOUSEHOLD_ROWS.clear(),
            AUTHORISATIONS.clear(),
        )

    def _same_in_any_order(
        self, advanced: pl.DataFrame, now: Circumstances, handled: Handled, chance: random.Random
    ) -> None:
        def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
            return frame[chance.sample(range(frame.height), frame.height)]

        other = Circumstances(
            now.night,
            now.previous,
            dict(reversed(now.township.items())),
            *map(shuffled, (now.decisions, now.answered, now.emptied, now.applying)),
            list(now.doubtful)[::-1],
            now.values,
        )
        again = handle(shuffled(self.alerts), shuffled(advanced), other)
        assert_frame_equal(again.alerts.sort("alert_id"), handled.alerts.sort("alert_id"))
        assert_frame_equal(again.sheets, handled.sheets)
        assert_frame_equal(again.events, handled.events)

    def _check(self, handled: Handled, holds: set[str], refused: frozenset[str], night: date) -> None:
        before, rows = self.rows, {row["alert_id"]: row for row in handled.alerts.iter_rows(named=True)}
        assert len(rows) == handled.alerts.height, "one row an alert"
        assert set(before) <= set(rows), "nothing is lost"
        still = {name for name, row in rows.items() if row["state"] != "resolved"}
        shown = {name for name in still if rows[name]["shown"]}
        held = {name for name in still if rows[name]["held_back"]}
        assert (shown | held, shown & held) == (still, set()), "shown and held back are what is open"
        assert not [name for name in set(rows) - still if rows[name]["shown"] or rows[name]["held_back"]]
        for name, row in before.items():
            same = ("rule_id", "anchor_table", "anchor_record_no", "first_seen")
            assert [rows[name][column] for column in same] == [row[column] for column in same], "ids are stable"
            if row["state"] != "resolved" and set(NEEDS[row["rule_id"]]) & refused:
                assert name in still, "a missing feed never resolves"
        tonight: dict[str, int] = defaultdict(int)
        for sheet in handled.sheets.iter_rows(named=True):
            tonight[sheet["township"]] += 1
            self._sheet(sheet, rows, night)
        self._events(handled, rows, night)
        for name in shown:
            assert name not in holds, "a decision that holds is silent"
            assert not rows[name]["frozen"]
        for name in held:
            self._justified(rows[name], rows, holds, tonight, night)
        for name, row in rows.items():
            self._lapse(before.get(name), row, holds, night)
            self._life(row, holds)
        self._one_question(rows)
        self.rows = rows

    def _sheet(self, sheet: dict[str, Any], rows: dict[str, dict[str, Any]], night: date) -> None:
        assert sheet["sheet_id"] not in self.sheet_ids, "a sheet is made once"
        self.sheet_ids.add(sheet["sheet_id"])
        for name in sheet["alert_ids"]:
            row = rows[name]
            assert (row["sheet_id"], row["dispatched_on"], row["shown"]) == (sheet["sheet_id"], night, True)
            assert row["township_text"] in sheet["text"]
            assert (row["township_text"] == TOWNSHIP_TEXT) == (row["rule_id"] == "LB-02")
        fresh = sorted(name for name, row in rows.items() if row["sheet_id"] == sheet["sheet_id"])
        assert sorted(sheet["alert_ids"]) == fresh

    def _events(self, handled: Handled, rows: dict[str, dict[str, Any]], night: date) -> None:
        """The events alone tell what is shown; nothing is new to staff twice without coming back in between."""
        week = night.isocalendar()[:2]
        for one in handled.events.iter_rows(named=True):
            name, event = one["alert_id"], one["event"]
            if event == "appeared":
                assert name not in self.rows
            elif event == "reopened":
                self.told_new[name] = False
            elif event in ("held_back", "resolved"):
                self.events_shown[name] = False
            elif event == "shown":
                self.events_shown[name] = True
                if one["detail"].startswith("新交办"):
                    assert not self.told_new.get(name, False), "shown twice as new"
                    self.told_new[name] = True
                    if rows[name]["level"] == "blue":
                        self.blue[rows[name]["division_code"][:9], week].add(name)
        assert {name for name, is_shown in self.events_shown.items() if is_shown} == {
            name for name, row in rows.items() if row["shown"]
        }
        for names in self.blue.values():
            assert len(names) <= CAP

    def _one_question(self, rows: dict[str, dict[str, Any]]) -> None:
        """Of open alerts that once named different persons and name one of one household now, one stays."""
        by_rule: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows.values():
            if row["person_key"]:
                by_rule[row["rule_id"], row["household_no"]].append(row)
        for group in by_rule.values():
            for one, other in combinations(group, 2):
                pair = frozenset((one["alert_id"], other["alert_id"]))
                was = [self.rows.get(row["alert_id"], {}).get("person_key", row["person_key"]) for row in (one, other)]
                if one["person_key"] != other["person_key"] or was[0] != was[1]:
                    self.apart.add(pair)
                if one["person_key"] != other["person_key"]:
                    assert other["alert_id"] != one["merged_into"]
                    assert one["alert_id"] != other["merged_into"]
                elif "resolved" not in (one["state"], other["state"]):
                    sure = not self.lives[int(one["division_code"][4:9])].doubtful
                    assert (sure and pair in self.apart) == bool(one["merged_into"] or other["merged_into"])

    def _justified(
        self,
        row: dict[str, Any],
        rows: dict[str, dict[str, Any]],
        holds: set[str],
        tonight: dict[str, int],
        night: date,
    ) -> None:
        """Each reason for holding back is true, and what an alert is held under is itself in order."""
        reason, under = row["held_back"], rows.get(row["held_back_under"] or "")
        number, place = map(int, row["anchor_record_no"].removeprefix("HM").split("-"))
        life, township = self.lives[number], row["division_code"][:9]
        assert row["held_back_why"]
        if under is not None:
            assert under["state"] != "resolved"
            assert not under["merged_into"]
            assert URGENCY[under["level"]] <= URGENCY[row["level"]] or row["frozen"]
        if reason in ("death", "subsumed"):
            assert under is not None
            assert not under["frozen"]
            assert under["alert_id"] not in holds
        if reason == "decided":
            assert row["alert_id"] in holds
        elif reason == "merged":
            assert under is not None
            together = ("rule_id", "anchor_table", "person_key", "household_no")
            assert [row[name] for name in together] == [under[name] for name in together]
            assert under["alert_id"] not in holds
        elif reason == "source":
            assert row["frozen"]
        elif reason == "death":
            assert under is not None
            assert under["rule_id"] == "ZJ-01"
            assert row["rule_id"] in ("CB-06", "CB-07")
            assert row["person_key"] == under["person_key"] or (row["person_key"] is None and life.emptied)
        elif reason == "subsumed":
            assert under is not None
            assert (row["rule_id"], under["rule_id"]) == ("CB-06", "CB-07")
            assert row["household_no"] == under["household_no"]
        elif reason == "application":
            assert life.applying
            assert place in (1, 2)
            assert row["rule_id"] == "LB-02"
        elif reason == "cap":
            assert row["level"] == "blue"
            queued = [one for one in rows.values() if one["held_back"] == "wave" and one["level"] == "blue"]
            ahead = sum(one["division_code"].startswith(township) for one in queued)
            assert len(self.blue[township, night.isocalendar()[:2]]) + ahead >= CAP
        else:
            assert reason == "wave"
            assert row["wave"] >= 1
            days = 1 if self.last is None else working_days_between(self.last, night)
            assert tonight[township] == WAVE * days, "a wave a working day, and a full one while something waits"

    def _lapse(self, was: dict[str, Any] | None, row: dict[str, Any], holds: set[str], night: date) -> None:
        """What a decision silenced comes back when it lapses, newly, unless there is another reason against it."""
        if was and was["decision_id"] and row["alert_id"] not in holds and row["state"] != "resolved":
            assert row["shown"] or row["held_back"] != "decided"
            assert not row["shown"] or row["dispatched_on"] == night
            assert row["life"] in ("reopened", "merged", "frozen")
            if row["evidence_fingerprint"] != was["evidence_fingerprint"]:
                assert row["seen_change"]

    def _life(self, row: dict[str, Any], holds: set[str]) -> None:
        """One word for people, by its precedence."""
        expected = "merged" if row["merged_into"] else "closed" if row["alert_id"] in holds else None
        expected = expected or ("resolved" if row["state"] == "resolved" else "frozen" if row["frozen"] else None)
        assert row["life"] == expected or (expected is None and row["life"] in (row["state"], "reopened"))
