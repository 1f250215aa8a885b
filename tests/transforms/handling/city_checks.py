"""What must hold after every night of a city of lives, by a plain model of decisions and of what staff were told."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import Any

from tests.transforms.handling.township import CAP, NEEDS, TOWNSHIP_TEXT, URGENCY, WAVE, Life
from transforms.calendar import working_days_between
from transforms.handling.handling import Handled


class Checks:
    """Keeps what was told so far; `_check` looks at one more night."""

    def __init__(self, lives: list[Life]) -> None:
        self.lives = lives
        self.last: date | None = None
        self.rows: dict[str, dict[str, Any]] = {}
        self.events_shown: dict[str, bool] = {}
        self.told_new: dict[str, bool] = {}
        self.blue: dict[tuple[str, tuple[int, int]], set[str]] = defaultdict(set)
        self.sheet_ids: set[str] = set()
        self.apart: set[frozenset[str]] = set()

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
