"""A city of lives (township.py): every night's changes through `advance` and `handle`, and then checked.

`City.night` applies changes, runs both, and checks after every night, against a plain model of its own, what must hold
(operations.md N1, N2; see city_checks.py). Lives share nothing but the feeds and the rules.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from tests.transforms.alert_nights import AUTHORISATIONS, HOUSEHOLD_ROWS, MEMBERS, POINTER, findings
from tests.transforms.handling.city_checks import Checks
from tests.transforms.handling.handled_nights import PEOPLE, decided, values
from tests.transforms.handling.township import BACKLOG_OVER, CAP, NEEDS, RULES, TABLES, TOWNSHIP_TEXT, WAVE, Life
from transforms.alert_freezing import Tonight
from transforms.alerts import ALERTS, advance, no_alerts
from transforms.handling.handling import Handled, handle
from transforms.handling.tonight import Circumstances


class City(Checks):
    """Lives, their alerts, and a model of decisions and of what staff have been told."""

    def __init__(self, lives: int) -> None:
        super().__init__([Life(number) for number in range(lives)])
        self.alerts = no_alerts()
        self.versions = dict.fromkeys(RULES, 1)
        self.decisions: dict[str, dict[str, Any]] = {}

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
